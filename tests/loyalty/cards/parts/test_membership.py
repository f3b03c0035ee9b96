"""A membership holds whole days of the shop's clock, adds to the one before, and what is left of it is never more than its price."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.memberships import (
    LAPSE_NEWS_DAYS,
    LEAST_PAUSE_DAYS,
    MOST_PAUSED_DAYS,
    HeldMembership,
    MembershipEnd,
    at_hand,
    ending,
    open_ones,
    paused,
    resumed,
    term,
    worth_left,
)
from loyalty.cards.part import BadPart
from loyalty.cards.parts.membership import MOST_CUTS, MOST_DAYS, MOST_LABEL, MOST_PRICE, Membership
from loyalty.cards.programme_check import check
from storage.shop.programme_form import part_from_json, part_to_json
from tests.programmes import stamp_card
from tests.talk import TEN_STAMPS

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
COFFEE = Membership("A coffee a day", 3900, months=1, item="Coffee")
CLUB = Membership("Club", 2500, months=6, percent=10)
TEN = Membership("Ten classes", 12_000, days=90, item="Class", cuts=10)


def held(part: Membership = COFFEE, *, now: datetime = NOW, had: int = 0) -> HeldMembership:
    """Let somebody have bought a membership."""
    begins_at, ends_at = term(part, (), now=now, zone=AMSTERDAM)
    return HeldMembership(
        1, 1, 1, part.label, part.item, part.percent, part.cuts, part.price_minor, now, 1,
        begins_at, ends_at, None, None, 0, None, 0, had, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (replace(COFFEE, label=""), BadPart("membership", "label", MOST_LABEL)),
        (replace(COFFEE, price_minor=0), BadPart("membership", "price", MOST_PRICE)),
        (replace(COFFEE, price_minor=-100), BadPart("membership", "price", MOST_PRICE)),
        (replace(COFFEE, months=0), BadPart("membership", "period", MOST_DAYS)),
        (replace(COFFEE, months=-1), BadPart("membership", "period", MOST_DAYS)),
        (replace(COFFEE, days=30), BadPart("membership", "period", MOST_DAYS)),
        (replace(COFFEE, item=""), BadPart("membership", "item", MOST_LABEL)),
        (replace(CLUB, percent=101), BadPart("membership", "percent", 100)),
        (replace(CLUB, percent=-1), BadPart("membership", "percent", 100)),
        (replace(CLUB, cuts=3), BadPart("membership", "both")),
        (replace(TEN, cuts=-1), BadPart("membership", "cuts", MOST_CUTS)),
        (replace(TEN, cost_minor=-1), BadPart("membership", "cost", MOST_PRICE)),
        (COFFEE, None),
        (CLUB, None),
        (TEN, None),
    ],
    ids=str,
)
def test_what_costs_nothing_lasts_no_time_or_brings_nothing_is_refused(
    part: Membership, why: BadPart | None
) -> None:
    assert part.problem(takes_amounts=False) == why
    assert (check(stamp_card(TEN_STAMPS.rewards, parts=(part,)), "EUR") is None) == (why is None)


@pytest.mark.parametrize("part", [COFFEE, CLUB, TEN, replace(TEN, cost_minor=250)], ids=str)
def test_it_is_read_as_it_was_written(part: Membership) -> None:
    assert part_from_json(part_to_json(part)) == part


def test_a_month_ends_with_the_day_before_the_same_day_and_the_shortest_month_with_its_last() -> None:
    assert COFFEE.ends(date(2026, 5, 3)) == date(2026, 6, 3)
    assert COFFEE.ends(date(2026, 1, 31)) == date(2026, 2, 28)
    assert TEN.ends(date(2026, 1, 1)) == date(2026, 4, 1)


def test_ready_ones_cost_about_as_much_in_another_money() -> None:
    assert COFFEE.in_money("EUR") == COFFEE
    assert COFFEE.in_money("HUF").price_minor == COFFEE.in_money("JPY").price_minor == 39 * 100
    assert COFFEE.in_money("KWD").price_minor == 39 * 1000


@pytest.mark.parametrize(
    "bought", [datetime(2026, 3, 28, 10, tzinfo=UTC), datetime(2026, 10, 24, 10, tzinfo=UTC)]
)
def test_a_day_over_which_the_clock_changes_is_one_day(bought: datetime) -> None:
    begins_at, ends_at = term(replace(COFFEE, months=0, days=2), (), now=bought, zone=AMSTERDAM)
    assert begins_at == bought
    local = ends_at.astimezone(AMSTERDAM)
    assert (local.date(), local.time().isoformat()) == ((bought + 2 * DAY).date(), "00:00:00")


def test_one_that_is_bought_before_the_other_ends_begins_with_its_end_and_one_after_it_at_once() -> None:
    first = held()
    begins_at, ends_at = term(COFFEE, [first], now=NOW + 5 * DAY, zone=AMSTERDAM)
    assert begins_at == first.ends_at
    assert ends_at == datetime(2026, 5, 1, 22, tzinfo=UTC)
    assert term(COFFEE, [first], now=NOW + 60 * DAY, zone=AMSTERDAM)[0] == NOW + 60 * DAY
    assert term(CLUB, [first], now=NOW + 5 * DAY, zone=AMSTERDAM)[0] == NOW + 5 * DAY


def test_a_pass_that_follows_can_be_used_at_once_and_keeps_its_whole_time() -> None:
    first = held(TEN)
    begins_at, ends_at = term(TEN, [first], now=NOW + DAY, zone=AMSTERDAM)
    assert begins_at == NOW + DAY
    assert (ends_at - first.ends_at).days in {89, 90}
    used_up = replace(first, had=10)
    assert term(TEN, [used_up], now=NOW + DAY, zone=AMSTERDAM)[1] < ends_at


def test_it_holds_until_the_last_moment_of_its_last_day_and_not_a_moment_longer() -> None:
    one = held()
    for part in (held(CLUB), held(TEN), one):
        assert part.refuses(now=part.ends_at - timedelta(microseconds=1), zone=AMSTERDAM) is None
        assert part.refuses(now=part.ends_at, zone=AMSTERDAM) == "over"
    assert one.refuses(now=one.begins_at - timedelta(microseconds=1), zone=AMSTERDAM) == "later"


def test_once_a_day_is_by_the_shops_clock() -> None:
    evening = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)  # a minute before midnight in Amsterdam
    had = replace(held(), had=1, had_on="2026-03-02", had_to="2026-03-02")
    assert had.refuses(now=evening + timedelta(seconds=30), zone=AMSTERDAM) == "today"
    assert had.refuses(now=evening + timedelta(minutes=1), zone=AMSTERDAM) is None


def test_a_cut_that_was_taken_back_leaves_its_place_to_the_next() -> None:
    one = held(TEN, had=2)
    assert one.slot({"1", "3"}, now=NOW, zone=AMSTERDAM) == "2"
    assert held(CLUB).slot(set(), now=NOW, zone=AMSTERDAM) is None
    assert held().slot(set(), now=NOW, zone=AMSTERDAM) == "2026-03-02"


@given(st.integers(1, 100_000), st.integers(1, 40), st.data())
def test_what_is_left_of_a_pass_and_what_was_had_of_it_are_its_price_but_for_a_rounding(
    price: int, cuts: int, data: st.DataObject
) -> None:
    had = data.draw(st.integers(0, cuts))
    one = held(replace(TEN, price_minor=price, cuts=cuts), had=had)
    left = worth_left(one, now=NOW)
    assert 0 <= left <= price
    assert price - left - 1 <= price * had / cuts <= price - left
    assert (left == price) == (had == 0)


@given(st.integers(1, 100_000), st.integers(-5, 60))
def test_what_is_left_of_a_time_falls_with_the_days_and_is_never_more_than_the_price(
    price: int, days: int
) -> None:
    one = held(replace(COFFEE, price_minor=price))
    now, later = NOW + days * DAY, NOW + (days + 1) * DAY
    assert price >= worth_left(one, now=now) >= worth_left(one, now=later) >= 0
    if now >= one.ends_at:
        assert worth_left(one, now=now) == 0


def test_of_each_name_the_one_that_ends_first_is_used_first() -> None:
    first = replace(held(TEN), id=1)
    second = replace(first, id=2, ends_at=first.ends_at + 90 * DAY)
    other = replace(held(CLUB), id=3)
    assert [one.id for one in at_hand([second, other, first], now=NOW)] == [1, 3]
    assert [one.id for one in at_hand([second, replace(first, had=10)], now=NOW)] == [2]
    assert open_ones([replace(first, ended_at=NOW)], now=NOW) == ()


def _good_days(one: HeldMembership) -> int:
    """Count the days on which it gives something, had it never been used."""
    days = (NOW + n * DAY for n in range(200))
    return sum(one.refuses(now=at, zone=AMSTERDAM) is None for at in days)


@given(st.integers(0, 20), st.integers(LEAST_PAUSE_DAYS, MOST_PAUSED_DAYS), st.integers(0, 80))
def test_days_that_are_set_aside_are_not_lost_unless_they_are_few(begins: int, days: int, back: int) -> None:
    one = held()
    then = NOW + begins * DAY
    assert one.may_rest(days, now=then, zone=AMSTERDAM) is None
    [rests] = paused(one, (), days, now=then, zone=AMSTERDAM)
    assert _good_days(rests) == _good_days(one)
    assert not rests.rests(now=then)
    assert rests.rests(now=then + DAY)
    [goes_on] = resumed(rests, (), now=then + (1 + back) * DAY, zone=AMSTERDAM)
    lost = back if back < LEAST_PAUSE_DAYS else 0
    assert _good_days(goes_on) <= _good_days(one)
    if goes_on.ends_at > then + (1 + back) * DAY:
        rested = _good_days(replace(goes_on, paused_at=rests.paused_at, resumes_at=then + (1 + back) * DAY))
        assert (rested if lost else _good_days(goes_on)) == _good_days(one) - lost
    assert worth_left(goes_on, now=then) <= one.price_minor


def test_what_follows_a_membership_that_rests_begins_as_much_later() -> None:
    first = held()
    begins_at, ends_at = term(COFFEE, [first], now=NOW, zone=AMSTERDAM)
    second = replace(first, id=2, begins_at=begins_at, ends_at=ends_at)
    rests, after = paused(first, [first, second], 14, now=NOW, zone=AMSTERDAM)
    assert after.begins_at == rests.ends_at
    assert after.ends_at.astimezone(AMSTERDAM).date() == ends_at.astimezone(AMSTERDAM).date() + 14 * DAY
    assert resumed(rests, [rests, after], now=NOW + DAY, zone=AMSTERDAM) == (first, second)


def test_a_pass_one_that_rests_and_one_that_rested_enough_are_not_set_aside() -> None:
    def why(one: HeldMembership, days: int, now: datetime = NOW) -> str | None:
        return one.may_rest(days, now=now, zone=AMSTERDAM)

    assert why(held(TEN), 7) == "pass"
    one = held()
    assert why(one, 7, NOW - DAY) == "later"
    assert why(one, 7, one.ends_at) == "over"
    assert why(one, 7, one.ends_at - timedelta(hours=24)) == "last"
    assert why(one, 7, one.ends_at - timedelta(hours=25)) is None
    assert why(one, 6) == why(one, MOST_PAUSED_DAYS + 1) == "enough"
    [rests] = paused(one, (), 28, now=NOW, zone=AMSTERDAM)
    assert why(rests, 7, NOW + 5 * DAY) == "paused"
    assert why(rests, 28, NOW + 30 * DAY) is None
    assert why(rests, 40, NOW + 30 * DAY) == "enough"


def test_one_that_goes_on_after_a_short_rest_keeps_the_days_that_it_had_left() -> None:
    one = held()  # until 1 April
    then = one.ends_at - 2 * DAY + timedelta(hours=9)  # on the day before its last
    [rests] = paused(one, (), 14, now=then, zone=AMSTERDAM)
    [goes_on] = resumed(rests, (), now=then + 4 * DAY, zone=AMSTERDAM)
    assert goes_on.refuses(now=then + 4 * DAY, zone=AMSTERDAM) is None
    assert _good_days(goes_on) == _good_days(one)
    [at_once] = resumed(rests, (), now=then + timedelta(hours=1), zone=AMSTERDAM)
    assert at_once == one


def test_what_has_its_name_and_is_of_another_kind_neither_waits_for_it_nor_hides_it() -> None:
    daily, pass_ = replace(COFFEE, label="Coffee"), replace(TEN, label="Coffee")
    first = held(daily)
    assert term(pass_, [first], now=NOW, zone=AMSTERDAM) == term(pass_, (), now=NOW, zone=AMSTERDAM)
    both = [first, replace(held(pass_), id=2)]
    assert [one.id for one in at_hand(both, now=NOW)] == [1, 2]
    [soon] = ending(both, days=5, now=first.ends_at - DAY, zone=AMSTERDAM)
    assert soon.held == first
    rests, *others = paused(first, both, 14, now=NOW, zone=AMSTERDAM)
    assert rests.id == 1
    assert others == []


def _ending(*every: HeldMembership, now: datetime, days: int = 5) -> list[MembershipEnd]:
    return list(ending(every, days=days, now=now, zone=AMSTERDAM))


def test_its_end_is_told_in_the_days_before_and_once_it_has_come_unless_another_follows() -> None:
    one = held(now=NOW + 90 * DAY)
    last = one.ends_at - DAY
    assert _ending(one, now=last - 6 * DAY) == []
    assert _ending(one, now=last - 5 * DAY) == [MembershipEnd(one, over=False)]
    assert _ending(one, now=one.ends_at) == [MembershipEnd(one, over=True)]
    assert _ending(one, now=one.ends_at + LAPSE_NEWS_DAYS * DAY) == []
    second = replace(one, id=2, begins_at=one.ends_at, ends_at=one.ends_at + 30 * DAY)
    assert _ending(one, second, now=last) == []
    assert _ending(one, replace(second, ended_at=NOW), now=last) == [MembershipEnd(one, over=False)]
    assert _ending(replace(held(TEN), had=10), now=NOW, days=200) == []


def test_each_of_two_that_end_within_days_is_told_of() -> None:
    one = held(now=NOW + 90 * DAY)
    other = replace(held(CLUB), id=2, ends_at=one.ends_at + DAY)
    assert _ending(other, one, now=one.ends_at) == [
        MembershipEnd(one, over=True),
        MembershipEnd(other, over=False),
    ]
