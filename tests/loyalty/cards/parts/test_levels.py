"""A level is a function of the visits: up with the visit that reaches it, down only after days of grace that were told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.part import VisitFacts, in_force
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import Reward
from loyalty.cards.programme_check import check
from tests.programmes import points_card, stamp_card

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 6, 1, 10, 0, tzinfo=AMSTERDAM)
DAY = timedelta(days=1)
SILVER, GOLD = Level("Silver", 2, plus=1), Level("Gold", 4, percent=50, plus=1)
GILT = Level("Gold", 4, plus=2)
CLUB = Levels((SILVER, GILT), days=10, grace=5)
SHARES = Levels((SILVER, GOLD))
PAST = st.lists(st.integers(0, 60), max_size=12).map(
    lambda ago: tuple(sorted(NOW - days * DAY for days in ago))
)
CLUBS = st.builds(
    lambda low, more, days, grace: Levels((Level("Low", low, plus=1), Level("High", low + more, plus=2)), days, grace),
    st.integers(1, 4), st.integers(1, 4), st.integers(1, 30), st.integers(1, 30),
)  # fmt: skip


def _rank(part: Levels, past: Sequence[datetime], at: datetime) -> int:
    held = part.held(past, at)
    return part.levels.index(held.level) if held else -1


def _in_window(part: Levels, past: Sequence[datetime], day: datetime) -> int:
    """Return what the window alone would say at a day, without any grace."""
    count = sum(day - part.days * DAY < one <= day for one in past)
    return max((place for place, level in enumerate(part.levels) if count >= level.visits), default=-1)


@given(CLUBS, PAST)
def test_a_level_is_the_highest_that_the_window_held_on_any_of_the_days_of_grace(
    part: Levels, past: tuple[datetime, ...]
) -> None:
    # On a day before now only what had happened by then is in the window.
    days = [NOW - back * DAY for back in range(part.grace + 1)]
    assert _rank(part, past, NOW) == max(_in_window(part, past, day) for day in days)


@given(CLUBS, PAST, st.integers(0, 70))
def test_nobody_falls_before_the_day_that_the_card_told(
    part: Levels, past: tuple[datetime, ...], later: int
) -> None:
    held = part.held(past, NOW)
    if held:
        told = (held.until - NOW.date()).days
        at = NOW + min(later, told) * DAY
        assert _rank(part, past, at) == _rank(part, past, NOW)
        assert _rank(part, past, NOW + (told + 1) * DAY) < _rank(part, past, NOW)


@given(CLUBS, PAST)
def test_who_has_just_fallen_out_of_the_window_has_all_days_of_grace(
    part: Levels, past: tuple[datetime, ...]
) -> None:
    held = part.held(past, NOW)
    if held and _in_window(part, past, NOW) == _rank(part, past, NOW):
        assert held.until >= (NOW + part.grace * DAY).date()


@given(CLUBS, PAST, st.integers(1, 60))
def test_so_many_more_as_the_card_told_keep_it_and_one_less_does_not(
    part: Levels, past: tuple[datetime, ...], when: int
) -> None:
    held = part.held(past, NOW)
    if held:
        last = datetime.combine(held.until, NOW.time(), AMSTERDAM)
        at = min(NOW + when * DAY, last)
        again = part.held((*past, *[at] * held.to_keep), last)
        assert again is not None
        assert again.level.visits >= held.level.visits
        assert again.level != held.level or again.until > held.until
        less = part.held((*past, *[last] * (held.to_keep - 1)), last)
        assert less is not None
        assert less.until == held.until


@given(CLUBS, PAST)
def test_so_many_more_as_the_card_told_reach_the_next(part: Levels, past: tuple[datetime, ...]) -> None:
    ahead = part.ahead(past, NOW)
    if ahead:
        assert ahead.to_go >= 1
        assert _rank(part, (*past, *[NOW] * ahead.to_go), NOW) == part.levels.index(ahead.level)
        assert _rank(part, (*past, *[NOW] * (ahead.to_go - 1)), NOW) < part.levels.index(ahead.level)
    else:
        assert _rank(part, past, NOW) == len(part.levels) - 1


@given(CLUBS, PAST, st.randoms())
def test_it_is_the_same_in_whichever_order_and_zone_visits_are_told(
    part: Levels, past: tuple[datetime, ...], dice: Random
) -> None:
    mixed = [one.astimezone(UTC) for one in past]
    dice.shuffle(mixed)
    assert part.held(mixed, NOW) == part.held(past, NOW)


@pytest.mark.parametrize(
    "changed", [datetime(2026, 3, 29, tzinfo=AMSTERDAM), datetime(2026, 10, 25, tzinfo=AMSTERDAM)], ids=str
)
def test_days_are_whole_ones_over_both_changes_of_the_clock(changed: datetime) -> None:
    first, second = ((changed + timedelta(days=days, hours=hour)) for days, hour in ((-5, 0.1), (4, 23.9)))
    held = CLUB.held([first.astimezone(UTC), second.astimezone(UTC)], second)
    assert held is not None
    assert held.until == (changed + timedelta(days=-5 + 9 + 5)).date()
    assert CLUB.held([first - DAY, second], second) is None  # eleven days are one too many


def test_the_visit_that_reaches_a_level_has_not_its_perk_yet_nor_has_what_is_added_to_it() -> None:
    assert CLUB.bonus(VisitFacts(NOW, 3, past=(NOW - DAY,))) == 0
    shares = Levels((Level("Silver", 2, percent=100), Level("Gold", 4, percent=200)))
    assert shares.bonus(VisitFacts(NOW, 1, already=3, past=(NOW - DAY, NOW, NOW + DAY))) == 0
    assert CLUB.bonus(VisitFacts(NOW, 3, past=(NOW - 2 * DAY, NOW - DAY))) == 1


@given(st.integers(1, 50), st.integers(1, 50))
def test_a_share_is_rounded_down_and_the_same_bit_by_bit(first: int, more: int) -> None:
    whole = GOLD.on_top(first + more, 0)
    assert whole == (first + more) // 2 + 1
    assert GOLD.on_top(first, 0) + GOLD.on_top(more, first) == whole


def test_a_programme_has_levels_once() -> None:
    rewards = (Reward("r1", "Coffee", 10),)
    assert check(stamp_card(rewards, parts=(CLUB,)), "EUR") is None
    bad = check(stamp_card(rewards, parts=(CLUB, Levels((SILVER, GILT), days=20))), "EUR")
    assert bad is not None
    assert (bad.why, bad.at) == ("part_twice", Levels.name)


def test_a_begun_card_goes_by_the_levels_of_today_and_by_both_bonuses() -> None:
    begun, today = Levels((SILVER, GILT), days=20), BonusTime(plus=1)
    assert in_force((begun, BonusTime(times=2)), (today, CLUB)) == (CLUB, BonusTime(times=2), today)
    assert in_force((begun,), (today,)) == (begun, today)


def test_in_the_sums_a_visit_has_the_dearest_level_and_a_new_customer_none() -> None:
    assert SHARES.bonus(VisitFacts(NOW, 4)) == 3
    assert SHARES.most_a_visit(Fraction(4), first=False) == 3
    assert SHARES.most_a_visit(Fraction(4), first=True) == 0


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (Levels((SILVER,)), "levels"),
        (Levels(tuple(Level(f"L{n}", n, plus=1) for n in range(1, 7))), "levels"),
        (Levels((GILT, SILVER)), "order"),
        (SHARES, "share"),
        (Levels((SILVER, Level("Gold", 2, plus=2))), "order"),
        (Levels((Level("Silver", 2, plus=3), Level("Gold", 4, plus=2))), "order"),
        (Levels((SILVER, Level("silver", 4, plus=2))), "twice"),
        (Levels((SILVER, GILT), days=0), "days"),
        (Levels((SILVER, GILT), grace=0), "grace"),
        (Levels((Level("Silver", 0, plus=1), GILT)), "visits"),
        (Levels((Level("", 1, plus=1), GILT)), "name"),
        (Levels((Level("Silver", 1), GILT)), "plus"),
        (Levels((SILVER, Level("Gold", 4, percent=401, plus=1))), "percent"),
    ],
    ids=repr,
)
def test_levels_that_make_no_sense_are_refused(part: Levels, why: str) -> None:
    rewards = (Reward("coffee", "Free coffee", 10),)
    assert check(stamp_card(rewards, parts=(CLUB,)), "EUR") is None
    assert check(points_card(rewards, parts=(SHARES,)), "EUR") is None
    bad = check(stamp_card(rewards, parts=(part,)), "EUR")
    assert bad is not None
    assert bad.part is not None
    assert bad.part.why == why
