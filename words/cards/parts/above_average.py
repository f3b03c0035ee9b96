"""What is said of a purchase that is larger than usual: "from €8.40 today: +2 points"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.above_average import AboveAverage
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import Words

_LITTLE, _MORE = AboveAverage(20, 5), AboveAverage(50, 15)


def _name(words: Words) -> str:
    return words.t("More than usual")


def _about(words: Words) -> str:
    return words.t(
        "Who buys more than they usually do gets something on top. Each customer reads their own amount, and nobody that they spend too little."
    )


def _rule(part: AboveAverage, write: PartWording) -> str:
    percent, gain = write.words.number(part.percent), f"+{write.counted(part.plus)}"
    if part.tuned_on is None:
        return write.words.t("{percent} % above one's usual amount: {gain}", percent=percent, gain=gain)
    return write.words.t(
        "{percent} % above one's usual amount before {day}: {gain}",
        percent=percent,
        gain=gain,
        day=write.words.days(part.tuned_on, part.tuned_on),
    )


def _on_card(part: AboveAverage, _at: datetime, write: PartWording) -> str:
    least = part.least_minor(write.usual_minor)
    if least is None:
        return ""
    amount = write.words.money(least, write.currency)
    return write.words.t("From {amount} today: {gain}", amount=amount, gain=f"+{write.counted(part.plus)}")


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "amounts": words.t(
            "Your till is not told what is spent on this card, so nobody's usual amount is known."
        ),
        "percent": words.t("It begins from 1 to {most} % above the usual amount.", most=most),
        "plus": words.t("It can add from 1 to {most}.", most=most),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "percent",
            "whole",
            words.t("How much above"),
            words.t("How many percent above the usual amount? Type a number."),
        ),
        PartField(
            "plus", "whole", words.t("On top"), words.t("How many on top of such a visit? Type a number.")
        ),
        PartField("tuned_on", "today", words.t("🎚 Tune anew")),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, (_LITTLE, _MORE))
