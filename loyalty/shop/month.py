"""A month of a shop's own visits, lived again by some rules: how many stamps or points it would have given."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from loyalty.cards.counter_state import CounterState, LastVisit
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.cards.visits import Claim, Earned, decide
from loyalty.dates import day_of
from loyalty.shop.gifts import CampaignGift
from loyalty.shop.sums import Range, Sums

MONTH_DAYS = 30
ENOUGH_DAYS = 7  # of fewer nothing is said for a month, unless they were as full as
MOST_LIVED = 5_000  # visits: lived again within a fraction of a second, however busy a shop is


@dataclass(frozen=True, slots=True)
class PastVisit:
    """Who came, when, what the till gave without what came on top, and what was spent, as far as it was typed.

    What was given by amount is one stamp here: who gives stamps instead gives one a visit.
    """

    account_id: int
    at: datetime
    amount: int
    spent_minor: int | None


@dataclass(frozen=True, slots=True)
class Lately:
    """The newest visits in the order of time, `MOST_LIVED` at most, and how many joined, over so many days.

    `gifts` are what the shop's campaigns give on these cards in a month.
    """

    visits: tuple[PastVisit, ...]
    joined: int
    days: Fraction
    gifts: tuple[CampaignGift, ...] = ()

    @property
    def enough(self) -> bool:
        """Say whether a month can be told from it."""
        return bool(self.visits) and (self.days >= ENOUGH_DAYS or len(self.visits) >= MOST_LIVED)

    @property
    def newcomers(self) -> int | None:
        """Return how many join in such a month."""
        return ceil(self.joined * MONTH_DAYS / self.days) if self.enough else None

    @property
    def visits_each(self) -> tuple[Fraction, ...] | None:
        """Return how often each customer comes in such a month; None while nobody can tell."""
        often = Counter(visit.account_id for visit in self.visits)
        return tuple(n * MONTH_DAYS / self.days for n in often.values()) if self.enough else None

    @property
    def visits_a_month(self) -> int:
        """Return how many visits such a month has; 0 while nobody can tell."""
        return round(len(self.visits) * MONTH_DAYS / self.days) if self.enough else 0


@dataclass(frozen=True, slots=True)
class Month:
    """A month of so many visits: what they would give, and what that costs if all of it becomes what is dearest."""

    visits: int
    given: Fraction
    cost: Range


def month_of(
    programme: Programme, sums: Sums, lately: Lately, *, zone: ZoneInfo, minor_per_unit: int
) -> Month | None:
    """Say what these rules would cost at worst in a month like the last days; None while those are too few."""
    if not lately.enough:
        return None
    given = _given(programme, sums, lately.visits, zone=zone, minor_per_unit=minor_per_unit)
    times = MONTH_DAYS / lately.days
    units = (given + lately.joined * programme.head_start) * times
    return Month(lately.visits_a_month, units, sums.cost_per_unit.times(units))


def _given(
    programme: Programme, sums: Sums, visits: Sequence[PastVisit], *, zone: ZoneInfo, minor_per_unit: int
) -> int:
    """Let each visit happen again by these rules, their pauses and limits too, and count what they give."""
    version = ProgrammeVersion(0, programme, 0)
    standings: dict[int, CounterState] = {}
    given = 0
    for number, visit in enumerate(visits):
        standing = standings.get(visit.account_id, CounterState(0, 1, version))
        if standing.last and day_of(standing.last.at, zone) != day_of(visit.at, zone):
            standing = replace(standing, given_today=0)
        outcome = decide(
            standing,
            _claim(programme, sums, visit, again=standing.last.id if standing.last else None),
            current=version,
            now=visit.at,
            zone=zone,
            minor_per_unit=minor_per_unit,
        )
        if isinstance(outcome, Earned):
            given += outcome.amount
            standings[visit.account_id] = replace(
                standing,
                given_today=outcome.standing.given_today,
                last=LastVisit(number, visit.at, ""),
            )
    return given


def _claim(programme: Programme, sums: Sums, visit: PastVisit, *, again: int | None) -> Claim:
    """Ask again for what was given; an amount that nobody typed is taken for the average sale.

    Two visits within a minute were booked because a cashier meant both: the second one is no double tap here either.
    """
    if programme.needs_amount:
        average = sums.basis.average_sale_minor
        spent = average if visit.spent_minor is None else visit.spent_minor
        return Claim(spent_minor=spent, again=again)
    return Claim(stamps=min(visit.amount, programme.limits.max_per_visit or visit.amount), again=again)
