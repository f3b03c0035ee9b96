"""Which programme a scan is for: clear wherever one alone can be meant."""

from datetime import UTC, datetime

from loyalty.cards.counter_state import CounterState, LastVisit
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.cards.visits import AmountNeeded, SameVisit, SpentTooLittle, TooSoon, earn
from loyalty.till.which_programme import Answer, meant
from tests.programmes import points_card, stamp_card

STAMPS = stamp_card((Reward("coffee", "Coffee", 5),))
POINTS = points_card((Reward("cake", "Cake", 50),))
LAST = LastVisit(7, datetime(2026, 3, 2, 10, 0, tzinfo=UTC), "Eva")
_VERSION = ProgrammeVersion(1, STAMPS, 1)
YES = earn(CounterState(0, 1, _VERSION), 1, "visit", current=_VERSION)
BOOKED, LATER = SameVisit(LAST), TooSoon(LAST.at, LAST)


def _meant(*answers: tuple[Programme, Answer], amount_typed: bool = False) -> list[int]:
    return meant(answers, amount_typed=amount_typed)


def test_the_only_programme_is_meant_whatever_it_answers() -> None:
    for answer in (YES, AmountNeeded(), BOOKED, LATER):
        assert _meant((STAMPS, answer)) == [0]


def test_where_two_say_yes_somebody_must_say() -> None:
    assert _meant((STAMPS, YES), (POINTS, AmountNeeded())) == [0, 1]
    assert _meant((STAMPS, LATER), (STAMPS, YES), (POINTS, AmountNeeded())) == [1, 2]


def test_where_one_alone_says_yes_nobody_is_asked() -> None:
    assert _meant((STAMPS, LATER), (POINTS, AmountNeeded())) == [1]
    assert _meant((STAMPS, YES), (POINTS, LATER)) == [0]


def test_an_amount_is_for_what_asks_for_one() -> None:
    assert _meant((STAMPS, YES), (POINTS, YES), amount_typed=True) == [1]
    assert _meant((STAMPS, YES), (POINTS, SpentTooLittle(100)), amount_typed=True) == [1]
    assert _meant((POINTS, YES), (STAMPS, YES), (POINTS, YES), amount_typed=True) == [0, 2]
    assert _meant((STAMPS, YES), amount_typed=True) == [0]


def test_a_second_look_at_what_was_just_booked_is_no_wish_for_another_programme() -> None:
    assert _meant((STAMPS, YES), (STAMPS, BOOKED)) == [1]
    assert _meant((STAMPS, BOOKED), (POINTS, YES), amount_typed=True) == [1]


def test_where_nothing_says_yes_the_first_gives_its_reason() -> None:
    assert _meant((STAMPS, LATER), (POINTS, LATER)) == [0]
    assert _meant() == []
