"""When something is due: from the facts of one card to a timing, or nothing.

A rule names no kind of message: any kind may go by any, or by one of its own. A timing names its occasion, so that the
same occasion asked about again is the same occurrence. Asked once more before sending, a rule that answers another
occasion, or nothing, says that the reason is gone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from loyalty.campaigns.frequency_cap import Frequency
from loyalty.cards.endings import last_day
from loyalty.cards.pace import Outlook
from loyalty.dates import BIRTHDAY_PAID_AGAIN_AFTER_DAYS, Birthday, day_of, day_starts, may_pay_birthday
from loyalty.records import Voucher

GOAL_EVERY_DAYS = {Frequency.ALWAYS: 7, Frequency.WEEKLY: 7, Frequency.MONTHLY: 30}
SILENT_TOO_LONG = 1.5  # times the usual gap
SILENT_AT_LEAST_DAYS = 5  # nobody is missed sooner, however often they come
CLOSE_LIVES_DAYS = 14
WAITING_AFTER_DAYS = 14
WAITING_LIVES_DAYS = 14
WARNINGS = (("last", 1), ("first", 7))  # the days left, the nearest first
STEP_EVERY_DAYS = 30
STEP_LIVES_DAYS = 14
COMES_ALONE = 0.5  # with this chance of coming back by themselves nobody is paid to


@dataclass(frozen=True, slots=True)
class Timing:
    """Something is due: `occasion` tells it from others of its kind and card, and from `until` on it is worth nothing."""

    occasion: str
    until: datetime
    step: str = ""  # which of several messages of its kind: "first", "last", "ask", …


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A customer's goal: since when, by when, how often they want to hear of it, and how long they were silent."""

    set_on: date
    by: date | None
    every: Frequency
    outlook: Outlook
    silent_days: int
    usual_gap_days: float | None


