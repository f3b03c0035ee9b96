"""What is said of tasks: "Own cup: 2 stamps; up to 3 each, 20 a month"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.task import Task
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import N_, Words

_READY = (
    Task(N_("Us on your page"), N_("Show your table with us on a page of your own, and say there that you get something for it."), 2, 2, 20),
    Task(N_("Your own cup"), N_("Come with a cup of your own, and show it on our counter."), 1, 10, 40),
    Task(N_("Help us clean up"), N_("Come to our street's cleaning day, and show what you gathered."), 3, 1, 20),
)  # fmt: skip


def _name(words: Words) -> str:
    return words.t("Task")


def _about(words: Words) -> str:
    return words.t(
        "A customer does something for you and shows it with a picture or a link; you or a manager look at it and say "
        "yes. So many times a customer, so many a month: that is your budget.\n"
        "Never for a review, for stars or for praise: what was paid for is worth nothing to those who read it, review "
        "sites take it down, and the law forbids to pass it off as honest. Pay for what can be seen, and let people say "
        "what they think."
    )


def _rule(part: Task, write: PartWording) -> str:
    return write.words.t(
        "{task}: {gives}; up to {each} each, {month} a month",
        task=write.words.known(part.label),
        gives=write.counted(part.gives),
        each=write.words.number(part.each),
        month=write.words.number(part.a_month),
    )


def _on_card(_part: Task, _at: datetime, _write: PartWording) -> str:
    return ""  # a button says it


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "praise": words.t(
            "“{word}” sounds as if it asked for a review, for stars or for praise, and for that I give nothing: review "
            "sites take down what was paid for, the law forbids to pass it off as honest, and nobody believes it. I go "
            "by words and may be wrong: then put it another way.",
            word=bad.word,
        ),
        "label": words.t("Name it in up to {most} letters: they stand on a button.", most=most),
        "what": words.t("Say what to do in up to {most} letters.", most=most),
        "gives": words.t("A task gives from 1 to {most}.", most=most),
        "each": words.t("One customer may do it from 1 to {most} times.", most=most),
        "month": words.t("All together may do it from 1 to {most} times a month.", most=most),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "label", "text", words.t("Its name"), words.t("What is it called? Type two or three words.")
        ),
        PartField(
            "what",
            "text",
            words.t("What to do"),
            words.t("What is there to do, and to show? Type a sentence. Not a review, stars or praise."),
        ),
        PartField("gives", "whole", words.t("It gives"), words.t("How many does it give? Type a number.")),
        PartField(
            "each",
            "whole",
            words.t("For one"),
            words.t("How many times may one customer do it in all? Type a number."),
        ),
        PartField(
            "a_month",
            "whole",
            words.t("A month"),
            words.t("How many times a month for all together? Type a number: that is your budget."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
