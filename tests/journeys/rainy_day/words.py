"""What is said of rain."""

from collections.abc import Sequence
from datetime import date, datetime

from loyalty.cards.parts.rainy_day import RainyDay  # type: ignore[import-not-found]

from loyalty.cards.part import BadPart
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import Words

_MARCH = RainyDay(days=(date(2026, 3, 12),))


def _name(words: Words) -> str:
    return words.t("Rain")


def _about(words: Words) -> str:
    return words.t("Who comes in the rain is thanked.")


def _rule(part: RainyDay, write: PartWording) -> str:
    return f"in the rain: +{write.counted(part.plus)}"


def _on_card(part: RainyDay, at: datetime, write: PartWording) -> str:
    return f"It rains: +{write.counted(part.plus)}" if at.date() in part.days else ""


def _problem(_bad: BadPart, write: PartWording) -> str:
    return write.words.t("Rain must give something.")


def _fields(write: PartWording) -> Sequence[PartField]:
    return (PartField("plus", "whole", write.words.t("On top"), write.words.t("How many?")),)


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, (_MARCH,))
