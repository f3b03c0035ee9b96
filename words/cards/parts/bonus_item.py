"""What is said of things that a shop gives more for: "Cake: +2 stamps"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.bonus_item import BonusItem
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.items import item_name
from words.language import N_, Words

_READY = (BonusItem(N_("Cake")), BonusItem(N_("Own cup")), BonusItem(N_("New on the menu"), 2))


def _name(words: Words) -> str:
    return words.t("Bonus item")


def _about(words: Words) -> str:
    return words.t("Something that you want to be bought more often. After the scan the cashier taps it.")


def _rule(part: BonusItem, write: PartWording) -> str:
    return f"{item_name(part.label, write.sold, write.words)}: +{write.counted(part.plus)}"


def _on_card(part: BonusItem, _at: datetime, write: PartWording) -> str:
    return _rule(part, write)


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "label": words.t("Name it in up to {most} letters: they stand on the cashier's button.", most=most),
        "plus": words.t("It can add from 1 to {most}.", most=most),
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
        PartField("plus", "whole", words.t("On top"), words.t("How many on top? Type a number.")),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