def due_goal(goal: GoalFacts, *, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Remind of a goal once in each period of its rhythm; silent when it is reached, paused or on track."""
    today = day_of(now, zone)
    if goal.every is Frequency.NEVER or goal.outlook.to_go <= 0 or on_track(goal):
        return None
    days = GOAL_EVERY_DAYS[goal.every]
    period = (today - goal.set_on).days // days
    long_over = goal.by is not None and (today - goal.by).days > days  # one word after the date, then rest
    if period < 1 or long_over:
        return None
    ends = day_starts(goal.set_on + timedelta(days=(period + 1) * days), zone)
    return Timing(f"{goal.set_on}:{days}:{period}", ends)


def on_track(goal: GoalFacts) -> bool:
    """Say whether a goal needs no word: reached in time at this pace, or, without a date, visited as usual."""
    if goal.outlook.hopeless:
        return False
    if goal.by is not None:
        return goal.outlook.reached_on is not None and goal.outlook.reached_on <= goal.by
    return goal.usual_gap_days is not None and goal.silent_days <= goal.usual_gap_days


@dataclass(frozen=True, slots=True)
class CloseFacts:
    """A card close to its reward: `usual_gap_days` is the customer's own or else the shop's."""

    round: int
    to_go: int
    last_visit_on: date
    usual_gap_days: float
    within: int = 2


def due_close_to_reward(facts: CloseFacts, *, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Say how little is missing, once in a silence that is longer than usual."""
    if not 0 < facts.to_go <= facts.within:
        return None
    return due_in_silence(
        str(facts.round), facts.last_visit_on, usual_gap_days=facts.usual_gap_days, now=now, zone=zone
    )


def due_in_silence(
    what: str, last_visit_on: date, *, usual_gap_days: float, now: datetime, zone: ZoneInfo
) -> Timing | None:
    """Remind of what is near, once in a silence that is longer than usual."""
    patience = max(SILENT_AT_LEAST_DAYS, int(usual_gap_days * SILENT_TOO_LONG))
    first = last_visit_on + timedelta(days=patience + 1)
    last = first + timedelta(days=CLOSE_LIVES_DAYS)
    if not first <= day_of(now, zone) < last:
        return None
    return Timing(f"{what}:{last_visit_on}", day_starts(last, zone))


def due_unfetched(voucher: Voucher, *, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Remind once of a reward that nobody fetched, unless the warnings of its end are near."""
    first = day_of(voucher.created_at, zone) + timedelta(days=WAITING_AFTER_DAYS)
    last = first + timedelta(days=WAITING_LIVES_DAYS)
    if voucher.expires_at is not None:
        last = min(last, last_day(voucher.expires_at, zone) - timedelta(days=WARNINGS[-1][1]))
    if not voucher.usable(now=now) or not first <= day_of(now, zone) < last:
        return None
    return Timing("", day_starts(last, zone))


def due_before_voucher_ends(voucher: Voucher, *, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Warn twice before a voucher ends: a week ahead, and when tomorrow is its last day."""
    if voucher.expires_at is None or not voucher.usable(now=now):
        return None
    return due_before_end(since=voucher.created_at, until=voucher.expires_at, now=now, zone=zone)


def due_before_end(*, since: datetime, until: datetime, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Warn twice before something ends that began, or last moved, `since`."""
    end = last_day(until, zone)
    left = (end - day_of(now, zone)).days
    step, days = next(((step, days) for step, days in WARNINGS if left <= days), ("", 0))
    # What was given for a short while only needs no early warning.
    if not step or now >= until or (end - day_of(since, zone)).days < 2 * days:
        return None
    over = until if step == "last" else day_starts(end - timedelta(days=WARNINGS[0][1]), zone)
    return Timing(f"{end}:{step}", over, step)


@dataclass(frozen=True, slots=True)
class BirthdayFacts:
    """A birthday, when it was told, and when this shop last gave something for one."""

    day: Birthday
    set_on: date
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class BirthdayRule:
    """How a shop keeps birthdays: so many days ahead, and made up for so many days after."""

    lead_days: int = 0
    late_days: int = 7


def due_birthday(facts: BirthdayFacts, rule: BirthdayRule, *, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Give for a birthday once a year, and never twice within 330 days however its date is changed."""
    today = day_of(now, zone)
    kept = _kept_around(facts.day, today, lead_days=rule.lead_days, late_days=rule.late_days)
    if kept is None or not may_pay_birthday(kept_on=kept, set_on=facts.set_on, last_paid_on=facts.paid_on):
        return None
    if facts.paid_on and (today - facts.paid_on).days < BIRTHDAY_PAID_AGAIN_AFTER_DAYS:
        return None
    over = day_starts(kept + timedelta(days=rule.late_days + 1), zone)
    return Timing(str(kept.year), over)


def due_yearly(since: date, *, late_days: int, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Come round on a day of the year from the first year on, and be made up for so many days after."""
    kept = _kept_around(Birthday(since.month, since.day), day_of(now, zone), lead_days=0, late_days=late_days)
    if kept is None or kept.year <= since.year:
        return None
    return Timing(str(kept.year), day_starts(kept + timedelta(days=late_days + 1), zone))


def _kept_around(day: Birthday, today: date, *, lead_days: int, late_days: int) -> date | None:
    """Find the day, kept this year or around New Year, that today is near enough to."""
    near = (day.kept_in(today.year + years) for years in (-1, 0, 1))
    return next((kept for kept in near if -lead_days <= (today - kept).days <= late_days), None)


def due_after(moment: datetime, *, days: int, now: datetime) -> Timing | None:
    """Follow something that happened once, while that is still news."""
    over = moment + timedelta(days=days)
    return Timing("", over) if moment <= now < over else None


Step = Literal["remind", "ask", "offer", "bigger_offer"]
LADDER: tuple[Step, ...] = ("remind", "ask", "offer", "bigger_offer")
OFFERS = frozenset({"offer", "bigger_offer"})  # never made without something to offer


@dataclass(frozen=True, slots=True)
class SilentFacts:
    """A silent customer, and the steps settled since their last visit, whether they were sent or not."""

    lapsed: bool
    last_visit_on: date
    chance: float | None = None  # of coming back by themselves while an offer lasts
    steps: int = 0
    last_step_on: date | None = None
    pays: bool = True  # the shop doesn't lose money on them
    stopped: bool = False  # they said no


def due_step(facts: SilentFacts, *, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Go one step up the ladder, a month after the one before; it ends at a visit, a no, or its top."""
    if not facts.lapsed or not facts.pays or facts.stopped or facts.steps >= len(LADDER):
        return None
    today = day_of(now, zone)
    if facts.last_step_on and (today - facts.last_step_on).days < STEP_EVERY_DAYS:
        return None
    step = LADDER[facts.steps]
    if "offer" in step and facts.chance is not None and facts.chance >= COMES_ALONE:
        return None
    over = day_starts(today + timedelta(days=STEP_LIVES_DAYS), zone)
    return Timing(f"{facts.last_visit_on}:{step}", over, step)
