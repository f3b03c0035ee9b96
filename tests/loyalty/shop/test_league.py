"""A league counts who came a second time, and leaves what looks made up to the owner's look."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.shop.league import IN_A_ROW, LeagueTally, SecondTime, doubts, key_of, tallies, worth_a_look
from loyalty.shop.opening_hours import NEVER

ZONE = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EVA, KAI = 1, 2
OPEN = NEVER.with_day(range(7), ((8 * 60, 18 * 60),))


def came(card: int, by: int, then_by: int, *, at: datetime = NOON, works_there: bool = False) -> SecondTime:
    return SecondTime(card, by, at, at + timedelta(days=3), then_by, works_there)


def in_a_row(number: int) -> list[SecondTime]:
    return [came(card, EVA, EVA, at=NOON + timedelta(minutes=card)) for card in range(number)]


def test_who_booked_the_first_visit_has_the_second_one_whoever_booked_that() -> None:
    seen = [came(1, EVA, KAI), came(2, KAI, KAI), came(3, EVA, EVA)]
    assert tallies(seen, doubts(seen, OPEN, ZONE), ZONE, fine=()) == [
        LeagueTally(EVA, 2, 0),
        LeagueTally(KAI, 1, 0),
    ]


def test_a_colleagues_card_counts_for_nobody_and_is_no_matter_to_look_at() -> None:
    seen = [came(1, EVA, KAI, works_there=True)]
    doubted = doubts(seen, OPEN, ZONE)
    assert tallies(seen, doubted, ZONE, fine=()) == [LeagueTally(EVA, 0, 1)]
    assert worth_a_look(seen, doubted, ZONE) == []


def test_several_stamped_in_a_row_and_again_in_a_row_by_one_alone_wait_for_the_owners_look() -> None:
    seen = [*in_a_row(IN_A_ROW), came(99, KAI, EVA)]
    doubted = doubts(seen, OPEN, ZONE)
    assert [one.numbers["n"] for one in worth_a_look(seen, doubted, ZONE)] == [IN_A_ROW]
    assert tallies(seen, doubted, ZONE, fine=())[1] == LeagueTally(EVA, 0, IN_A_ROW)
    fine = {key_of(seen[0], ZONE)}
    assert tallies(seen, doubted, ZONE, fine=fine)[0] == LeagueTally(EVA, IN_A_ROW, 0)


def test_fewer_or_in_a_shop_with_one_cashier_are_not_doubted() -> None:
    assert not doubts([*in_a_row(IN_A_ROW - 1), came(99, KAI, EVA)], OPEN, ZONE)
    assert not doubts(in_a_row(20), OPEN, ZONE)


def test_both_times_by_one_hand_while_the_shop_was_closed_is_doubtful_where_it_said_its_hours() -> None:
    night = [
        came(1, EVA, EVA, at=NOON + timedelta(hours=11)),
        came(2, EVA, KAI, at=NOON + timedelta(hours=11)),
    ]
    assert dict(doubts(night, OPEN, ZONE)) == {1: "closed"}
    assert not doubts(night, NEVER, ZONE)
