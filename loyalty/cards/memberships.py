"""Memberships that were bought: what is left of one, what it gives now, and until when another one adds to it.

Price and terms are those under which it was bought, whatever its shop sells since.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from loyalty.cards.endings import last_day
from loyalty.cards.parts.membership import Membership
from loyalty.dates import day_of, day_starts
from loyalty.values import dataclass

# Why nothing is given: the time has not come, is over, or is set aside, no cut is left, or the day's was had.
NoBenefit = Literal["later", "over", "paused", "empty", "today"]
# Why it can't rest: it has not begun, is over, or today is its last day, a pass has time enough, it rests already, or has rested
# for as long as one may.
NoPause = Literal["later", "over", "last", "pass", "paused", "enough"]
PAUSES_DAYS = (7, 14, 28)  # that are offered
LEAST_PAUSE_DAYS, MOST_PAUSED_DAYS = 7, 60
LAPSE_NEWS_DAYS = 3  # that it is news that one has ended


@dataclass(frozen=True, slots=True)
class HeldMembership:
    """A membership that somebody bought, and how much of it was had."""

    id: int
    shop_id: int
    account_id: int
    name: str
    item: str
    percent: int
    cuts: int
    price_minor: int
    sold_at: datetime
    sold_by: int | None
    begins_at: datetime
    ends_at: datetime
    paused_at: datetime | None
    resumes_at: datetime | None
    paused_days: int
    ended_at: datetime | None  # given back before its time
    refunded_minor: int
    had: int  # benefits that stand
    had_on: str | None  # the place that was had last,
    had_to: str | None  # and the last of all that were: another day, where the shop's clock was changed

    @property
    def line(self) -> tuple[str, bool, bool]:
        """Return what it has in common with those that follow it: its name, and whether it is a pass or comes off a bill."""
        return self.name, bool(self.cuts), bool(self.percent)

    @property
    def left(self) -> int | None:
        """Count the cuts that are left; None where it is no pass."""
        return self.cuts - self.had if self.cuts else None

    def is_over(self, *, now: datetime) -> bool:
        """Say whether nothing comes of it any more."""
        return self.ended_at is not None or now >= self.ends_at or self.left == 0

    def refuses(self, *, now: datetime, zone: ZoneInfo) -> NoBenefit | None:
        """Say why it gives nothing now, or nothing."""
        if self.ended_at or now >= self.ends_at:
            return "over"
        if self.left == 0:
            return "empty"
        if now < self.begins_at:
            return "later"
        if self.rests(now=now):
            return "paused"
        daily = not self.cuts and not self.percent
        return "today" if daily and self._had_today(now, zone) else None

    def rests(self, *, now: datetime) -> bool:
        """Say whether it is set aside now."""
        return bool(self.paused_at and self.resumes_at and self.paused_at <= now < self.resumes_at)

    def may_rest(self, days: int, *, now: datetime, zone: ZoneInfo) -> NoPause | None:
        """Say why it can't be set aside for so many days, or nothing."""
        if self.is_over(now=now):
            return "over"
        if self.cuts:
            return "pass"
        if now < self.begins_at:
            return "later"
        if self.resumes_at and now < self.resumes_at:
            return "paused"
        if last_day(self.ends_at, zone) == day_of(now, zone):
            return "last"
        return None if LEAST_PAUSE_DAYS <= days <= MOST_PAUSED_DAYS - self.paused_days else "enough"

    def _had_today(self, now: datetime, zone: ZoneInfo) -> bool:
        return day_of(now, zone).isoformat() in (self.had_on, self.had_to)

    def slot(self, taken: Collection[str], *, now: datetime, zone: ZoneInfo) -> str | None:
        """Name the place that the next benefit takes, each of which is had once; None where there are no places."""
        if self.percent:
            return None
        if self.cuts:
            return next(place for place in map(str, range(1, self.cuts + 1)) if place not in taken)
        return day_of(now, zone).isoformat()


@dataclass(frozen=True, slots=True)
class Benefit:
    """One time that a membership gave something."""

    id: int
    shop_id: int
    membership_id: int
    at: datetime
    staff_id: int
    bill_minor: int | None
    off_minor: int | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class MembershipEnd:
    """A membership that ends before long, or `over` one that did lately, and that nothing follows."""

    held: HeldMembership
    over: bool


def ending(
    every: Collection[HeldMembership], *, days: int, now: datetime, zone: ZoneInfo
) -> Iterator[MembershipEnd]:
    """Give what ends with at most so many days before its last one, or has just ended; who used all of a pass knows."""
    for one in sorted(every, key=lambda one: (one.ends_at, one.id)):
        followed = any(
            other.line == one.line and other.ends_at > one.ends_at and not other.ended_at for other in every
        )
        if one.ended_at or one.left == 0 or followed:
            continue
        left = last_day(one.ends_at, zone) - day_of(now, zone)
        if now < one.ends_at + timedelta(days=LAPSE_NEWS_DAYS) and left <= timedelta(days=days):
            yield MembershipEnd(one, now >= one.ends_at)


