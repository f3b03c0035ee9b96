"""What a shop or one of its branches means to reach by a day, how far it is, and whether it keeps pace."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from loyalty.records import Branch
from loyalty.shop.basis import permille_of

Metric = Literal["sales", "visits", "new", "customers"]
METRICS: tuple[Metric, ...] = ("sales", "visits", "new", "customers")
MOST = 10**12
_FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Target:
    """So much of something by the end of a day; sales in minor units, `customers` as many as there shall be then."""

    metric: Metric
    value: int
    start: int  # what it was when it was set: nothing of what is only counted from then on
    by: date
    set_at: datetime
    branch_id: int | None = None  # of the whole shop where it names none


@dataclass(frozen=True, slots=True)
class WantedTarget:
    """What an owner wants a shop or a branch to reach by a day."""

    metric: Metric
    value: int
    by: date
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class BadTarget:
    """Why something can't be a target."""

    why: Literal["value", "too_much", "past_date", "too_far"]


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """How far a target is on a day; `reached` is None where nobody can tell."""

    target: Target
    reached: int | None
    set_on: date
    today: date
    branch: Branch | None = None  # of which it is, where it is not the whole shop's

    @property
    def done(self) -> bool:
        """Say whether it is reached."""
        return self.reached is not None and self.reached >= self.target.value

    @property
    def over(self) -> bool:
        """Say whether its last day is over."""
        return self.today > self.target.by

    @property
    def permille(self) -> int:
        """Return which share of it is reached."""
        return permille_of(max(self.reached or 0, 0), self.target.value)

    @property
    def on_pace(self) -> int:
        """Return what would have been reached by now, had it come evenly, by the days that are over."""
        days = max((self.target.by - self.set_on).days + 1, 1)
        gone = min(max((self.today - self.set_on).days, 0), days)
        return self.target.start + (self.target.value - self.target.start) * gone // days

    @property
    def behind(self) -> bool:
        """Say whether less is reached than would be on pace."""
        return not self.done and self.reached is not None and self.reached < self.on_pace

    @property
    def needed_a_day(self) -> int:
        """Return how much must come on each day that is left, today among them, rounded up."""
        left = max((self.target.by - self.today).days + 1, 1)
        return max(-(-(self.target.value - (self.reached or 0)) // left), 0)

    @property
    def came_a_day(self) -> Fraction:
        """Return how much came on a day since it was set."""
        days = max((min(self.today, self.target.by) - self.set_on).days, 1)
        return Fraction((self.reached or 0) - self.target.start, days)


def problem(value: int, by: date, today: date) -> BadTarget | None:
    """Say why this can't be a target, or nothing."""
    if value <= 0:
        return BadTarget("value")
    if value > MOST:
        return BadTarget("too_much")
    if by < today:
        return BadTarget("past_date")
    return BadTarget("too_far") if by - today > _FARTHEST else None
