"""Any way to earn goes with any way to pay: the two combinations that no preset offers keep the same promises."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.counter_state import CounterState, affordable, progress, reached_with
from loyalty.cards.programme import (
    Automatic,
    Limits,
    OnRequest,
    PerMoney,
    PerVisit,
    Programme,
    ProgrammeVersion,
    Reward,
)
from loyalty.cards.programme_check import check
from loyalty.cards.visits import AmountNeeded, Claim, Earned, Refusal, SpentTooLittle, VisitFull, decide
from loyalty.units import Unit

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
COOKIE, COFFEE = Reward("cookie", "Cookie", 2), Reward("coffee", "Free coffee", 4)
VISITS_ON_REQUEST = Programme(Unit.POINTS, PerVisit(), OnRequest(), (COOKIE, COFFEE), Limits(max_per_visit=5))
STAMPS_FOR_MONEY = Programme(
    Unit.STAMPS, PerMoney(1, 300), Automatic(), (COOKIE, COFFEE), Limits(max_per_visit=9)
)


def _begun(programme: Programme, balance: int = 0) -> CounterState:
    return CounterState(balance, 1, ProgrammeVersion(1, programme, 1))


def _visit(card: CounterState, claim: Claim) -> Earned | Refusal:
    return decide(
        card, claim, current=card.version, now=NOW, zone=ZoneInfo("Europe/Amsterdam"), minor_per_unit=100
    )


def test_both_can_be_programmes() -> None:
    assert check(VISITS_ON_REQUEST, "EUR") is None
    assert check(STAMPS_FOR_MONEY, "EUR") is None


def test_points_for_visits_need_no_amount_and_wait_to_be_asked_for() -> None:
    booked = _visit(_begun(VISITS_ON_REQUEST, 2), Claim(3))
    assert isinstance(booked, Earned)
    assert (booked.amount, booked.standing.balance, booked.standing.round, booked.vouchers) == (3, 5, 1, ())
    assert affordable(booked.standing) == (COOKIE, COFFEE)
    assert reached_with(booked.standing, booked.amount) == (COFFEE,)
    assert progress(booked.standing).to_go == 0
    assert _visit(booked.standing, Claim(6)) == VisitFull(5)


def test_stamps_for_money_need_an_amount_and_pay_by_themselves() -> None:
    card = _begun(STAMPS_FOR_MONEY)
    assert _visit(card, Claim()) == AmountNeeded()
    assert _visit(card, Claim(spent_minor=299)) == SpentTooLittle(300)
    booked = _visit(card, Claim(spent_minor=550))
    assert isinstance(booked, Earned)
    assert [new.slot for new in booked.vouchers] == ["1:2", "1:4"]
    assert (booked.standing.balance, booked.standing.round) == (1, 2)
    assert affordable(booked.standing) == ()
    assert progress(booked.standing).to_go == 1


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(300, 999)), max_size=20))
def test_every_entry_is_on_the_card_whatever_is_combined(visits: list[tuple[int, int]]) -> None:
    for programme in (VISITS_ON_REQUEST, STAMPS_FOR_MONEY):
        card, entries, slots, now = _begun(programme), 0, [], NOW
        for things, spent in visits:
            now += timedelta(days=1)
            booked = _visit(replace(card, given_today=0), Claim(things, spent))
            assert isinstance(booked, Earned)
            card, entries = booked.standing, entries + sum(entry.amount for entry in booked.entries)
            slots += [new.slot for new in booked.vouchers]
        assert card.balance == entries >= 0
        assert len(slots) == len(set(slots))
