"""What is said of the budget for surprises: "up to 40 stamps a month"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.surprise import Surprise
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import Words

_SMALL, _LARGE = Surprise(), Surprise(200, 20, 5)


def _name(words: Words) -> str:
    return words.t("Surprise")


def _about(words: Words) -> str:
    return words.t(
        "Your staff may give a regular something without a purchase, with a reason and within a budget. "
        "What nobody expects is remembered longest."
    )


def _rule(part: Surprise, write: PartWording) -> str:
    return write.words.t(
        "up to {month} a month as surprises, {day} a day for a cashier, {once} at once",
        month=write.counted(part.a_month),
        day=write.words.number(part.a_day),
        once=write.words.number(part.at_once),
    )


def _on_card(_part: Surprise, _at: datetime, _write: PartWording) -> str:
    return ""  # told beforehand, it would be none


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "month": words.t("A month's budget is from 1 to {most}.", most=most),
        "day": words.t("A cashier's day is from 1 to the month's {most}.", most=most),
        "once": words.t("At once it is from 1 to the day's {most}.", most=most),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "a_month",
            "whole",
            words.t("A month"),
            words.t("How many may all give in a month? Type a number."),
        ),
        PartField(
            "a_day",
            "whole",
            words.t("A day"),
            words.t("How many may one cashier give in a day? Type a number."),
        ),
        PartField(
            "at_once",
            "whole",
            words.t("At once"),
            words.t("How many may one customer get at once? Type a number."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, (_SMALL, _LARGE))
