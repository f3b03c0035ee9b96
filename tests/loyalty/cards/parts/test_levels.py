"""A level is a function of the visits: up with the visit that reaches it, down only after days of grace that were told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.part import EarlierVisit, VisitFacts, in_force
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.periods import HALF_YEAR, YEAR, CalendarMonths, Period, RollingDays
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
MONEY = Levels(
    (Level("Silver", spent_minor=100_00, percent=10), Level("Gold", spent_minor=300_00, percent=20))
)
VISITS = st.tuples(st.integers(0, 400), st.one_of(st.none(), st.integers(0, 40)))
PAST = st.lists(VISITS, max_size=14).map(
    lambda came: tuple(
        sorted((EarlierVisit(NOW - days * DAY, spent) for days, spent in came), key=lambda one: one.at)
    )
)


def _club(low: int, more: int, days: int, grace: int, months: int, euros: int) -> Levels:
    """Make a club that goes by visits, or where `euros` are more than none by so many of them for each."""
    name = "spent_minor" if euros else "visits"
    least = (low * (euros or 1), (low + more) * (euros or 1))
    levels = (
        Level(called, plus=plus, **{name: n})
        for called, plus, n in zip(("Low", "High"), (1, 2), least, strict=True)
    )
    return Levels(tuple(levels), days, grace, months)


CLUBS = st.builds(
    _club,
    st.integers(1, 4), st.integers(1, 4), st.integers(1, 90), st.integers(1, 366),
    st.sampled_from([0, HALF_YEAR, YEAR]), st.sampled_from([0, 10, 25]),
)  # fmt: skip


def came(*moments: datetime) -> tuple[EarlierVisit, ...]:
    """Return visits without amounts."""
    return tuple(EarlierVisit(at) for at in moments)


def _rank(part: Levels, past: Sequence[EarlierVisit], at: datetime) -> int:
    held = part.held(past, at)
    return part.levels.index(held.level) if held else -1


def _in_period(part: Levels, past: Sequence[EarlierVisit], day: datetime) -> int:
    """Return what the period alone would say at a day, without any grace."""
    if part.months:
        begins = datetime(
            day.year, 7 if part.months == HALF_YEAR and day.month > 6 else 1, 1, tzinfo=AMSTERDAM
        )
    else:
        begins = day - (part.days - 1) * DAY
    counted = [one for one in past if begins.date() <= one.at.date() <= day.date()]
    sums = [
        len(counted) if level.visits else sum(one.spent_minor or 0 for one in counted)
        for level in part.levels
    ]
    return max((place for place, level in enumerate(part.levels) if sums[place] >= level.least), default=-1)


@given(CLUBS, PAST)
def test_a_level_is_the_highest_that_the_period_held_on_any_of_the_days_of_grace(
    part: Levels, past: tuple[EarlierVisit, ...]
) -> None:
    # On a day before now only what had happened by then is in the period.
    days = [NOW - back * DAY for back in range(part.grace + 1)]
    assert _rank(part, past, NOW) == max(_in_period(part, past, day) for day in days)


@given(CLUBS, PAST, st.integers(0, 70))
def test_nobody_falls_before_the_day_that_the_card_told(
    part: Levels, past: tuple[EarlierVisit, ...], later: int
) -> None:
    held = part.held(past, NOW)
    if held:
        told = (held.until - NOW.date()).days
        at = NOW + min(later, told) * DAY
        assert _rank(part, past, at) == _rank(part, past, NOW)
        assert _rank(part, past, NOW + (told + 1) * DAY) < _rank(part, past, NOW)


@given(CLUBS, PAST)
def test_who_has_just_fallen_out_of_the_period_has_all_days_of_grace(
    part: Levels, past: tuple[EarlierVisit, ...]
) -> None:
    held = part.held(past, NOW)
    if held and _in_period(part, past, NOW) == _rank(part, past, NOW):
        assert held.until >= (NOW + part.grace * DAY).date()


def _more(level: Level, n: int, at: datetime) -> tuple[EarlierVisit, ...]:
    """Return so many more visits, or one at which so much more is spent."""
    return came(*[at] * n) if level.visits else (EarlierVisit(at, n),)


@given(CLUBS, PAST, st.integers(1, 400))
def test_so_much_more_as_the_card_told_keeps_it_and_a_little_less_does_not(
    part: Levels, past: tuple[EarlierVisit, ...], when: int
) -> None:
    held = part.held(past, NOW)
    if held:
        since, by, last = (
            datetime.combine(day, NOW.time(), AMSTERDAM) for day in (held.since, held.by, held.until)
        )
        at = min(max(NOW + when * DAY, since), by)
        again = part.held((*past, *_more(held.level, held.to_keep, at)), last)
        assert again is not None
        assert again.level.least >= held.level.least
        assert again.level != held.level or again.until > held.until
        less = part.held((*past, *_more(held.level, held.to_keep - 1, by)), last)
        assert less is not None
        assert less.until == held.until


@given(CLUBS, PAST)
def test_so_much_more_as_the_card_told_reaches_the_next(part: Levels, past: tuple[EarlierVisit, ...]) -> None:
    ahead = part.ahead(past, NOW)
    if ahead:
        place = part.levels.index(ahead.level)
        assert ahead.to_go >= 1
        assert _rank(part, (*past, *_more(ahead.level, ahead.to_go, NOW)), NOW) == place
        assert _rank(part, (*past, *_more(ahead.level, ahead.to_go - 1, NOW)), NOW) < place
    else:
        assert _rank(part, past, NOW) == len(part.levels) - 1


@given(CLUBS, PAST, VISITS)
def test_a_level_that_was_reached_and_undone_leaves_nothing_behind(
    part: Levels, past: tuple[EarlierVisit, ...], undone: tuple[int, int | None]
) -> None:
    at = part.held(past, NOW)
    reached = (*past, EarlierVisit(NOW, undone[1]))
    assert _rank(part, reached, NOW) >= _rank(part, past, NOW)
    assert part.held(reached[:-1], NOW) == at


@given(CLUBS, PAST, st.randoms())
def test_it_is_the_same_in_whichever_order_and_zone_visits_are_told(
    part: Levels, past: tuple[EarlierVisit, ...], dice: Random
) -> None:
    mixed = [EarlierVisit(one.at.astimezone(UTC), one.spent_minor) for one in past]
    dice.shuffle(mixed)
    assert part.held(mixed, NOW) == part.held(past, NOW)


@pytest.mark.parametrize(
    "changed", [datetime(2026, 3, 29, tzinfo=AMSTERDAM), datetime(2026, 10, 25, tzinfo=AMSTERDAM)], ids=str
)
def test_days_are_whole_ones_over_both_changes_of_the_clock(changed: datetime) -> None:
    first, second = ((changed + timedelta(days=days, hours=hour)) for days, hour in ((-5, 0.1), (4, 23.9)))
    held = CLUB.held(came(first.astimezone(UTC), second.astimezone(UTC)), second)
    assert held is not None
    assert held.until == (changed + timedelta(days=-5 + 9 + 5)).date()
    assert CLUB.held(came(first - DAY, second), second) is None  # eleven days are one too many


@pytest.mark.parametrize(("months", "last"), [(YEAR, date(2026, 12, 31)), (HALF_YEAR, date(2026, 6, 30))])
def test_a_level_of_the_calendar_holds_to_the_end_of_its_year_and_the_days_of_grace(
    months: int, last: date
) -> None:
    held = replace(CLUB, months=months).held(came(NOW - 20 * DAY, NOW), NOW)
    assert held is not None
    assert held.until == last + 5 * DAY
    assert (held.to_keep, held.since) == (2, last + DAY)  # what comes until then is of this year


def test_of_a_long_grace_what_comes_in_the_half_year_between_keeps_it_too() -> None:
    club = replace(CLUB, months=HALF_YEAR, grace=200)
    spring = came(*[datetime(2026, 2, 1, tzinfo=AMSTERDAM)] * 4)
    autumn = datetime(2026, 10, 1, tzinfo=AMSTERDAM)
    held = club.held((*spring, *came(autumn, autumn, autumn)), autumn)
    assert held is not None
    assert (held.level, held.until, held.to_keep) == (GILT, date(2027, 1, 16), 1)
    assert (held.reached, held.since, held.by) == (date(2026, 2, 1), autumn.date(), date(2026, 12, 31))


def test_what_is_spent_reaches_a_level_and_an_amount_that_nobody_typed_is_none() -> None:
    assert (
        MONEY.held([EarlierVisit(NOW - DAY, 60_00), EarlierVisit(NOW, 39_99), EarlierVisit(NOW)], NOW) is None
    )
    held = MONEY.held([EarlierVisit(NOW - DAY, 60_00), EarlierVisit(NOW, 40_00)], NOW)
    assert held is not None
    assert (held.level.name, held.to_keep) == ("Silver", 100_00)
    assert MONEY.ahead([EarlierVisit(NOW - DAY, 60_00)], NOW) == (MONEY.levels[0], 40_00)


def test_the_visit_that_reaches_a_level_has_not_its_perk_yet_nor_has_what_is_added_to_it() -> None:
    assert CLUB.bonus(VisitFacts(NOW, 3, past=came(NOW - DAY))) == 0
    shares = Levels((Level("Silver", 2, percent=100), Level("Gold", 4, percent=200)))
    assert shares.bonus(VisitFacts(NOW, 1, already=3, past=came(NOW - DAY, NOW, NOW + DAY))) == 0
    assert CLUB.bonus(VisitFacts(NOW, 3, past=came(NOW - 2 * DAY, NOW - DAY))) == 1


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
        (Levels((SILVER, Level("Gold", 4, plus=2, longer=367))), "longer"),
        (Levels((SILVER, Level("Gold", 4, plus=2, spent_minor=1))), "mixed"),
        (Levels((SILVER, Level("Gold", spent_minor=9, plus=2))), "mixed"),
        (Levels((SILVER, Level("Gold", spent_minor=-9, plus=2))), "spent"),
        (Levels((SILVER, GILT), months=3), "days"),
        (MONEY, "amounts"),
    ],
    ids=repr,
)
def test_levels_that_make_no_sense_are_refused(part: Levels, why: str) -> None:
    rewards = (Reward("coffee", "Free coffee", 10),)
    assert check(stamp_card(rewards, parts=(CLUB,)), "EUR") is None
    for sound in (SHARES, MONEY):
        assert check(points_card(rewards, parts=(sound,)), "EUR") is None
    bad = check(stamp_card(rewards, parts=(part,)), "EUR")
    assert bad is not None
    assert bad.part is not None
    assert bad.part.why == why


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (RollingDays(30), RollingDays(30), True),
        (RollingDays(30), RollingDays(29), False),
        (RollingDays(30), CalendarMonths(YEAR), False),
        (CalendarMonths(HALF_YEAR), RollingDays(184), True),
        (CalendarMonths(HALF_YEAR), CalendarMonths(YEAR), True),
        (CalendarMonths(YEAR), CalendarMonths(HALF_YEAR), False),
    ],
    ids=repr,
)
def test_one_period_takes_the_place_of_another_where_all_counts_that_counted(
    old: Period, new: Period, kept: object
) -> None:
    assert new.holds(old) is kept


def test_amounts_of_ready_levels_are_of_about_as_much_in_any_money() -> None:
    ready = Levels((Level("Silver", spent_minor=100, plus=1), Level("Gold", spent_minor=300, plus=2)))
    assert [level.spent_minor for level in ready.in_money("EUR").levels] == [100_00, 300_00]
    assert [level.spent_minor for level in ready.in_money("HUF").levels] == [10_000, 30_000]