def open_ones(every: Iterable[HeldMembership], *, now: datetime) -> tuple[HeldMembership, ...]:
    """List those of which something may come yet, the one that ends first before the others."""
    found = (one for one in every if not one.is_over(now=now))
    return tuple(sorted(found, key=lambda one: (one.ends_at, one.id)))


def at_hand(every: Iterable[HeldMembership], *, now: datetime) -> Iterator[HeldMembership]:
    """Give of each line the one that is used first: one that was bought to follow waits."""
    seen: set[tuple[str, bool, bool]] = set()
    for one in open_ones(every, now=now):
        if one.line not in seen:
            seen.add(one.line)
            yield one


def term(
    part: Membership, before: Iterable[HeldMembership], *, now: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Return from when until when one holds that is bought now: after those of its line that have not ended.

    The cuts of a pass can be used at once; its last day is reckoned from the end of the one before all the same.
    """
    line = part.label, bool(part.cuts), bool(part.percent)
    runs_until = max((one.ends_at for one in open_ones(before, now=now) if one.line == line), default=now)
    ends_at = day_starts(part.ends(day_of(runs_until, zone)), zone)
    return (now if part.cuts else runs_until), ends_at


def by_another_clock(one: HeldMembership, old: ZoneInfo, new: ZoneInfo) -> HeldMembership:
    """Let each day that was told of it be the same day by another clock; the moment at which it was bought stays one."""

    def told(moment: datetime) -> datetime:
        day = day_of(moment, old)
        return day_starts(day, new) if moment == day_starts(day, old) else moment

    return replace(
        one,
        begins_at=told(one.begins_at),
        ends_at=told(one.ends_at),
        paused_at=told(one.paused_at) if one.paused_at else None,
        resumes_at=told(one.resumes_at) if one.resumes_at else None,
    )


def worth_left(one: HeldMembership, *, now: datetime) -> int:
    """Return what is left of the price by the cuts or the time that were not used, rounded down."""
    if one.cuts:
        return one.price_minor * (one.cuts - one.had) // one.cuts
    whole = one.ends_at - one.begins_at - timedelta(days=one.paused_days)
    left = min(max(one.ends_at - now - _still_resting(one, now), timedelta()), whole)
    return one.price_minor * left // whole


def _still_resting(one: HeldMembership, now: datetime) -> timedelta:
    if one.paused_at is None or one.resumes_at is None:
        return timedelta()
    return max(one.resumes_at - max(now, one.paused_at), timedelta())


def paused(
    one: HeldMembership, followers: Iterable[HeldMembership], days: int, *, now: datetime, zone: ZoneInfo
) -> tuple[HeldMembership, ...]:
    """Set one aside from tomorrow on for so many days: it, and what follows it, ends as much later."""
    begins = day_of(now, zone) + timedelta(days=1)
    rests = replace(
        one,
        paused_at=day_starts(begins, zone),
        resumes_at=day_starts(begins + timedelta(days=days), zone),
        paused_days=one.paused_days + days,
    )
    return _moved(rests, followers, days, zone)


def resumed(
    one: HeldMembership, followers: Iterable[HeldMembership], *, now: datetime, zone: ZoneInfo
) -> tuple[HeldMembership, ...]:
    """Let one go on from now: what it did not rest of its pause goes back, all of it where that was short.

    A short one counts all the same where the days would be over without it.
    """
    if one.paused_at is None or one.resumes_at is None or now >= one.resumes_at:
        return (one,)
    begins, today = day_of(one.paused_at, zone), day_of(now, zone)
    meant = (day_of(one.resumes_at, zone) - begins).days
    rested = max((today - begins).days, 0)
    over = day_of(one.ends_at, zone) - timedelta(days=meant) <= today
    kept = rested if over or rested >= LEAST_PAUSE_DAYS else 0
    # As it happened: a pause that counts for nothing has not been one.
    until = day_starts(today, zone) if kept else None
    goes_on = replace(
        one,
        paused_at=one.paused_at if kept else None,
        resumes_at=until,
        paused_days=one.paused_days - meant + kept,
    )
    return _moved(goes_on, followers, kept - meant, zone)


def moved_up(
    one: HeldMembership, followers: Iterable[HeldMembership], *, now: datetime, zone: ZoneInfo
) -> tuple[HeldMembership, ...]:
    """Let what follows one that is given back begin as much sooner as days are free, and not before today."""
    free_from = max(day_of(one.begins_at, zone), day_of(now, zone))
    freed = (day_of(one.ends_at, zone) - free_from).days
    return _moved(one, followers, -freed, zone)[1:] if freed > 0 else ()


def _moved(
    one: HeldMembership, followers: Iterable[HeldMembership], days: int, zone: ZoneInfo
) -> tuple[HeldMembership, ...]:
    def later(moment: datetime) -> datetime:
        return day_starts(day_of(moment, zone) + timedelta(days=days), zone)

    after = (other for other in followers if other.line == one.line and other.begins_at >= one.ends_at)
    return (
        replace(one, ends_at=later(one.ends_at)),
        *(replace(other, begins_at=later(other.begins_at), ends_at=later(other.ends_at)) for other in after),
    )
