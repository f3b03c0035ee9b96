"""What a shop asks, and each answer, in words."""

from collections.abc import Mapping

from actions.campaigns.questions import AskedVisit
from loyalty.people.questions import QUESTIONS
from loyalty.records import Shop
from words.language import N_, Words

# What an owner calls each question, and how customers read it.
_NAMED: Mapping[str, str] = {
    "recommend": N_("Would they recommend you, 0 to 10"),
    "value": N_("What they value most"),
    "motive": N_("What brings them"),
    "own": N_("A question of your own, 1 to 5"),
}
_ASKED: Mapping[str, str] = {
    "recommend": N_("Would you recommend {shop} to a friend, from 0 (surely not) to 10 (surely)?"),
    "value": N_("What do you value most at {shop}?"),
    "motive": N_("What brought you to {shop} last time?"),
}
_CHOICES: Mapping[str, str] = {
    "quality": N_("How good it is"),
    "people": N_("The people"),
    "price": N_("The price"),
    "place": N_("The place"),
    "speed": N_("That it goes fast"),
    "way": N_("It was on my way"),
    "treat": N_("A treat"),
    "company": N_("To meet somebody"),
    "quiet": N_("A quiet moment"),
    "card": N_("My card and its rewards"),
}


def question_named(name: str, words: Words) -> str:
    """Name a question to an owner."""
    return words.t(_NAMED[name])


def question_text(asked: AskedVisit, shop: Shop, words: Words) -> str:
    """Ask it; a question of the shop's own with what its ends mean."""
    own = asked.question.put_for(words.language)
    if own:
        return words.t("{question} (1 not at all, 5 very much)", question=own)
    return words.t(_ASKED[asked.name], shop=shop.name)


def answer_said(name: str, answer: int, words: Words) -> str:
    """Say an answer: a number, or what it stands for."""
    choices = QUESTIONS[name].choices
    return words.t(_CHOICES[choices[answer]]) if choices else words.number(answer)
