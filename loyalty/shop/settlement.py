"""Who owes whom for rewards: who gave the points pays the shop that handed the reward out, to the cent."""

from collections import Counter as Sums
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from loyalty.dates import day_of, day_starts
from loyalty.shop.lots import Place, PointsLot, by_place

_SETTLED_ON = 3  # day of the next month: nothing of a month can be taken back by then


@dataclass(frozen=True, slots=True)
class RewardGiven:
    """A reward that was handed out at a place, what came off a bill by it, and the points that paid for it."""

    place: Place
    worth_minor: int
    lots: Sequence[PointsLot]


@dataclass(frozen=True, slots=True)
class Owed:
    """What one place owes another."""

    debtor: int
    creditor: int
    minor: int


def shares(worth_minor: int, lots: Sequence[PointsLot]) -> dict[Place, int]:
    """Part what came off a bill among those who gave the points, in whole minor units that add up to it.

    What is left by rounding down goes to the largest remainders, one each, the older lot first.
    """
    given = by_place(lots)
    whole = sum(given.values())
    exact = {place: Fraction(worth_minor * points, whole) for place, points in given.items()}
    parts = {place: int(share) for place, share in exact.items()}
    by_remainder = sorted(exact, key=lambda place: parts[place] - exact[place])  # keeps the order of the lots
    for place in by_remainder[: worth_minor - sum(parts.values())]:
        parts[place] += 1
    return parts


def balances(handed_out: Iterable[RewardGiven]) -> Sums[int]:
    """Say what each place gets (+) or owes (−); what no shop gave is borne where it was handed out. It adds up to nothing."""
    sums = Sums[int]()
    for one in handed_out:
        for place, minor in shares(one.worth_minor, one.lots).items():
            if place is not None and one.place is not None and place != one.place:
                sums[place] -= minor
                sums[one.place] += minor
    return sums


def netted(sums: Mapping[int, int]) -> list[Owed]:
    """Say who pays whom so that all are even: who owes most pays whom most is owed; n places pay at most n − 1 times."""
    left, owed = dict(sums), list[Owed]()
    while debtor := min(
        (one for one in left if left[one] < 0), key=lambda one: (left[one], one), default=None
    ):
        creditor = min((one for one in left if left[one] > 0), key=lambda one: (-left[one], one))
        minor = min(-left[debtor], left[creditor])
        owed.append(Owed(debtor, creditor, minor))
        left[debtor] += minor
        left[creditor] -= minor
    return owed


@dataclass(frozen=True, slots=True)
class SettledMonth:
    """A month on a coalition's wall: "2026-03"."""

    first: date

    def __str__(self) -> str:
        """Write it as it is stored."""
        return f"{self.first:%Y-%m}"

    @property
    def next(self) -> "SettledMonth":
        """Return the month after it."""
        return month_of(self.first + timedelta(days=31))

    def within(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when it begins, and when the next one does."""
        return day_starts(self.first, zone), day_starts(self.next.first, zone)

    def settled_from(self, zone: ZoneInfo) -> datetime:
        """Return from when on it can be settled."""
        return day_starts(self.next.first.replace(day=_SETTLED_ON), zone)


def month_of(day: date) -> SettledMonth:
    """Return the month of a day."""
    return SettledMonth(day.replace(day=1))


def read_month(text: str) -> SettledMonth:
    """Read a month as it is stored."""
    return SettledMonth(date.fromisoformat(f"{text}-01"))


def to_settle(after: SettledMonth, zone: ZoneInfo, *, now: datetime) -> list[SettledMonth]:
    """Return the months that are over, and not settled yet, the oldest first."""
    months, month = list[SettledMonth](), after.next
    while month.first < day_of(now, zone) and month.settled_from(zone) <= now:
        months.append(month)
        month = month.next
    return months
