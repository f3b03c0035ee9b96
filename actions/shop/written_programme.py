"""A programme as people write it, in a file of rules or on a command line: amounts and rates in words of their money.

What is left out is as usual. Each room words in its own way what can't be read, and `loyalty.cards.programme.check` says
whether what was read can be kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.part import Part
from loyalty.cards.programme import (
    DEFAULT_STAMP_LIMITS,
    Earn,
    Limits,
    Pays,
    PerMoney,
    Programme,
    ProgrammeKind,
    Reward,
    composed,
    ordered,
)
from loyalty.cards.rates import Rate, parse_rate
from loyalty.cards.worth import ITEM, AmountOff, Counted, Experience, PercentOff, Worth
from loyalty.units import Unit
from storage.shop.programme_form import part_from_facts

WhyUnreadable = Literal["unknown", "kind", "rewards", "text", "place", "amount", "rate", "whole", "part"]
_WHY: Mapping[str | int, WhyUnreadable] = {
    "rewards": "rewards",
    "parts": "part",
    "bonuses_add": "part",
    "text": "text",
    "cost": "amount",
    "amount_off": "amount",
    "most_off": "amount",
    "min_spend": "amount",
    "points_per_unit": "rate",
}


@dataclass(frozen=True, slots=True)
class UnreadableRules:
    """What can't be read: where (rewards are counted from 0), why, which names are known there, what is no amount."""

    place: tuple[str | int, ...]
    why: WhyUnreadable
    known: tuple[str, ...] = ()
    amount: NoAmount | None = None


def _currency(info: ValidationInfo) -> str:
    context: Any = info.context
    return str(context["currency"])


def _amount(value: object, info: ValidationInfo) -> int:
    found = parse_amount(str(value), _currency(info))
    if isinstance(found, NoAmount):
        raise PydanticCustomError("amount", "no amount", {"amount": found})
    return found


def _rate(value: object, info: ValidationInfo) -> Rate:
    found = parse_rate(str(value), _currency(info))
    if found is None:
        raise PydanticCustomError("rate", "no rate")
    return found


def _part(value: object) -> Part:
    if not isinstance(value, dict):
        raise PydanticCustomError("part", "no table")
    return part_from_facts(value)


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Amount = Annotated[int, BeforeValidator(_amount)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Reward(_Written):
    text: _Text
    at: int | None = None
    cost: _Amount | None = None
    amount_off: _Amount | None = None
    percent_off: int | None = None
    most_off: _Amount | None = None
    gives_points: int | None = None
    gives_stamps: int | None = None
    experience: bool = False
    valid_days: int | None = None
    stock: int | None = None
    level: _Text | None = None

    def worth(self) -> Worth:
        if self.percent_off is not None:
            return PercentOff(self.percent_off, self.most_off)
        if self.amount_off is not None:
            return AmountOff(self.amount_off)
        if self.gives_points is not None:
            return Counted(self.gives_points, Unit.POINTS)
        if self.gives_stamps is not None:
            return Counted(self.gives_stamps, Unit.STAMPS)
        return Experience() if self.experience else ITEM


class _Common(_Written):
    usual: ClassVar[Limits]

    rewards: list[_Reward] = []
    head_start: int = 0
    cooldown_minutes: int | None = None
    max_per_visit: int | None = None
    max_per_day: int | None = None
    voucher_days: int | None = None
    idle_days: int | None = None
    parts: list[Annotated[Part, PlainValidator(_part)]] = []
    bonuses_add: bool = False

    def limits(self) -> Limits:
        return Limits(
            self.cooldown_minutes or 0,
            self.usual.max_per_visit if self.max_per_visit is None else self.max_per_visit,
            self.usual.max_per_day if self.max_per_day is None else self.max_per_day,
        )


class _Stamps(_Common):
    usual = DEFAULT_STAMP_LIMITS

    kind: Literal["stamps"]
    stamps: int | None = None  # where a reward stands that says nothing else

    def composition(self) -> tuple[Unit, Earn, Pays]:
        return composed(ProgrammeKind.STAMPS)


class _Points(_Common):
    usual = Limits()

    kind: Literal["points"]
    points_per_unit: Annotated[Rate, BeforeValidator(_rate)] = 1
    min_spend: _Amount = 0

    stamps: ClassVar[None] = None

    def composition(self) -> tuple[Unit, Earn, Pays]:
        return composed(ProgrammeKind.POINTS, PerMoney(self.points_per_unit, self.min_spend))


_FORM: TypeAdapter[_Stamps | _Points] = TypeAdapter(Annotated[_Stamps | _Points, Field(discriminator="kind")])
_MODELS: Mapping[str, type[_Common]] = {"stamps": _Stamps, "points": _Points}


def read_programme(facts: Mapping[str, Any], currency: str) -> Programme | UnreadableRules:
    """Read the facts of a programme, by the names under which people write them."""
    try:
        form = _FORM.validate_python(dict(facts), context={"currency": currency})
    except ValidationError as error:
        return min(map(_unreadable, error.errors()), key=lambda bad: (bad.why != "unknown", len(bad.place)))
    rewards = []
    for number, written in enumerate(form.rewards):
        at = form.stamps if written.at is None else written.at
        if at is None:
            return UnreadableRules(("rewards", number, "at"), "place")
        rewards.append(
            Reward(
                f"r{number + 1}",
                written.text,
                at,
                written.cost,
                written.worth(),
                written.valid_days,
                written.stock,
                written.level,
            )
        )
    return Programme(
        *form.composition(),
        ordered(tuple(rewards)),
        form.limits(),
        form.head_start,
        form.voucher_days,
        form.idle_days,
        tuple(form.parts),
        form.bonuses_add,
    )


def _unreadable(error: ErrorDetails) -> UnreadableRules:
    kind, *place = error["loc"] or ("",)
    if kind not in _MODELS:
        return UnreadableRules(("kind",), "kind")
    if error["type"] == "extra_forbidden":
        model: type[_Written] = _Reward if "rewards" in place else _MODELS[str(kind)]
        known = sorted(model.model_fields, key=lambda name: name != "kind")
        return UnreadableRules(tuple(place), "unknown", tuple(known))
    if isinstance(place[-1], int):  # a reward that is no table
        return UnreadableRules((str(place[0]),), _WHY.get(place[0], "rewards"))
    return UnreadableRules(
        tuple(place), _WHY.get(place[-1], "whole"), amount=error.get("ctx", {}).get("amount")
    )
