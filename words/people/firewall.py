"""Why something is asked of nobody, noted of nobody, and nobody is chosen by it, said to who named it."""

from collections.abc import Mapping

from loyalty.people.firewall import Delicate, Subject
from words.language import N_, Words

_SUBJECTS: Mapping[Subject, str] = {
    Subject.HEALTH: N_("somebody's health"),
    Subject.PREGNANCY: N_("pregnancy"),
    Subject.RELIGION: N_("what somebody believes"),
    Subject.POLITICS: N_("politics"),
    Subject.SEX: N_("sex, or whom somebody loves"),
    Subject.MONEY_TROUBLE: N_("money trouble"),
    Subject.MINORS: N_("children"),
}


def word_not_asked(found: Delicate, words: Words) -> str:
    """Say which subject a question is about, and why nobody is asked about it."""
    return words.t(
        "“{word}” stands for {subject}: that is no shop's business, and I ask nobody about it. I go by words and may be "
        "wrong: then put it another way.",
        word=found.word,
        subject=words.t(_SUBJECTS[found.subject]),
    )


def word_delicate(found: Delicate, words: Words) -> str:
    """Say which subject a name stands for, and why nobody is chosen by it."""
    return words.t(
        "“{word}” stands for {subject}, and by that I choose nobody: it is no shop's business, nobody gave it to you "
        "for that, and who is written to would notice. Name what is bought instead. I go by words and may be wrong: "
        "then put it another way.",
        word=found.word,
        subject=words.t(_SUBJECTS[found.subject]),
    )


def word_not_noted(found: Delicate, words: Words) -> str:
    """Say which subject a note about somebody names, and what can be noted instead."""
    return words.t(
        "“{word}” stands for {subject}: I keep nothing of that, it is no shop's business, and they read in /mydata what "
        "you note. Write what you do for them instead, for example: window seat. I go by words and may be wrong: then "
        "put it another way.",
        word=found.word,
        subject=words.t(_SUBJECTS[found.subject]),
    )


def word_not_sold(found: Delicate, words: Words) -> str:
    """Say which subject the name of an item or a tag stands for, and how it can be called instead."""
    return words.t(
        "“{word}” stands for {subject}, and who buys it would have told you that. Name what it is made of instead, for "
        "example: oat milk, lamb. I go by words and may be wrong: then put it another way.",
        word=found.word,
        subject=words.t(_SUBJECTS[found.subject]),
    )
