"""Whose points are on a card: the oldest go first, and none is ever lost or doubled."""

from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from loyalty.shop.lots import LotLine, PointsLot, by_place, follow

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BAKER, CAFE = 1, 2
_CARD, _OTHER = 7, 8


class Ledger:
    """Lines as a coalition's cards get them."""

    def __init__(self) -> None:
        self.lines: list[LotLine] = []
        self._ids = count(1)

    def add(
        self,
        amount: int,
        *,
        by: int | None = None,
        on: int = _CARD,
        kind: str = "visit",
        voucher: int | None = None,
        reverses: int | None = None,
    ) -> int:
        this = next(self._ids)
        at = NOW + timedelta(minutes=0 if kind == "moved" else this)
        self.lines.append(LotLine(this, on, kind, amount, at, by, voucher, reverses))
        return this

    def move_back(
        self, away: int, came: int, amount: int, *, source: int = _CARD, target: int = _OTHER
    ) -> None:
        """Take both lines of a move back, as parting does where nothing came since."""
        for on, signed, line in ((target, -amount, came), (source, amount, away)):
            this = next(self._ids)
            self.lines.append(LotLine(this, on, "reversal", signed, NOW, reverses_id=line))


def test_what_is_spent_is_of_the_shop_that_gave_it_first() -> None:
    ledger = Ledger()
    ledger.add(10, by=BAKER)
    ledger.add(10, by=CAFE)
    ledger.add(-12, kind="reward", voucher=1)
    lots = follow(ledger.lines)
    assert by_place(lots.for_voucher[1]) == {BAKER: 10, CAFE: 2}
    assert lots.open == {CAFE: 8}


def test_a_visit_that_is_taken_back_takes_its_own_points_not_the_oldest() -> None:
    ledger = Ledger()
    ledger.add(10, by=BAKER)
    slip = ledger.add(10, by=CAFE)
    ledger.add(-10, kind="reversal", reverses=slip)
    lots = follow(ledger.lines)
    assert lots.open == lots.given == {BAKER: 10}


def test_a_reward_that_is_given_back_brings_the_same_points_to_where_they_were() -> None:
    ledger = Ledger()
    ledger.add(10, by=BAKER)
    ledger.add(10, by=CAFE)
    bought = ledger.add(-12, kind="reward", voucher=1)
    ledger.add(12, kind="reversal", reverses=bought, voucher=1)
    ledger.add(-10, kind="reward", voucher=2)
    lots = follow(ledger.lines)
    assert set(lots.for_voucher) == {2}
    assert by_place(lots.for_voucher[2]) == {BAKER: 10}


def test_points_that_are_moved_to_another_card_stay_of_who_gave_them() -> None:
    ledger = Ledger()
    ledger.add(10, by=BAKER)
    away = ledger.add(-10, kind="moved")
    came = ledger.add(10, kind="moved", on=_OTHER)
    ledger.add(5, by=CAFE, on=_OTHER)
    ledger.add(-12, kind="reward", voucher=1, on=_OTHER)
    assert by_place(follow(ledger.lines).for_voucher[1]) == {BAKER: 10, CAFE: 2}
    del ledger.lines[3:]
    ledger.add(-10, kind="reversal", reverses=came, on=_OTHER)
    ledger.lines.append(LotLine(99, _CARD, "reversal", 10, ledger.lines[-1].at, reverses_id=away))
    lots = follow(ledger.lines)
    assert lots.on_counter[_CARD] == [PointsLot(1, BAKER, 10)]
    assert lots.on_counter[_OTHER] == []


def test_cards_that_are_joined_and_parted_have_each_the_points_that_they_had() -> None:
    ledger = Ledger()
    ledger.add(10, by=BAKER)
    ledger.add(10, by=CAFE, on=_OTHER)
    away = ledger.add(-10, kind="moved")
    came = ledger.add(10, kind="moved", on=_OTHER)
    ledger.move_back(away, came, 10)
    lots = follow(ledger.lines)
    assert by_place(lots.on_counter[_CARD]) == {BAKER: 10}
    assert by_place(lots.on_counter[_OTHER]) == {CAFE: 10}


def test_of_what_is_left_on_a_joined_card_its_own_points_go_back_to_each() -> None:
    ledger = Ledger()
    ledger.add(10, by=CAFE, on=_OTHER)
    ledger.add(10, by=BAKER)
    ledger.add(-10, kind="moved")
    ledger.add(10, kind="moved", on=_OTHER)
    ledger.add(-4, kind="reward", voucher=1, on=_OTHER)
    ledger.add(-10, kind="moved", on=_OTHER)
    ledger.add(10, kind="moved")
    lots = follow(ledger.lines)
    assert by_place(lots.for_voucher[1]) == {CAFE: 4}
    assert by_place(lots.on_counter[_CARD]) == {BAKER: 10}
    assert by_place(lots.on_counter[_OTHER]) == {CAFE: 6}


def test_a_card_that_came_by_another_one_takes_its_points_along_all_the_way_back() -> None:
    ledger, third = Ledger(), 9
    ledger.add(10, by=CAFE, on=third)
    ledger.add(5, by=BAKER)
    ledger.add(-5, kind="moved")
    first = ledger.add(5, kind="moved", on=_OTHER), ledger.add(7, by=CAFE, on=_OTHER)
    assert first
    away = ledger.add(-12, kind="moved", on=_OTHER)
    came = ledger.add(12, kind="moved", on=third)
    ledger.move_back(away, came, 12, source=_OTHER, target=third)
    ledger.add(-5, kind="moved", on=_OTHER)
    ledger.add(5, kind="moved")
    lots = follow(ledger.lines)
    assert by_place(lots.on_counter[third]) == {CAFE: 10}
    assert by_place(lots.on_counter[_OTHER]) == {CAFE: 7}
    assert by_place(lots.on_counter[_CARD]) == {BAKER: 5}


def test_what_runs_out_is_nobodys_debt() -> None:
    ledger = Ledger()
    ledger.add(10, by=BAKER)
    ledger.add(-10, kind="expired")
    lots = follow(ledger.lines)
    assert (lots.expired, lots.open, lots.for_voucher) == ({BAKER: 10}, {}, {})


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 30), st.booleans()), max_size=30))
def test_of_each_shop_what_it_gave_is_what_was_spent_ran_out_and_is_open(
    deeds: list[tuple[int, int, bool]],
) -> None:
    ledger, balance = Ledger(), 0
    for number, (shop, points, ends) in enumerate(deeds):
        if points <= balance and ends:
            ledger.add(-points, kind="reward", voucher=number)
            balance -= points
        elif ends and balance:
            ledger.add(-balance, kind="expired")
            balance = 0
        else:
            ledger.add(points, by=shop)
            balance += points
    lots = follow(ledger.lines)
    spent = by_place(lot for taken in lots.for_voucher.values() for lot in taken)
    assert lots.given == spent + lots.expired + lots.open
    assert sum(lots.open.values()) == balance
