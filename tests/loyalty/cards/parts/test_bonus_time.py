"""A bonus time counts at the shop's own clock, whatever the clock does, and never by more than it says."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.counter_state import CounterState
from loyalty.cards.part import BadPart, VisitFacts
from loyalty.cards.parts.bonus_time import MOST_PLUS, MOST_TIMES, BonusTime
from loyalty.cards.programme import Limits, Programme, ProgrammeVersion, Reward
from loyalty.cards.programme_check import check
from loyalty.cards.visits import Claim, Earned, VisitFull, decide, decide_extra
from tests.programmes import points_card, stamp_card

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REWARDS = (Reward("coffee", "Free coffee", 10),)
QUIET = BonusTime(weekdays=(0, 1, 2, 3), start=time(14), end=time(17), times=2)
NIGHT = BonusTime(weekdays=(4,), start=time(22), end=time(2), plus=1)
SPRING = date(2026, 3, 29)  # when clocks go forward in Europe
MONDAY = datetime(2026, 3, 2, tzinfo=AMSTERDAM)
PARTS = st.builds(
    BonusTime,
    weekdays=st.sets(st.integers(0, 6), max_size=7).map(lambda days: tuple(sorted(days))),
    start=st.times(),
    end=st.times(),
    times=st.integers(1, MOST_TIMES),
    plus=st.integers(0, MOST_PLUS),
)


def _bonus(part: BonusTime, at: datetime, earned: int = 1, *, already: int = 0) -> int:
    return part.bonus(VisitFacts(at, earned, already=already))


@pytest.mark.parametrize(("hour", "minute", "gives"), [(13, 59, 0), (14, 0, 1), (16, 59, 1), (17, 0, 0)])
def test_it_begins_with_its_first_minute_and_ends_before_its_last(hour: int, minute: int, gives: int) -> None:
    assert _bonus(QUIET, MONDAY.replace(hour=hour, minute=minute)) == gives


def test_a_night_that_goes_past_midnight_belongs_to_the_day_on_which_it_began() -> None:
    friday = MONDAY + timedelta(days=4)
    late, early = friday.replace(hour=23), (friday + timedelta(days=1)).replace(hour=1)
    assert (_bonus(NIGHT, late), _bonus(NIGHT, early)) == (1, 1)
    assert _bonus(NIGHT, friday.replace(hour=1)) == 0
    assert _bonus(NIGHT, (friday + timedelta(days=1)).replace(hour=23)) == 0


def test_dates_hold_from_the_first_to_the_end_of_the_last() -> None:
    advent = BonusTime(first=date(2026, 12, 1), last=date(2026, 12, 24), times=2)
    last = datetime(2026, 12, 24, 23, 59, 59, tzinfo=AMSTERDAM)
    assert (_bonus(advent, last), _bonus(advent, last + timedelta(seconds=1))) == (1, 0)
    first = datetime(2026, 12, 1, tzinfo=AMSTERDAM)
    assert (_bonus(advent, first - timedelta(seconds=1)), _bonus(advent, first)) == (0, 1)


def test_an_hour_that_the_clock_shows_twice_counts_twice_and_one_that_it_skips_never_comes() -> None:
    small_hours = BonusTime(start=time(2), end=time(3), plus=1)
    spring, autumn = (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC))
    minutes = [timedelta(minutes=n) for n in range(-120, 240)]
    counted = [
        sum(_bonus(small_hours, (night + past).astimezone(AMSTERDAM)) for past in minutes)
        for night in (spring, autumn)
    ]
    assert counted == [0, 120]


@given(PARTS, st.datetimes(timezones=st.just(AMSTERDAM)), st.integers(1, 1_000))
def test_it_never_gives_more_than_it_says_and_gives_that_where_it_covers(
    part: BonusTime, at: datetime, earned: int
) -> None:
    most = earned * (part.times - 1) + part.plus
    assert _bonus(part, at, earned) == (most if part.covers(at) else 0)


def test_what_comes_once_a_visit_comes_with_no_extra_stamp() -> None:
    both = BonusTime(times=2, plus=5)
    assert (_bonus(both, MONDAY), _bonus(both, MONDAY, already=2)) == (6, 1)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (BonusTime(), "nothing"),
        (BonusTime(times=0, plus=1), "times"),
        (BonusTime(times=MOST_TIMES + 1), "times"),
        (BonusTime(plus=-1), "plus"),
        (BonusTime(plus=MOST_PLUS + 1), "plus"),
        (BonusTime(weekdays=(7,), plus=1), "never"),
        (BonusTime(first=date(2026, 3, 3), last=date(2026, 3, 2), plus=1), "never"),
        (BonusTime(weekdays=(6,), first=date(2026, 3, 2), last=date(2026, 3, 7), plus=1), "never"),
    ],
)
def test_what_adds_nothing_or_never_comes_is_refused(part: BonusTime, why: str) -> None:
    bad = check(stamp_card(REWARDS, parts=(part,)), "EUR")
    assert bad is not None
    assert (bad.why, bad.part and bad.part.why) == ("part", why)


def test_a_card_has_no_more_than_twenty_parts() -> None:
    twice = BonusTime(times=2)
    assert check(stamp_card(REWARDS, parts=(twice,) * 20), "EUR") is None
    bad = check(stamp_card(REWARDS, parts=(twice,) * 21), "EUR")
    assert bad is not None
    assert bad.why == "too_many_parts"


def _version(programme: Programme, number: int = 1) -> ProgrammeVersion:
    return ProgrammeVersion(number, programme, 1)


def _visit(
    begun: ProgrammeVersion, current: ProgrammeVersion, claim: Claim, balance: int = 1
) -> Earned | VisitFull:
    standing = CounterState(balance, 1, begun)
    decided = decide(standing, claim, current=current, now=MONDAY, zone=AMSTERDAM, minor_per_unit=100)
    assert isinstance(decided, Earned | VisitFull)
    return decided


@pytest.mark.parametrize(
    ("part", "zone", "lost"),
    [
        (BonusTime((), time(2), time(3), SPRING, SPRING, plus=1), "Europe/Amsterdam", True),
        (BonusTime((), time(2, 15), time(2, 45), SPRING, SPRING, plus=1), "Europe/Amsterdam", True),
        (
            BonusTime((6,), time(2), time(3), date(2026, 3, 28), date(2026, 4, 3), plus=1),
            "Europe/Amsterdam",
            True,
        ),
        (BonusTime((), time(2), time(3, 1), SPRING, SPRING, plus=1), "Europe/Amsterdam", False),
        (BonusTime((), time(1, 59), time(3), SPRING, SPRING, plus=1), "Europe/Amsterdam", False),
        (BonusTime((), time(2), time(3), SPRING, date(2026, 3, 30), plus=1), "Europe/Amsterdam", False),
        (BonusTime((), time(2), time(3), SPRING, SPRING, plus=1), "America/New_York", False),
        (BonusTime((), time(2), time(3), SPRING, None, plus=1), "Europe/Amsterdam", False),
        (BonusTime((), time(), time(), date(2011, 12, 30), date(2011, 12, 30), plus=1), "Pacific/Apia", True),
    ],
)
def test_hours_that_the_clock_skips_on_their_only_day_are_refused_in_the_shops_zone(
    part: BonusTime, zone: str, *, lost: bool
) -> None:
    programme = stamp_card((Reward("r1", "Coffee", 9),), parts=(part,))
    bad = check(programme, "EUR", zone=ZoneInfo(zone))
    assert (bad is not None and bad.part == BadPart("bonus_time", "skipped")) == lost


def test_where_bonuses_meet_the_better_one_counts_unless_they_add_up() -> None:
    two = (BonusTime(times=2), BonusTime(plus=3))
    best = _version(stamp_card(REWARDS, parts=two))
    both = _version(stamp_card(REWARDS, parts=two, bonuses_add=True))
    for version, amount in ((best, 5), (both, 7)):  # 2 by the cashier; 2 more, or 3 more
        earned = _visit(version, version, Claim(2))
        assert isinstance(earned, Earned)
        assert (earned.amount, earned.standing.balance) == (amount, 1 + amount)


def test_a_begun_card_keeps_its_bonus_and_gets_todays_where_that_is_better() -> None:
    plain = _version(stamp_card(REWARDS))
    small = _version(stamp_card(REWARDS, parts=(BonusTime(times=2),)), 2)
    large = _version(stamp_card(REWARDS, parts=(BonusTime(times=3),)), 3)
    for begun, current, amount in (
        (plain, small, 2),
        (small, plain, 2),
        (small, large, 3),
        (large, small, 3),
    ):
        earned = _visit(begun, current, Claim())
        assert isinstance(earned, Earned)
        assert earned.amount == amount


def test_limits_are_of_what_the_till_gives_and_a_bonus_passes_them() -> None:
    version = _version(
        stamp_card(REWARDS, parts=(BonusTime(times=3),), limits=Limits(max_per_visit=2, max_per_day=2))
    )
    earned = _visit(version, version, Claim(2))
    assert isinstance(earned, Earned)
    assert (earned.amount, earned.standing.given_today) == (6, 2)
    assert _visit(version, version, Claim(3)) == VisitFull(2)
    more = decide_extra(
        CounterState(3, 1, version, 1), came=MONDAY, already=1, current=version, now=MONDAY, zone=AMSTERDAM
    )
    assert isinstance(more, Earned)
    assert more.amount == 3


def test_a_bonus_can_fill_a_card_and_goes_on_with_the_next() -> None:
    version = _version(stamp_card(REWARDS, parts=(BonusTime(plus=4),)))
    earned = _visit(version, version, Claim(2), balance=8)
    assert isinstance(earned, Earned)
    assert [(line.kind, line.amount) for line in earned.entries] == [
        ("visit", 2),
        ("bonus", 4),
        ("reward", -10),
    ]
    assert (earned.standing.balance, earned.standing.round, len(earned.vouchers)) == (4, 2, 1)


def test_an_amount_that_would_give_more_than_a_visit_may_hold_is_refused_with_its_bonus() -> None:
    version = _version(points_card(REWARDS, parts=(BonusTime(times=10),)))
    assert isinstance(_visit(version, version, Claim(spent_minor=50_000_000_000)), VisitFull)


def test_a_visit_counts_by_when_it_was_scanned_and_an_extra_stamp_by_its_visit() -> None:
    morning = BonusTime(start=time(8), end=time(10), times=2)
    version = _version(points_card(REWARDS, parts=(morning,)))
    scanned, later = MONDAY.replace(hour=9, minute=58), MONDAY.replace(hour=10, minute=2)
    standing = CounterState(0, 1, version)
    for at, typed, amount in ((scanned, later, 40), (later, later, 20)):
        claim = Claim(spent_minor=2_000, scanned_at=at)
        earned = decide(standing, claim, current=version, now=typed, zone=AMSTERDAM, minor_per_unit=100)
        assert isinstance(earned, Earned)
        assert earned.amount == amount
    more = decide_extra(standing, came=scanned, already=1, current=version, now=later, zone=AMSTERDAM)
    assert isinstance(more, Earned)
    assert more.amount == 2
