"""Who is due for which message: one function a kind, from the facts of one card to an occurrence or nothing.

A key names its occasion, so that the same occasion asked about again is the same occurrence. Asked once more before
sending, a function that answers another key, or nothing, says that the reason is gone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from loyalty.campaigns.frequency_cap import Frequency, MessageKind, Occurrence
from loyalty.cards.endings import last_day
from loyalty.cards.pace import Outlook
from loyalty.dates import (
    BIRTHDAY_PAID_AGAIN_AFTER_DAYS,
    Birthday,
    day_of,
    day_starts,
    may_pay_birthday,
)
from loyalty.records import Voucher

GOAL_EVERY_DAYS = {Frequency.ALWAYS: 7, Frequency.WEEKLY: 7, Frequency.MONTHLY: 30}
SILENT_TOO_LONG = 1.5  # times the usual gap
SILENT_AT_LEAST_DAYS = 5  # nobody is missed sooner, however often they come
ALMOST_LIVES_DAYS = 14
WAITING_AFTER_DAYS = 14
WAITING_LIVES_DAYS = 14
WARNINGS = (("last", 1), ("first", 7))  # the days left, the nearest first
ANNIVERSARY_LIVES_DAYS = 3
WELCOME_LIVES_DAYS = 2
WIN_BACK_STEP_DAYS = 30
WIN_BACK_LIVES_DAYS = 14
COMES_ALONE = 0.5  # with this chance of coming back by themselves nobody is paid to


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A customer's goal: since when, by when, how often they want to hear of it, and how long they were silent."""

    set_on: date
    by: date | None
    every: Frequency
    outlook: Outlook
    silent_days: int
    usual_gap_days: float | None


def due_goal(card_id: int, goal: GoalFacts, *, now: datetime, zone: ZoneInfo) -> Occurrence | None:
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
    return Occurrence(MessageKind.GOAL, f"goal:{card_id}:{goal.set_on}:{days}:{period}", ends)


def on_track(goal: GoalFacts) -> bool:
    """Say whether a goal needs no word: reached in time at this pace, or, without a date, visited as usual."""
    if goal.outlook.hopeless:
        return False
    if goal.by is not None:
        return goal.outlook.reached_on is not None and goal.outlook.reached_on <= goal.by
    return goal.usual_gap_days is not None and goal.silent_days <= goal.usual_gap_days


@dataclass(frozen=True, slots=True)
class AlmostFacts:
    """A card close to its reward: `usual_gap_days` is the customer's own or else the shop's."""

    round: int
    to_go: int
    last_visit_on: date
    usual_gap_days: float
    within: int = 2


def due_almost_there(card_id: int, card: AlmostFacts, *, now: datetime, zone: ZoneInfo) -> Occurrence | None:
    """Say how little is missing, once in a silence that is longer than usual."""
    patience = max(SILENT_AT_LEAST_DAYS, int(card.usual_gap_days * SILENT_TOO_LONG))
    first = card.last_visit_on + timedelta(days=patience + 1)
    last = first + timedelta(days=ALMOST_LIVES_DAYS)
    if not 0 < card.to_go <= card.within or not first <= day_of(now, zone) < last:
        return None
    key = f"almost_there:{card_id}:{card.round}:{card.last_visit_on}"
    return Occurrence(MessageKind.ALMOST_THERE, key, day_starts(last, zone))


def due_voucher_waiting(voucher: Voucher, *, now: datetime, zone: ZoneInfo) -> Occurrence | None:
    """Remind once of a reward that nobody fetched, unless the warnings of its end are near."""
    first = day_of(voucher.created_at, zone) + timedelta(days=WAITING_AFTER_DAYS)
    last = first + timedelta(days=WAITING_LIVES_DAYS)
    if voucher.expires_at is not None:
        last = min(last, last_day(voucher.expires_at, zone) - timedelta(days=WARNINGS[-1][1]))
    if not voucher.usable(now=now) or not first <= day_of(now, zone) < last:
        return None
    return Occurrence(MessageKind.VOUCHER_WAITING, f"voucher_waiting:{voucher.id}", day_starts(last, zone))


def due_voucher_expiring(voucher: Voucher, *, now: datetime, zone: ZoneInfo) -> Occurrence | None:
    """Warn twice before a voucher ends: a week ahead, and when tomorrow is its last day."""
    if voucher.expires_at is None or not voucher.usable(now=now):
        return None
    what = (MessageKind.VOUCHER_EXPIRING, voucher.id)
    return _warning(what, since=voucher.created_at, until=voucher.expires_at, now=now, zone=zone)


