"""How far a challenge is follows from visits, by the shop's clock; its end is known as it begins."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.endings import ends_with
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.challenge import Aim, Challenge, ChallengeDays, ChallengeFacts, TriedItem, Way
from loyalty.cards.programme import Limits, Reward
from loyalty.cards.programme_check import check
from tests.programmes import stamp_card

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
THREE = Challenge("visits", 3, 14, 2)
ROW = Challenge("weeks", 3, 1, 4)
_MISSED = date(2026, 3, 16)  # the Monday after the second week
CARD = (Reward("r1", "Coffee", 10),)


def _span(part: Challenge, begun: datetime = MONDAY) -> ChallengeDays:
    return ChallengeDays(begun, ends_with(part.last_day(begun.date()), ZONE).astimezone(ZONE))


def _way(part: Challenge, came: list[datetime], at: datetime, begun: datetime = MONDAY) -> Way:
    return part.way(_span(part, begun), ChallengeFacts(came), at)


def test_visits_count_from_its_beginning_to_the_end_of_its_last_day() -> None:
    span = _span(THREE)
    assert span.ends == datetime(2026, 3, 17, 0, 0, tzinfo=ZONE)
    came = [MONDAY - DAY, MONDAY, span.ends - timedelta(seconds=1), span.ends]
    assert _way(THREE, came, span.ends) == Way(2)


def test_more_than_is_asked_is_no_more() -> None:
    assert _way(THREE, [MONDAY + hours * timedelta(hours=1) for hours in range(5)], MONDAY + DAY).done == 3


def test_what_was_tapped_before_is_not_new_and_the_same_again_counts_once() -> None:
    new = Challenge("items", 2, 30, 2)
    taps = [
        TriedItem(MONDAY - DAY, "Cake"),
        TriedItem(MONDAY, "Cake"),
        TriedItem(MONDAY, "Tea"),
        TriedItem(MONDAY + DAY, "Tea"),
    ]
    assert new.way(_span(new), ChallengeFacts((), taps), MONDAY + DAY).done == 1
    assert (
        new.way(_span(new), ChallengeFacts((), [*taps, TriedItem(MONDAY + DAY, "Soup")]), MONDAY + DAY).done
        == 2
    )


def test_a_weekday_is_new_on_which_nobody_came_before() -> None:
    new = Challenge("weekdays", 1, 30, 2)
    assert _way(new, [MONDAY - 7 * DAY, MONDAY + 7 * DAY], MONDAY + 8 * DAY).done == 0
    assert _way(new, [MONDAY - 7 * DAY, MONDAY + DAY], MONDAY + 8 * DAY).done == 1


def test_there_must_be_something_new_to_try() -> None:
    items, days = Challenge("items", 2, 30, 2), Challenge("weekdays", 1, 30, 2)
    assert items.could_begin(ChallengeFacts(()), ["Cake", "Tea"])
    assert not items.could_begin(ChallengeFacts((), [TriedItem(MONDAY, "Tea")]), ["Cake", "Tea", "Tea"])
    assert not days.could_begin(ChallengeFacts(()), [])
    assert days.could_begin(ChallengeFacts([MONDAY]), [])
    assert not days.could_begin(ChallengeFacts([MONDAY + n * DAY for n in range(7)]), [])


@pytest.mark.parametrize(
    ("weeks", "at", "way"),
    [
        ((0, 1, 2), 2, Way(3)),
        ((1, 2, 3), 3, Way(3)),  # the week in which it begins costs nothing
        ((0, 2, 3), 3, Way(3, _MISSED)),
        ((0, 2), 2, Way(2, _MISSED)),
        ((0,), 2, Way(1, _MISSED)),  # this week is not missed yet
        ((0,), 3, Way(1, _MISSED, lost=True)),
        ((0, 3, 4), 4, Way(1, _MISSED, lost=True)),
        ((), 0, Way(0)),
        ((), 1, Way(0)),
        ((2, 3, 4), 4, Way(3, _MISSED)),
    ],
)
def test_of_weeks_in_a_row_one_may_be_missed(weeks: tuple[int, ...], at: int, way: Way) -> None:
    came = [MONDAY + timedelta(weeks=week, days=2) for week in weeks]
    assert _way(ROW, came, MONDAY + timedelta(weeks=at, days=3)) == way


def test_the_last_day_of_weeks_is_a_sunday_that_leaves_room_for_the_joker() -> None:
    for begun in (date(2026, 3, 2), date(2026, 3, 8)):
        assert ROW.last_day(begun) == date(2026, 4, 5)
    assert ROW.last_day(date(2026, 3, 9)) == date(2026, 4, 12)


@pytest.mark.parametrize(
    ("part", "came", "days", "reach"),
    [
        (THREE, (0,), 13, True),  # two days are left, and two visits missing
        (THREE, (0,), 14, False),
        (THREE, (0, 1, 2), 3, False),  # it is done
        (Challenge("weekdays", 1, 8), (-7, 1), 7, False),
        (Challenge("weekdays", 2, 9), (-7, 1), 7, True),
        (Challenge("weekdays", 2, 8), (-7, 1, -6, -5), 8, False),
        (ROW, (7, 21), 34, True),
        (ROW, (0,), 34, False),
    ],
)
def test_it_is_in_reach_for_who_comes_once_a_day(
    part: Challenge, came: tuple[int, ...], days: int, *, reach: bool
) -> None:
    seen = ChallengeFacts([MONDAY + n * DAY for n in came])
    assert part.in_reach(_span(part), seen, MONDAY + days * DAY) is reach


@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 10, 19)], ids=["spring", "autumn"])
def test_weeks_are_those_of_the_calendar_over_both_changes_of_the_clock(monday: date) -> None:
    begun = datetime.combine(monday, datetime.min.time(), ZONE)
    late = [
        datetime.combine(monday + timedelta(weeks=n, days=6), datetime.max.time(), ZONE).astimezone(UTC)
        for n in range(3)
    ]
    early = [at + timedelta(microseconds=1) for at in late]  # Mondays, at midnight
    span = _span(ROW, begun)
    assert span.ends.date() - begun.date() == timedelta(weeks=5)
    for came, done in ((late, 3), ([late[0], early[0]], 2), ([early[0]], 1)):
        local = [at.astimezone(ZONE) for at in came]
        assert ROW.way(span, ChallengeFacts(local), local[-1]).done == done


_came = st.lists(st.integers(0, 60 * 24 * 60), max_size=25).map(
    lambda minutes: sorted(MONDAY - 10 * DAY + timedelta(minutes=n) for n in minutes)
)
_parts = st.one_of(
    st.builds(Challenge, st.just("visits"), st.integers(1, 6), st.integers(1, 40)),
    st.builds(Challenge, st.just("weekdays"), st.integers(1, 6), st.integers(1, 40)),
    st.builds(Challenge, st.just("weeks"), st.integers(2, 6)),
)


@given(_parts, _came, st.data())
def test_one_visit_less_is_never_further_on_the_way(
    part: Challenge, came: list[datetime], data: st.DataObject
) -> None:
    at = max(came, default=MONDAY)
    whole = _way(part, came, at)
    assert 0 <= whole.done <= part.times
    if came and part.aim != "weekdays":  # what was there before makes a weekday less new
        gone = data.draw(st.integers(0, len(came) - 1))
        less = _way(part, came[:gone] + came[gone + 1 :], at)
        assert less.done <= whole.done
        assert less.lost >= whole.lost


@given(_parts, _came)
def test_what_comes_after_its_end_changes_nothing(part: Challenge, came: list[datetime]) -> None:
    span = _span(part)
    inside = [at for at in came if at < span.ends]
    last = span.ends - timedelta(microseconds=1)
    assert _way(part, came, last) == _way(part, inside, last)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (Challenge("visits", 0), "visits"),
        (Challenge("visits", 201), "visits"),
        (Challenge("weeks", 1), "weeks"),
        (Challenge("weekdays", 7), "weekdays"),
        (Challenge("items", 11), "items"),
        (Challenge("visits", 3, 0), "days"),
        (Challenge("visits", 3, 367), "days"),
        (Challenge("visits", 3, 14, 0), "gives"),
    ],
)
def test_what_can_t_be_done_is_refused(part: Challenge, why: str) -> None:
    bad = part.problem(takes_amounts=False)
    assert bad is not None
    assert bad.why == why


@pytest.mark.parametrize(
    ("part", "hours", "fits"),
    [
        (Challenge("visits", 3, 1), 12, True),
        (Challenge("visits", 4, 1), 12, False),
        (Challenge("weeks", 3), 24 * 7, True),
        (Challenge("weeks", 3), 24 * 7 + 1, False),
        (Challenge("weekdays", 1), 24 * 7 + 1, False),
    ],
)
def test_visits_must_fit_into_the_days_by_the_pause_of_the_shop(
    part: Challenge, hours: int, *, fits: bool
) -> None:
    bad = check(stamp_card(CARD, Limits(cooldown_minutes=hours * 60), parts=(part,)), "EUR")
    assert (bad is None) is fits
    assert fits or (bad and bad.part and bad.part.why == "pause")


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (Challenge("visits", 5, 1), "a_day"),
        (Challenge("visits", 4, 1), None),
        (Challenge("weekdays", 3, 1), "few_days"),
        (Challenge("weekdays", 2, 1), None),
    ],
)
def test_visits_must_fit_into_the_days_by_what_a_day_may_give(part: Challenge, why: str | None) -> None:
    bad = check(stamp_card(CARD, Limits(max_per_day=2), parts=(part,)), "EUR")
    assert (bad and bad.part and bad.part.why) == why


def test_new_things_want_as_many_that_can_be_tapped() -> None:
    new = Challenge("items", 2, 30, 2)
    bad = check(stamp_card(CARD, parts=(new, BonusItem("Cake"))), "EUR")
    assert bad is not None
    assert bad.part is not None
    assert (bad.part.why, bad.part.most) == ("no_items", 2)
    assert check(stamp_card(CARD, parts=(new, BonusItem("Cake"), BonusItem("Tea"))), "EUR") is None


def test_overlapping_challenges_are_fine() -> None:
    aims: list[Aim] = ["visits", "visits", "weekdays", "weeks"]
    parts = tuple(Challenge(aim, 2, 30) for aim in aims)
    assert check(stamp_card(CARD, parts=parts), "EUR") is None


def test_a_visit_brings_its_share_at_most_and_the_whole_where_one_is_enough() -> None:
    assert THREE.most_a_visit(Fraction(1), first=False) == Fraction(2, 3)
    assert THREE.most_a_visit(Fraction(1), first=True) == 0
    assert Challenge("items", 2, 30, 4).most_a_visit(Fraction(1), first=True) == 4
    assert Challenge("visits", 1, 30, 4).most_a_visit(Fraction(1), first=True) == 4
