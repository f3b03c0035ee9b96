"""What every part of a programme has words for, and how a change of one is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from loyalty.cards.part import BadPart, EarlierVisit, Part
from loyalty.people.items import SoldItem
from loyalty.units import Unit
from words.language import Words


@dataclass(frozen=True, slots=True)
class PartWording:
    """How one programme's parts are written in one language."""

    words: Words
    unit: Unit
    currency: str
    usual_minor: int | None = None  # what the customer who reads it usually spends
    past: tuple[EarlierVisit, ...] | None = None  # when they came
    sold: tuple[SoldItem, ...] = ()  # what the shop sells by name

    def counted(self, n: int) -> str:
        """Count what the programme gives."""
        return self.words.counted(self.unit, n)


@dataclass(frozen=True, slots=True)
class PartField:
    """Something of a part that an owner can change, by a typed answer to `question` or by taps on weekdays.

    "hours" are a part's `start` and `end`, "dates" its `first` and `last`, "weekdays" its `weekdays`, "levels" its `levels`, a "period" its `days` or `months`,
    "lasting" likewise, typed as 1 month or 30 days,
    "causes" its `causes`; a "whole" number, a "text", an amount of "money" and a "share" in thousandths are what `name` says, and so is the day on which "today" is tapped.
    """

    name: str
    kind: Literal[
        "whole",
        "money",
        "text",
        "levels",
        "period",
        "lasting",
        "causes",
        "share",
        "hours",
        "dates",
        "weekdays",
        "today",
    ]
    label: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class PartTexts:
    """What is said of one kind of part; each function takes a part of this kind."""

    name: Callable[[Words], str]
    about: Callable[[Words], str]  # what it is good for, to an owner who never used one
    rule: Callable[[Any, PartWording], str]
    on_card: Callable[
        [Any, datetime, PartWording], str
    ]  # to a customer at a moment of the shop's clock; "" for nothing
    problem: Callable[[BadPart, PartWording], str]
    fields: Callable[[PartWording], Sequence[PartField]]
    presets: Sequence[Part]  # to begin with