def due_balance_expiring(
    card_id: int, *, since: datetime, until: datetime, now: datetime, zone: ZoneInfo
) -> Occurrence | None:
    """Warn twice before a balance ends that has not moved `since`."""
    return _warning((MessageKind.BALANCE_EXPIRING, card_id), since=since, until=until, now=now, zone=zone)


def _warning(
    what: tuple[MessageKind, int], *, since: datetime, until: datetime, now: datetime, zone: ZoneInfo
) -> Occurrence | None:
    kind, of = what
    end = last_day(until, zone)
    left = (end - day_of(now, zone)).days
    step, days = next(((step, days) for step, days in WARNINGS if left <= days), ("", 0))
    # What was given for a short while only needs no early warning.
    if not step or now >= until or (end - day_of(since, zone)).days < 2 * days:
        return None
    over = until if step == "last" else day_starts(end - timedelta(days=WARNINGS[0][1]), zone)
    return Occurrence(kind, f"{kind}:{of}:{end}:{step}", over, step)


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


def due_birthday(
    card_id: int, facts: BirthdayFacts, rule: BirthdayRule, *, now: datetime, zone: ZoneInfo
) -> Occurrence | None:
    """Give for a birthday once a year, and never twice within 330 days however its date is changed."""
    today = day_of(now, zone)
    kept = _kept_around(facts.day, today, lead_days=rule.lead_days, late_days=rule.late_days)
    if kept is None or not may_pay_birthday(kept_on=kept, set_on=facts.set_on, last_paid_on=facts.paid_on):
        return None
    if facts.paid_on and (today - facts.paid_on).days < BIRTHDAY_PAID_AGAIN_AFTER_DAYS:
        return None
    over = day_starts(kept + timedelta(days=rule.late_days + 1), zone)
    return Occurrence(MessageKind.BIRTHDAY, f"birthday:{card_id}:{kept.year}", over)


def due_anniversary(card_id: int, joined_on: date, *, now: datetime, zone: ZoneInfo) -> Occurrence | None:
    """Greet on the day of the year on which a customer joined, from the first year on."""
    day = Birthday(joined_on.month, joined_on.day)
    kept = _kept_around(day, day_of(now, zone), lead_days=0, late_days=ANNIVERSARY_LIVES_DAYS)
    if kept is None or kept.year <= joined_on.year:
        return None
    over = day_starts(kept + timedelta(days=ANNIVERSARY_LIVES_DAYS + 1), zone)
    return Occurrence(MessageKind.ANNIVERSARY, f"anniversary:{card_id}:{kept.year}", over)


def _kept_around(day: Birthday, today: date, *, lead_days: int, late_days: int) -> date | None:
    """Find the day, kept this year or around New Year, that today is near enough to."""
    near = (day.kept_in(today.year + years) for years in (-1, 0, 1))
    return next((kept for kept in near if -lead_days <= (today - kept).days <= late_days), None)


def due_welcome(card_id: int, *, first_visit_at: datetime, now: datetime) -> Occurrence | None:
    """Explain the card after its first stamp, while that is still news."""
    over = first_visit_at + timedelta(days=WELCOME_LIVES_DAYS)
    return (
        Occurrence(MessageKind.WELCOME, f"welcome:{card_id}", over) if first_visit_at <= now < over else None
    )


Step = Literal["remind", "ask", "offer", "bigger_offer"]
LADDER: tuple[Step, ...] = ("remind", "ask", "offer", "bigger_offer")
OFFERS = frozenset({"offer", "bigger_offer"})  # never made without something to offer


@dataclass(frozen=True, slots=True)
class WinBackFacts:
    """A silent customer, and the steps settled since their last visit, whether they were sent or not."""

    lapsed: bool
    last_visit_on: date
    chance: float | None = None  # of coming back by themselves while an offer lasts
    steps: int = 0
    last_step_on: date | None = None
    pays: bool = True  # the shop doesn't lose money on them
    stopped: bool = False  # they said no


def due_win_back(card_id: int, facts: WinBackFacts, *, now: datetime, zone: ZoneInfo) -> Occurrence | None:
    """Go one step up the ladder, a month after the one before; it ends at a visit, a no, or its top."""
    if not facts.lapsed or not facts.pays or facts.stopped or facts.steps >= len(LADDER):
        return None
    today = day_of(now, zone)
    if facts.last_step_on and (today - facts.last_step_on).days < WIN_BACK_STEP_DAYS:
        return None
    step = LADDER[facts.steps]
    if "offer" in step and facts.chance is not None and facts.chance >= COMES_ALONE:
        return None
    over = day_starts(today + timedelta(days=WIN_BACK_LIVES_DAYS), zone)
    return Occurrence(MessageKind.WIN_BACK, f"win_back:{card_id}:{facts.last_visit_on}:{step}", over, step)
