"""When what is due, and that each occasion is told from the others."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns.due_rules import (
    LADDER,
    BirthdayFacts,
    BirthdayRule,
    CloseFacts,
    GoalFacts,
    SilentFacts,
    Timing,
    due_after,
    due_before_end,
    due_before_voucher_ends,
    due_birthday,
    due_close_to_reward,
    due_goal,
    due_step,
    due_unfetched,
    due_yearly,
)
from loyalty.campaigns.frequency_cap import Frequency
from loyalty.cards.pace import Outlook
from loyalty.dates import Birthday, day_starts
from loyalty.records import Voucher

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
START = date(2026, 1, 1)
LATE = Outlook(3, date(2026, 6, 1))
GOAL = GoalFacts(START, date(2026, 5, 1), Frequency.WEEKLY, LATE, silent_days=3, usual_gap_days=7)
ALMOST = CloseFacts(round=1, to_go=2, last_visit_on=START, usual_gap_days=10)
SILENT = SilentFacts(lapsed=True, last_visit_on=START)
BIRTHDAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: Birthday(day.month, day.day))
GIVEN = date(2020, 1, 1)


def noon(day: date) -> datetime:
    return day_starts(day, ZONE) + timedelta(hours=12)


def voucher(*, given: date = START, until: date | None = None, state: str = "available") -> Voucher:
    """Return a voucher whose last day is `until`."""
    ends = None if until is None else day_starts(until + DAY, ZONE)
    return Voucher(5, 1, 1, 1, 1, "coffee", "Free coffee", 100, state, noon(given), ends, None, None)


def walk(ask: Callable[[datetime], Timing | None], days: int = 400) -> Iterator[tuple[date, Timing]]:
    """Ask at every noon; yield each occurrence on the day when it is first due."""
    seen = set()
    for day in (START + n * DAY for n in range(days)):
        due = ask(noon(day))
        if due:
            assert due.until > noon(day)
            if due.occasion not in seen:
                seen.add(due.occasion)
                yield day, due


def test_a_goal_is_reminded_of_once_in_each_week_or_month_of_its_own() -> None:
    days = [day for day, _ in walk(lambda now: due_goal(GOAL, now=now, zone=ZONE), 30)]
    assert days == [START + n * 7 * DAY for n in (1, 2, 3, 4)]
    monthly = replace(GOAL, every=Frequency.MONTHLY)
    days = [day for day, _ in walk(lambda now: due_goal(monthly, now=now, zone=ZONE), 95)]
    assert days == [START + n * 30 * DAY for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "silent",
    [
        replace(GOAL, every=Frequency.NEVER),  # paused
        replace(GOAL, outlook=Outlook(0, START)),
        replace(GOAL, outlook=Outlook(3, date(2026, 5, 1))),  # in time at this pace
        replace(GOAL, by=None),  # no date, and they came as usual
        replace(GOAL, by=START - 30 * DAY),  # its day is long over
    ],
)
def test_a_goal_that_is_reached_paused_or_on_track_is_left_alone(silent: GoalFacts) -> None:
    assert not list(walk(lambda now: due_goal(silent, now=now, zone=ZONE)))


def test_a_goal_is_spoken_of_when_late_without_a_rhythm_silent_or_hopeless() -> None:
    now = noon(START + 8 * DAY)
    for goal in (
        GOAL,
        replace(GOAL, outlook=Outlook(3, None)),
        replace(GOAL, by=None, silent_days=8),
        replace(GOAL, by=None, outlook=replace(LATE, hopeless=True)),
    ):
        assert due_goal(goal, now=now, zone=ZONE)


def test_almost_there_comes_once_in_a_silence_longer_than_usual() -> None:
    due = list(walk(lambda now: due_close_to_reward(ALMOST, now=now, zone=ZONE)))
    assert [day for day, _ in due] == [START + 16 * DAY]
    daily = replace(ALMOST, usual_gap_days=1)
    assert [day for day, _ in walk(lambda now: due_close_to_reward(daily, now=now, zone=ZONE))] == [
        START + 6 * DAY
    ]


@pytest.mark.parametrize("to_go", [0, 3])
def test_almost_there_is_only_said_to_those_who_are(to_go: int) -> None:
    far = replace(ALMOST, to_go=to_go)
    assert not list(walk(lambda now: due_close_to_reward(far, now=now, zone=ZONE)))


@pytest.mark.parametrize(
    ("lives_days", "told_on"),
    [(30, [(23, "first"), (29, "last")]), (13, [(12, "last")]), (2, [(1, "last")]), (1, []), (0, [])],
)
def test_a_voucher_warns_a_week_and_a_day_before_its_end(
    lives_days: int, told_on: list[tuple[int, str]]
) -> None:
    one = voucher(until=START + lives_days * DAY)
    due = list(walk(lambda now: due_before_voucher_ends(one, now=now, zone=ZONE)))
    assert [((day - START).days, said.step) for day, said in due] == told_on


def test_the_last_day_is_the_shops_own() -> None:
    one = replace(
        voucher(), expires_at=datetime(2026, 2, 1, 23, 30, tzinfo=UTC)
    )  # half past midnight of the 2nd
    due = dict(walk(lambda now: due_before_voucher_ends(one, now=now, zone=ZONE)))
    assert list(due) == [date(2026, 1, 26), date(2026, 2, 1)]


@pytest.mark.parametrize("state", ["used", "expired", "withdrawn"])
def test_nobody_is_told_of_a_voucher_that_is_gone(state: str) -> None:
    gone = voucher(until=START + 40 * DAY, state=state)
    assert not list(walk(lambda now: due_before_voucher_ends(gone, now=now, zone=ZONE)))
    assert not list(walk(lambda now: due_unfetched(gone, now=now, zone=ZONE)))


@pytest.mark.parametrize(("lives_days", "told_on"), [(None, [14]), (30, [14]), (21, []), (10, [])])
def test_a_waiting_voucher_is_told_of_once_and_leaves_its_end_to_the_warnings(
    lives_days: int | None, told_on: list[int]
) -> None:
    one = voucher(until=None if lives_days is None else START + lives_days * DAY)
    due = walk(lambda now: due_unfetched(one, now=now, zone=ZONE))
    assert [(day - START).days for day, _ in due] == told_on


def test_a_balance_warns_twice_and_again_after_a_visit_moved_its_end() -> None:
    def keys(last_visit: date) -> set[str]:
        since, until = noon(last_visit), noon(last_visit) + 180 * DAY
        ask = walk(lambda now: due_before_end(since=since, until=until, now=now, zone=ZONE))
        return {due.occasion for _, due in ask}

    first, second = keys(START), keys(START + 20 * DAY)
    assert len(first) == len(second) == 2
    assert not first & second


@pytest.mark.parametrize(("rule", "day"), [(BirthdayRule(), 12), (BirthdayRule(lead_days=3), 9)])
def test_a_birthday_is_kept_on_its_day_or_so_many_days_ahead(rule: BirthdayRule, day: int) -> None:
    facts = BirthdayFacts(Birthday(3, 12), GIVEN, None)
    due = list(walk(lambda now: due_birthday(facts, rule, now=now, zone=ZONE), 365))
    assert [day for day, _ in due] == [date(2026, 3, day)]


def test_a_birthday_missed_is_made_up_for_within_a_week() -> None:
    facts = BirthdayFacts(Birthday(12, 30), GIVEN, None)
    asked = {
        day: due_birthday(facts, BirthdayRule(), now=noon(day), zone=ZONE)
        for day in (date(2027, 1, 6), date(2027, 1, 7))
    }
    kept, over = asked.values()
    assert kept is not None
    assert kept.occasion == "2026"
    assert over is None


def test_29_february_is_kept_on_the_28th_in_common_years() -> None:
    facts = BirthdayFacts(Birthday(2, 29), GIVEN, None)
    due = walk(lambda now: due_birthday(facts, BirthdayRule(), now=now, zone=ZONE), 900)
    assert [day for day, _ in due] == [date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


@given(
    changes=st.lists(st.tuples(st.integers(0, 120), BIRTHDAYS), min_size=1, max_size=12),
    rule=st.builds(BirthdayRule, st.integers(0, 7), st.integers(0, 10)),
)
def test_a_changed_birthday_never_pays_twice_in_330_days(
    changes: list[tuple[int, Birthday]], rule: BirthdayRule
) -> None:
    paid: list[date] = []
    keys: set[str] = set()
    today = START
    for pause, day in changes:
        set_on = today
        for _ in range(pause):
            facts = BirthdayFacts(day, set_on, paid[-1] if paid else None)
            due = due_birthday(facts, rule, now=noon(today), zone=ZONE)
            if due and due.occasion not in keys:
                keys.add(due.occasion)
                assert not paid or (today - paid[-1]).days >= 330
                paid.append(today)
            today += DAY


@given(
    day=BIRTHDAYS,
    rule=st.builds(BirthdayRule, st.integers(0, 7), st.integers(0, 10)),
    late=st.integers(0, 10),
)
def test_who_never_changes_it_is_paid_every_year(day: Birthday, rule: BirthdayRule, late: int) -> None:
    paid = None
    late = min(late, rule.late_days)
    for year in range(2026, 2034):
        today = day.kept_in(year) + (late * DAY if year % 2 else -rule.lead_days * DAY)
        due = due_birthday(BirthdayFacts(day, GIVEN, paid), rule, now=noon(today), zone=ZONE)
        assert due is not None
        assert due.occasion == str(year)
        paid = today


def test_the_day_of_joining_is_greeted_from_the_first_year_on() -> None:
    due = walk(lambda now: due_yearly(date(2026, 1, 5), late_days=3, now=now, zone=ZONE), 800)
    assert [day for day, _ in due] == [date(2027, 1, 5), date(2028, 1, 5)]


def test_an_anniversary_is_greeted_up_to_three_days_late_and_no_later() -> None:
    def due(day: date) -> Timing | None:
        return due_yearly(date(2026, 3, 5), late_days=3, now=noon(day), zone=ZONE)

    last = due(date(2027, 3, 8))
    assert last is not None
    assert last.until == day_starts(date(2027, 3, 9), ZONE)
    assert due(date(2027, 3, 4)) is due(date(2027, 3, 9)) is None


def test_the_welcome_comes_after_the_first_stamp_and_not_days_later() -> None:
    first = noon(START)
    assert due_after(first, days=2, now=first) is not None
    assert due_after(first, days=2, now=first + 2 * DAY) is None


def test_the_ladder_goes_a_step_a_month_and_then_rests() -> None:
    facts, steps = SILENT, []
    for day in (START + n * DAY for n in range(60, 400)):
        due = due_step(facts, now=noon(day), zone=ZONE)
        if due:
            steps.append((due.step, day))
            facts = replace(facts, steps=facts.steps + 1, last_step_on=day)
    assert steps == [(step, START + (60 + 30 * n) * DAY) for n, step in enumerate(LADDER)]


@pytest.mark.parametrize(
    "facts",
    [
        replace(SILENT, lapsed=False),
        replace(SILENT, stopped=True),
        replace(SILENT, pays=False),
        replace(SILENT, steps=2, chance=0.5),
        replace(SILENT, steps=len(LADDER)),
    ],
)
def test_the_ladder_stops_at_a_visit_a_no_a_loss_and_its_top(facts: SilentFacts) -> None:
    assert due_step(facts, now=noon(START + 90 * DAY), zone=ZONE) is None


def test_words_are_sent_to_who_may_come_alone_but_no_offer() -> None:
    likely = replace(SILENT, chance=0.9)
    assert due_step(likely, now=noon(START + 90 * DAY), zone=ZONE) is not None
