"""What a card's visits say: as worked out by hand, and with care where there is little to tell by."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.portrait import (
    ENOUGH_CUSTOMERS,
    CardPast,
    ChosenLines,
    Lines,
    Portrait,
    PortraitMove,
    StoodBefore,
    as_chosen,
    at_place,
    lines_of,
    measure,
    moves,
    place,
)
from loyalty.people.shop_days import ShopDays, closed_days, day_number
from loyalty.shop.basis import Basis
from tests.loyalty.people.twelve import BASIS, SHOP, TODAY, TWELVE, Twelfth

MARCH = day_number(date(2026, 3, 2))


def past(*days: int, **known: int) -> CardPast:
    return CardPast(1, days, **{"visits": len(days)} | known)


def drawn(portraits: list[Portrait]) -> Lines:
    here = [one for one in portraits if one.months]
    return lines_of(
        [one.months for one in here],
        [one.margin_minor for one in here if one.margin_minor is not None],
        [one.sales_minor for one in here if one.sales_minor is not None],
    )


def test_there_are_twelve() -> None:
    assert [one.name for one in TWELVE] == [
        "Ana", "Ben", "Cas", "Dan", "Eva", "Fay", "Gus", "Hal", "Ida", "Jo", "Kim", "Lea"
    ]  # fmt: skip


@pytest.mark.parametrize("one", TWELVE, ids=lambda one: one.name)
def test_each_of_the_twelve_is_measured_as_worked_out_by_hand(one: Twelfth) -> None:
    found = measure(one.past, SHOP, BASIS)
    due = day_number(one.due_on) if one.due_on else None
    assert (found.phase, found.months, found.sales_minor, found.margin_minor, found.gap_days, found.due_on) == (
        one.phase, one.months, one.sales_minor, one.margin_minor, one.gap_days, due
    )  # fmt: skip


def test_three_of_each_of_the_twelve_stand_where_they_were_put_by_hand() -> None:
    portraits = [measure(one.past, SHOP, BASIS) for one in TWELVE * 3]
    lines = drawn(portraits)
    assert lines == Lines(30, 4, 4000, top=6, top_from_minor=16000, top_minor=108000, sales_minor=252000)
    assert [place(one, lines) for one in portraits] == [one.quadrant for one in TWELVE] * 3


def test_twelve_alone_are_too_few_to_say_more_than_who_is_loyal() -> None:
    portraits = [measure(one.past, SHOP, BASIS) for one in TWELVE]
    lines = drawn(portraits)
    assert lines == Lines(10, 4)
    assert {place(one, lines) for one in portraits} == {Quadrant.LOYAL, Quadrant.PASSING, None}


def test_hal_alone_is_slipping() -> None:
    today = day_number(TODAY)
    assert [one.name for one in TWELVE if measure(one.past, SHOP, BASIS).overdue(today)] == ["Hal"]


def test_who_is_overdue_for_very_long_is_gone_and_not_slipping() -> None:
    found = measure(past(MARCH, MARCH + 7, MARCH + 14), ShopDays({}, MARCH + 20), BASIS)
    assert found.due_on == MARCH + 14 + 14 + 1
    assert [found.overdue(found.due_on + days) for days in (-1, 0, 89, 90)] == [False, True, True, False]


def test_who_comes_daily_is_not_overdue_after_a_weekend() -> None:
    found = measure(past(*range(MARCH, MARCH + 20)), ShopDays({}, MARCH + 20), BASIS)
    assert found.gap_days == 1
    assert not found.overdue(MARCH + 19 + 7)


def test_the_newest_gaps_are_the_rhythm_and_not_those_of_years_ago() -> None:
    monthly, weekly = range(0, 600, 30), range(607, 607 + 7 * 12, 7)
    found = measure(past(*monthly, *weekly), ShopDays({}, 700), BASIS)
    assert found.gap_days == 7


def test_without_a_basis_what_was_typed_is_known_and_what_is_left_is_not() -> None:
    days = ShopDays({}, MARCH + 1)
    measured, unknown = past(MARCH, told=1, spent_minor=900), past(MARCH)
    assert [(one.sales_minor, one.margin_minor) for one in (measure(p, days, None) for p in (measured, unknown))] == [
        (900, None), (None, None)
    ]  # fmt: skip


def test_where_the_sales_are_from_is_said() -> None:
    days = ShopDays({}, MARCH + 1)
    found = [measure(past(MARCH, MARCH, visits=2, told=told), days, BASIS).source for told in (2, 1, 0)]
    assert found == ["measured", "partly", "estimated"]


def test_one_whale_moves_no_line() -> None:
    months, margins = [1] * 20 + [5] * 20, [100] * 20 + [300] * 20
    calm = lines_of(months, margins, margins)
    whale = lines_of(months, [*margins[:-1], 10**9], [*margins[:-1], 10**9])
    assert (whale.months, whale.margin_minor) == (calm.months, calm.margin_minor)
    assert whale.top_minor
    assert whale.sales_minor
    assert whale.top_minor / whale.sales_minor > 0.99


@given(st.lists(st.integers(-5, 50), min_size=1, max_size=400), st.data())
def test_what_stands_at_a_place_is_found_without_putting_all_in_order(
    values: list[int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(values) - 1))
    many = values * 40  # more than are put in order at once
    assert at_place(values, place) == sorted(values)[place]
    assert at_place(many, 40 * place) == sorted(many)[40 * place]


def test_where_all_cost_more_than_they_leave_nobody_is_a_friend() -> None:
    dear = Basis(average_sale_minor=1000, margin_permille=100)
    one = measure(past(MARCH, MARCH + 40, cost_minor=5000), ShopDays({}, MARCH + 50), dear)
    lines = drawn([one] * ENOUGH_CUSTOMERS)
    assert lines.margin_minor == 200 - 5000
    assert place(one, lines) is Quadrant.BARNACLE


def test_an_owners_lines_take_the_place_of_the_middles_where_these_can_be_told() -> None:
    known, unknown = Lines(40, 4, 4000), Lines(12, 4)
    assert as_chosen(known, ChosenLines(6, 9000)) == Lines(40, 6, 9000)
    assert as_chosen(known, ChosenLines()) == known
    assert as_chosen(unknown, ChosenLines(6, 9000)) == Lines(12, 6)


def test_a_shop_of_three_hears_who_is_loyal_and_no_more() -> None:
    portraits = [measure(past(MARCH), ShopDays({}, MARCH), BASIS)] * 3
    assert drawn(portraits) == Lines(3, 2)


def test_a_shop_of_nobody_has_lines_that_hold_nobody() -> None:
    assert lines_of([], [], []) == Lines(0, 2)


def busy(*closed: int, days: int = 200) -> dict[int, int]:
    """Book five visits a day from MARCH on, but on some days."""
    return {MARCH + day: 5 for day in range(days) if day not in closed}


def test_a_shop_that_is_closed_for_a_month_makes_nobody_overdue() -> None:
    august = range(120, 151)
    booked = {day: n for day, n in busy(*august).items() if day < MARCH + 151}
    weekly = past(*range(MARCH, MARCH + 120, 7))
    during, after = (measure(weekly, ShopDays(booked, today), BASIS) for today in (MARCH + 150, MARCH + 152))
    assert not during.overdue(MARCH + 150)
    reopened = ShopDays({**booked, MARCH + 151: 5}, MARCH + 152)
    found = measure(weekly, reopened, BASIS)
    assert not found.overdue(MARCH + 152)
    assert found.overdue(MARCH + 151 + 15)
    assert after.gap_days == during.gap_days == 7


def test_a_gap_over_a_closed_month_counts_its_open_days() -> None:
    august = range(50, 81)
    shop = ShopDays(busy(*august), MARCH + 199)
    assert shop.closed == ((MARCH + 50, MARCH + 80),)
    assert shop.open_between(MARCH + 49, MARCH + 81) == 1
    assert shop.open_between(MARCH + 60, MARCH + 70) == 0
    assert shop.open_between(MARCH + 85, MARCH + 99) == 14


def test_a_day_off_each_week_and_a_quiet_little_shop_are_not_closed() -> None:
    mondays = {day: 5 for day in busy() if (day - MARCH) % 7}
    assert closed_days(mondays, MARCH + 199) == ()
    seldom = {MARCH + day: 1 for day in range(0, 200, 12)}
    assert closed_days(seldom, MARCH + 199) == ()
    assert closed_days({}, MARCH) == ()


def test_a_phase_goes_on_with_days_of_visit_and_with_a_friend() -> None:
    days = ShopDays({}, MARCH + 30)
    came = [tuple(range(MARCH, MARCH + n)) for n in range(6)]
    assert [measure(past(*one), days, BASIS).phase for one in came] == [
        "prospect", "first", "repeat", "repeat", "regular", "regular"
    ]  # fmt: skip
    assert measure(past(MARCH, friends=1), days, BASIS).phase is Phase.AMBASSADOR
    assert measure(past(friends=1), days, BASIS).phase is Phase.PROSPECT


def stood(one: Portrait) -> StoodBefore:
    """Say how somebody stood."""
    return StoodBefore(one.phase, one.quadrant)


def test_a_move_is_told_once_and_the_first_night_of_a_shop_tells_none() -> None:
    first = replace(measure(past(MARCH), ShopDays({}, MARCH), BASIS), quadrant=Quadrant.PASSING)
    loyal = replace(first, phase=Phase.REPEAT, quadrant=Quadrant.LOYAL)
    assert list(moves(None, first, known=False)) == []
    assert list(moves(None, first, known=True)) == [
        PortraitMove("phase", "", "first"), PortraitMove("quadrant", "", "passing")
    ]  # fmt: skip
    assert list(moves(stood(first), loyal, known=True)) == [
        PortraitMove("phase", "first", "repeat"), PortraitMove("quadrant", "passing", "loyal")
    ]  # fmt: skip
    assert list(moves(stood(loyal), replace(loyal, quadrant=None), known=True)) == [
        PortraitMove("quadrant", "loyal", "")
    ]  # fmt: skip
    assert list(moves(stood(loyal), replace(loyal, sales_minor=1), known=True)) == []


def test_a_clock_that_was_ahead_at_a_till_breaks_nothing() -> None:
    found = measure(past(MARCH, MARCH + 400), ShopDays({MARCH + 400: 1}, MARCH), BASIS)
    assert found.months == 1
