"""What a shop promises: the rewards, what a visit earns, and the limits on it."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Literal

from loyalty.amounts import MOST_POINTS, most_minor, most_points
from loyalty.cards.rates import Rate, stored_rate


class ProgrammeKind(StrEnum):
    """How a programme counts."""

    STAMPS = "stamps"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Reward:
    """Something to be had: at stamp number `at`, or for `at` points; `cost_minor` is what it costs the shop."""

    key: str
    text: str
    at: int
    cost_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a card may fill; `None` is no cap. Stamps or points are counted, whichever the programme gives."""

    cooldown_minutes: int = 0
    max_per_visit: int | None = None
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class _Terms:
    rewards: tuple[Reward, ...]
    limits: Limits = field(default_factory=Limits)
    head_start: int = 0
    voucher_days: int | None = None  # how long a reward can wait
    idle_days: int | None = None  # after so many days without a visit the balance expires

    def reward(self, key: str) -> Reward | None:
        """Find a reward by its key."""
        return next((reward for reward in self.rewards if reward.key == key), None)


@dataclass(frozen=True, slots=True)
class StampProgramme(_Terms):
    """A stamp card: its last reward fills it, earlier ones are milestones on the way."""

    kind = ProgrammeKind.STAMPS

    @property
    def size(self) -> int:
        """Say how many stamps fill the card."""
        return self.rewards[-1].at


@dataclass(frozen=True, slots=True)
class PointsProgramme(_Terms):
    """Points for money, spent on a menu of rewards."""

    points_per_unit: Rate = 1  # of money
    min_spend_minor: int = 0

    kind = ProgrammeKind.POINTS

    def points_for(self, spent_minor: int, *, minor_per_unit: int) -> int:
        """Count the points that an amount earns, rounded down."""
        points, units = self.points_per_unit.as_integer_ratio()
        return spent_minor * points // (units * minor_per_unit)

    def least_minor(self, *, minor_per_unit: int) -> int:
        """Return the least amount that brings a point."""
        points, units = self.points_per_unit.as_integer_ratio()
        return max(self.min_spend_minor, -(-units * minor_per_unit // points))


Programme = StampProgramme | PointsProgramme

MAX_STAMPS = 30  # more places can't be read on a phone
MAX_REWARDS = 10
MAX_REWARD_TEXT = 60
MAX_WHOLE = 1_000_000  # minutes, days: more says nothing
# One scan may give this many stamps unless the shop says otherwise: a table of five, not a roll of stickers.
DEFAULT_STAMP_LIMITS = Limits(cooldown_minutes=0, max_per_visit=5, max_per_day=10)


@dataclass(frozen=True, slots=True)
class Invalid:
    """Why these rules can't be a programme; `at` names the reward or figure at fault, `most` how far it may go."""

    why: Literal[
        "no_reward",
        "too_many_rewards",
        "reward_text",
        "reward_place",
        "reward_price",
        "reward_twice",
        "head_start",
        "limit",
    ]
    at: str = ""
    most: int = 0


def check(programme: Programme, currency: str) -> Invalid | None:
    """Say what is wrong with these rules where this money is spent, or nothing."""
    rewards, stamps = programme.rewards, isinstance(programme, StampProgramme)
    if not rewards:
        return Invalid("no_reward")
    if len(rewards) > MAX_REWARDS:
        return Invalid("too_many_rewards", most=MAX_REWARDS)
    most = highest_place(programme.kind, currency)
    for reward in rewards:
        if not 0 < len(reward.text) <= MAX_REWARD_TEXT:
            return Invalid("reward_text", reward.text[:MAX_REWARD_TEXT], MAX_REWARD_TEXT)
        if not 0 < reward.at <= most:
            return Invalid("reward_place" if stamps else "reward_price", reward.text, most)
    if stamps and len({reward.at for reward in rewards}) < len(rewards):
        return Invalid("reward_twice")
    return _check_figures(programme, currency)


def highest_place(kind: ProgrammeKind, currency: str) -> int:
    """Return the last place of a stamp card, or the most points that a reward may cost."""
    return MAX_STAMPS if kind is ProgrammeKind.STAMPS else most_points(currency)


def _check_figures(programme: Programme, currency: str) -> Invalid | None:
    points = isinstance(programme, PointsProgramme)
    full = programme.size if isinstance(programme, StampProgramme) else most_points(currency)
    if not 0 <= programme.head_start < full:
        return Invalid("head_start")
    limits = programme.limits
    most_given = MOST_POINTS if points else MAX_WHOLE
    figures: dict[str, tuple[Rate | None, int]] = {
        "cooldown_minutes": (_from_zero(limits.cooldown_minutes), MAX_WHOLE),
        "max_per_visit": (limits.max_per_visit, most_given),
        "max_per_day": (limits.max_per_day, most_given),
        "voucher_days": (programme.voucher_days, MAX_WHOLE),
        "idle_days": (programme.idle_days, MAX_WHOLE),
    }
    if isinstance(programme, PointsProgramme):
        figures |= {
            "points_per_unit": (programme.points_per_unit, MAX_WHOLE),
            "min_spend": (_from_zero(programme.min_spend_minor), most_minor(currency)),
        }
    for name, (n, most) in figures.items():
        if n is not None and not 0 < n <= most:
            return Invalid("limit", name, most)
    return None


def _from_zero(n: int) -> int | None:
    """Let a figure be nothing, as one that may be missing is."""
    return n or None


def ordered(rewards: tuple[Reward, ...]) -> tuple[Reward, ...]:
    """Put rewards in the order in which they are reached."""
    return tuple(sorted(rewards, key=lambda reward: reward.at))


def to_json(programme: Programme) -> str:
    """Write the rules down as a version is stored."""
    facts = {"kind": programme.kind, **asdict(programme)}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)  # a fraction as "1/100"


@lru_cache(maxsize=512)  # a version never changes, and every scan reads one
def from_json(text: str) -> Programme:
    """Read rules that `to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    kind = ProgrammeKind(data.pop("kind"))
    data["rewards"] = tuple(Reward(**reward) for reward in data["rewards"])
    data["limits"] = Limits(**data["limits"])
    if kind is ProgrammeKind.STAMPS:
        return StampProgramme(**data)
    return PointsProgramme(**data | {"points_per_unit": stored_rate(str(data["points_per_unit"]))})
