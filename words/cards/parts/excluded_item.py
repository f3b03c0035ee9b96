"""What is said of things that earn less or nothing: "gift cards do not count", "tobacco: 50% of it counts"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.excluded_item import ExcludedItem
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.items import item_name
from words.language import N_, Words

_READY = (ExcludedItem(N_("Gift cards")), ExcludedItem(N_("Tobacco")), ExcludedItem(N_("Deposit")))


def _name(words: Words) -> str:
    return words.t("What earns less or nothing")


def _about(words: Words) -> str:
    return words.t(
        "What you make little or nothing on, or may not reward. After booking an amount the cashier taps it and types how much it was."
    )


def _rule(part: ExcludedItem, write: PartWording) -> str:
    words, label = write.words, item_name(part.label, write.sold, write.words)
    if part.percent:
        return words.t("{label}: {share} of it counts", label=label, share=words.percent(part.percent * 10))
    return words.t("{label}: does not count", label=label)


def _on_card(_part: ExcludedItem, _at: datetime, _write: PartWording) -> str:
    return ""  # on the card stands what one gets


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "amounts": words.t(
            "On this card visits count, not amounts: for what earns nothing, just don't scan."
        ),
        "percent": words.t("Of such things at most {most} count.", most=words.percent(bad.most * 10)),
        "label": words.t("Name it in up to {most} letters: they stand on the cashier's button.", most=most),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "label",
            "text",
            words.t("What it is"),
            words.t("What is it? Type a word or two for the cashier's button."),
        ),
        PartField(
            "percent",
            "whole",
            words.t("What of it counts"),
            words.t("How many percent of it count? Type a number, such as 50 for half; 0 for nothing."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
