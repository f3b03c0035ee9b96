"""What a shop promises: what is counted, what a visit earns, how rewards are paid, and the limits on it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, assert_never

from loyalty.cards.part import Bonus, HowOften, Part, VisitFacts
from loyalty.cards.rates import Rate
from loyalty.cards.worth import ITEM, Worth, gives
from loyalty.units import Unit


@dataclass(frozen=True, slots=True)
class Reward:
    """Something to be had: at place `at` of a card, or for so much of a balance.

    `cost_minor` is the shop's cost as it was typed; what takes something off a bill costs what it takes off.
    """

    key: str
    text: str
    at: int
    cost_minor: int | None = None
    worth: Worth = ITEM
    valid_days: int | None = None  # how long it can wait, in place of what its programme says
    stock: int | None = None  # how many can be had in all, of a menu; None: as many as people want
    level: str | None = None  # for who has this level of the card, of a menu; None: for everybody


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a card may fill, in what the programme counts; `None` is no cap."""

    cooldown_minutes: int = 0
    max_per_visit: int | None = None
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class PerVisit:
    """A visit earns as many as the cashier says: one, or one for each at the table."""

    per: Literal["visit"] = "visit"


@dataclass(frozen=True, slots=True)
class PerMoney:
    """A visit earns `rate` for each unit of money that was spent."""

    rate: Rate = 1
    min_spend_minor: int = 0
    per: Literal["money"] = "money"

    def earned(self, spent_minor: int, *, minor_per_unit: int) -> int:
        """Count what an amount earns, rounded down; nothing below the least."""
        if spent_minor < self.min_spend_minor:
            return 0
        points, units = self.rate.as_integer_ratio()
        return spent_minor * points // (units * minor_per_unit)

    def least_minor(self, *, minor_per_unit: int) -> int:
        """Return the least amount that earns anything."""
        points, units = self.rate.as_integer_ratio()
        return max(self.min_spend_minor, -(-units * minor_per_unit // points))


@dataclass(frozen=True, slots=True)
class Automatic:
    """A card with places: a reward is paid as its place is reached, the last one fills the card and begins the next."""

    when: Literal["reached"] = "reached"


@dataclass(frozen=True, slots=True)
class OnRequest:
    """A balance that grows: whoever holds it takes a reward from the menu, and pays for it."""

    when: Literal["asked"] = "asked"


Earn = PerVisit | PerMoney
Pays = Automatic | OnRequest


@dataclass(frozen=True, slots=True)
class Programme:
    """A set of rules, composed: any unit with any way to earn and any way to pay.

    Rooms above ask for what follows from `earn` and `pays` (is an amount needed, does the count start over) and never
    which they are: only so can a third one be added here alone.
    """

    unit: Unit
    earn: Earn
    pays: Pays
    rewards: tuple[Reward, ...]
    limits: Limits = field(default_factory=Limits)
    head_start: int = 0
    voucher_days: int | None = None  # how long a reward can wait
    idle_days: int | None = None  # after so many days without a visit the balance expires
    parts: tuple[Part, ...] = ()
    bonuses_add: bool = False  # where several bonuses meet: all of them, or the best one alone

    @property
    def needs_amount(self) -> bool:
        """Say whether the till must be told what was spent."""
        return self.rate is not None

    @property
    def rate(self) -> Rate | None:
        """Return what a unit of money earns; None where visits are counted."""
        match self.earn:
            case PerMoney(rate):
                return rate
            case PerVisit():
                return None
            case _:
                assert_never(self.earn)

    @property
    def min_spend_minor(self) -> int | None:
        """Return the least amount that counts; None where visits are counted."""
        match self.earn:
            case PerMoney(_, least):
                return least
            case PerVisit():
                return None
            case _:
                assert_never(self.earn)

    @property
    def starts_over(self) -> bool:
        """Say whether rewards come by themselves, and the count starts over with the last of them."""
        match self.pays:
            case Automatic():
                return True
            case OnRequest():
                return False
            case _:
                assert_never(self.pays)

    @property
    def places(self) -> int:
        """Say how many fill a card before the count starts over; 0 where the balance grows on."""
        return self.rewards[-1].at if self.starts_over else 0

    @property
    def gives_back(self) -> int:
        """Say how many of its own stamps or points all of its rewards give together."""
        return sum(gives(reward.worth, self.unit) for reward in self.rewards)

    @property
    def for_all(self) -> tuple[Reward, ...]:
        """List the rewards that are kept for no level."""
        return tuple(reward for reward in self.rewards if reward.level is None)

    def kept_for_others(self, has: Collection[str]) -> frozenset[str]:
        """Name the rewards that are kept for a level which is none of these."""
        return frozenset(reward.key for reward in self.rewards if reward.level and reward.level not in has)

    @property
    def how_often(self) -> HowOften:
        """Say how often a customer's visits count at most: each gives one at least of what a day may give."""
        return HowOften(self.limits.cooldown_minutes, self.limits.max_per_day)

    def waits_days(self, reward: Reward) -> int | None:
        """Say how long a reward can wait; None is for ever."""
        return reward.valid_days or self.voucher_days

    def reward(self, key: str) -> Reward | None:
        """Find a reward by its key."""
        return next((reward for reward in self.rewards if reward.key == key), None)

    def bonuses(self, visit: VisitFacts) -> tuple[Bonus, ...]:
        """Say what the parts add to a visit: where several would, the best one alone unless they add up."""
        found = [Bonus(part.name, part.bonus(visit)) for part in self.parts]
        found = [bonus for bonus in found if bonus.amount > 0]
        if self.bonuses_add or not found:
            return tuple(found)
        return (max(found, key=lambda bonus: bonus.amount),)


@dataclass(frozen=True, slots=True)
class ProgrammeVersion:
    """One version of the rules of the programme with this id; its `name` is "" while its unit says enough."""

    id: int
    programme: Programme
    programme_id: int
    name: str = ""


class ProgrammeKind(StrEnum):
    """The two compositions that a shop can choose by a word."""

    STAMPS = "stamps"
    POINTS = "points"


def composed(kind: ProgrammeKind, money: PerMoney | None = None) -> tuple[Unit, Earn, Pays]:
    """Return what a word stands for: a stamp card that pays by itself, or points for money and a menu."""
    match kind:
        case ProgrammeKind.STAMPS:
            return Unit.STAMPS, PerVisit(), Automatic()
        case ProgrammeKind.POINTS:
            return Unit.POINTS, money or PerMoney(), OnRequest()
        case _:
            assert_never(kind)


# One scan may give this many stamps unless the shop says otherwise: a table of five, not a roll of stickers.
DEFAULT_STAMP_LIMITS = Limits(cooldown_minutes=0, max_per_visit=5, max_per_day=10)


def ordered(rewards: tuple[Reward, ...]) -> tuple[Reward, ...]:
    """Put rewards in the order in which they are reached."""
    return tuple(sorted(rewards, key=lambda reward: reward.at))
