"""Whose customers came a second time: what a league of the people at the till counts, and what it leaves uncounted.

A new card is worth nothing by itself: who is praised for sign-ups makes cards for nobody. What looks as if nobody had been
there is left out and shown to the owner; that is a doubt, and no more, and each has an innocent reason.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from loyalty.shop.checks import Finding
from loyalty.shop.opening_hours import NEVER, OpeningHours
from loyalty.values import dataclass

AGAIN_AFTER = timedelta(hours=12)  # before that it is the same day, or the same evening
JOINED_WITHIN = timedelta(
    days=90
)  # before the days that are counted: who took longer was won by something else
IN_A_ROW = 4  # cards that all came within one half hour, and again within one half hour
_HALF_HOUR_S = 1800
_FIRST_DAY = date(1970, 1, 1)

Doubt = Literal["colleague", "closed", "in_a_row"]


@dataclass(frozen=True, slots=True)
class SecondTime:
    """A customer who came a second time: who booked the first visit and who this one, and whether they work there."""

    account_id: int
    staff_id: int
    first_at: datetime
    second_at: datetime
    second_staff_id: int
    works_there: bool


@dataclass(frozen=True, slots=True)
class LeagueTally:
    """Whose first visits led to a second one: how many count, and how many are left to the owner's look."""

    staff_id: int
    counted: int
    doubted: int


def doubts(came: Sequence[SecondTime], hours: OpeningHours, zone: ZoneInfo) -> Mapping[int, Doubt]:
    """Say of which cards it is doubtful that a new customer came, and why.

    A colleague's card; both visits by one member of staff while the shop was closed, where it said when that is; several
    that one member of staff stamped within a half hour, and all again within another one, in a shop where others stamp too.
    """
    several = len({one.staff_id for one in came}) > 1
    rows = Counter(_half_hours(one) for one in came if several and _one_hand(one))
    found: dict[int, Doubt] = {}
    for one in came:
        if one.works_there:
            found[one.account_id] = "colleague"
        elif _one_hand(one) and _closed(one.first_at, hours, zone) and _closed(one.second_at, hours, zone):
            found[one.account_id] = "closed"
        elif _one_hand(one) and rows[_half_hours(one)] >= IN_A_ROW:
            found[one.account_id] = "in_a_row"
    return found


def worth_a_look(
    came: Iterable[SecondTime], doubted: Mapping[int, Doubt], zone: ZoneInfo
) -> Sequence[Finding]:
    """Gather what is doubtful for the owner's look, by who stamped first and on which day; a colleague's card is no matter."""
    found: dict[str, list[SecondTime]] = {}
    for one in came:
        if doubted.get(one.account_id, "colleague") != "colleague":
            found.setdefault(key_of(one, zone), []).append(one)
    return [
        Finding(
            "second_times", key, _day(each[0].first_at, zone), max(_day(one.second_at, zone) for one in each),
            each[0].staff_id, numbers={"n": len(each)},
        )
        for key, each in found.items()
    ]  # fmt: skip


def tallies(
    came: Iterable[SecondTime], doubted: Mapping[int, Doubt], zone: ZoneInfo, *, fine: Collection[str]
) -> list[LeagueTally]:
    """Count for each member of staff whose customers came a second time, the most first; `fine` are keys the owner looked at."""
    sure, left = Counter[int](), Counter[int]()
    for one in came:
        why = doubted.get(one.account_id)
        counts = why is None or (why != "colleague" and key_of(one, zone) in fine)
        (sure if counts else left)[one.staff_id] += 1
    found = (LeagueTally(staff, sure[staff], left[staff]) for staff in sorted(sure.keys() | left.keys()))
    return sorted(found, key=lambda one: -one.counted)


def key_of(one: SecondTime, zone: ZoneInfo) -> str:
    """Name the finding that a doubtful card belongs to."""
    return f"second_times:{one.staff_id}:{_day(one.first_at, zone)}"


def _one_hand(one: SecondTime) -> bool:
    return one.staff_id == one.second_staff_id


def _half_hours(one: SecondTime) -> tuple[int, int, int]:
    first, second = (int(at.timestamp()) // _HALF_HOUR_S for at in (one.first_at, one.second_at))
    return one.staff_id, first, second


def _day(at: datetime, zone: ZoneInfo) -> int:
    return (at.astimezone(zone).date() - _FIRST_DAY).days


def _closed(at: datetime, hours: OpeningHours, zone: ZoneInfo) -> bool:
    local = at.astimezone(zone)
    return hours != NEVER and not hours.near(local.weekday(), local.hour)
