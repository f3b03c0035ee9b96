"""A surprise stays within the shop's budget whatever two tills do, goes with the visit it came with, and tells who gets it."""

import asyncio
from datetime import datetime, timedelta

import pytest

from actions.till.scan_outcome import NotStaff, OwnCard
from actions.till.surprise import (
    Budget,
    GivenAlready,
    NoSurprises,
    Surprised,
    SurpriseGift,
    TooMuch,
    budget,
    give_surprise,
    surprise_told,
)
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.part import BadPart
from loyalty.cards.parts.surprise import MOST_A_MONTH, OverBudget, Surprise
from storage.cards import gifts
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, open_luna, points, stamps

SMALL = Surprise(a_month=4, a_day=3, at_once=2)
WHY = "Just because"


async def _luna(db: Database, part: Surprise = SMALL) -> Luna:
    return await open_luna(db, stamps(10, parts=(part,)))


async def _give(luna: Luna, amount: int = 1, *, by: int | None = None, now: datetime = NOW) -> object:
    state = await luna.stands(now)
    about = (state.account.id, state.counter.programme_id)
    found = await luna.db.write(budget, ActingPerson(luna.cafe.eva), *about, now=now)
    seen = found.seen if isinstance(found, Budget) else 0
    return await luna.db.write(
        give_surprise, ActingPerson(by or luna.cafe.eva), SurpriseGift(*about, amount, seen, WHY), now=now
    )


async def test_it_is_given_told_and_written_down_with_its_reason(db: Database) -> None:
    luna = await _luna(db)
    given = await _give(luna, 2)
    assert isinstance(given, Surprised)
    assert (given.state.standing.balance, given.amount) == (2, 2)
    [told] = await luna.told("surprise")
    line = await db.read(surprise_told, told["entry_id"])
    assert line is not None
    assert (line.kind, line.part, line.amount, line.reason) == ("gift", "surprise", 2, WHY)


async def test_a_cashier_has_a_day_everybody_a_month_and_a_customer_gets_so_much_at_once(
    db: Database,
) -> None:
    luna = await _luna(db)
    for amount, left in ((3, OverBudget("once", 2)), (2, None), (2, OverBudget("day", 1)), (1, None)):
        given = await _give(luna, amount)
        assert given.over == left if isinstance(given, TooMuch) else isinstance(given, Surprised)
    by_owner = await _give(luna, 2, by=luna.cafe.cleo)
    assert isinstance(by_owner, TooMuch)
    assert by_owner.over == OverBudget("month", 1)
    assert isinstance(await _give(luna, 1, by=luna.cafe.cleo), Surprised)
    assert isinstance(await _give(luna, 1, now=NOW + DAY), TooMuch)
    assert isinstance(await _give(luna, 1, now=NOW + timedelta(days=30)), Surprised)  # April


async def test_what_is_left_is_said_before_anything_is_asked(db: Database) -> None:
    luna = await _luna(db)
    state = await luna.stands()
    asked = (state.account.id, state.counter.programme_id)

    async def left(by: int) -> tuple[int, int]:
        found = await db.write(budget, ActingPerson(by), *asked, now=NOW)
        assert isinstance(found, Budget)
        return found.left, found.this_month

    assert await left(luna.cafe.eva) == (2, 4)
    await _give(luna, 2)
    assert (await left(luna.cafe.eva), await left(luna.cafe.cleo)) == ((1, 2), (2, 2))


async def test_right_after_a_visit_it_belongs_to_it_and_is_taken_back_with_it(db: Database) -> None:
    luna = await _luna(db)
    booked = await luna.booked()
    await _give(luna, 2, now=NOW + MINUTE)
    undone = await luna.undo(booked.visit.id, NOW + 2 * MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.standing.balance == 0
    counter = undone.state.counter
    assert (
        await db.read(gifts.given_since, counter, "surprise", since=NOW - DAY) == 0
    )  # and is in the budget again
    [told] = await luna.told("surprise")
    assert await db.read(surprise_told, told["entry_id"]) is None


async def test_what_is_taken_back_later_makes_no_budget_larger_and_is_nobody_elses(db: Database) -> None:
    luna = await _luna(db)
    last_day = NOW + timedelta(days=29, hours=4)  # 31 March
    booked = await luna.booked(last_day)
    await _give(luna, 2, now=last_day + MINUTE)
    in_april = last_day + DAY
    undone = await luna.undo(booked.visit.id, in_april, by=luna.cafe.cleo, reason="a slip")
    assert isinstance(undone, Undone)
    asked = (undone.state.account.id, undone.state.counter.programme_id)
    found = await db.write(budget, ActingPerson(luna.cafe.cleo), *asked, now=in_april)
    assert isinstance(found, Budget)
    assert found.this_month == SMALL.a_month


async def test_it_is_no_visit(db: Database) -> None:
    luna = await _luna(db)
    await luna.booked()
    given = await _give(luna, 1, now=NOW + 2 * HOUR)
    assert isinstance(given, Surprised)
    assert given.state.account.last_visit_at == NOW
    assert given.state.standing.given_today == 1


async def test_it_can_fill_a_card(db: Database) -> None:
    luna = await open_luna(db, stamps(2, parts=(SMALL,)))
    given = await _give(luna, 2)
    assert isinstance(given, Surprised)
    assert [new.reward.key for new in given.vouchers] == ["coffee"]


async def test_a_second_tap_and_a_second_till_give_nothing_more(db: Database) -> None:
    luna = await _luna(db)
    state = await luna.stands()
    gift = SurpriseGift(state.account.id, state.counter.programme_id, 2, 0, WHY)
    outcomes = await asyncio.gather(
        *(db.write(give_surprise, ActingPerson(by), gift, now=NOW) for by in (luna.cafe.eva, luna.cafe.cleo))
    )
    assert sorted(type(one).__name__ for one in outcomes) == [GivenAlready.__name__, Surprised.__name__]
    assert (await luna.stands()).standing.balance == 2


async def test_nobody_gives_to_themselves_nor_where_nothing_is_set_aside(db: Database) -> None:
    luna = await _luna(db)
    assert isinstance(await _give(luna, 1, by=luna.cafe.ana), NotStaff)
    plain = await open_luna(db, points())
    assert await _give(plain, 1) == NoSurprises()


async def test_staff_who_hold_a_card_get_nothing_from_themselves(db: Database) -> None:
    luna = await _luna(db)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "cashier")
    assert isinstance(await _give(luna, 1, by=luna.cafe.ana), OwnCard)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (Surprise(0, 1, 1), "month"),
        (Surprise(MOST_A_MONTH + 1, 1, 1), "month"),
        (Surprise(5, 6, 1), "day"),
        (Surprise(5, 0, 1), "day"),
        (Surprise(5, 2, 3), "once"),
        (Surprise(5, 2, 0), "once"),
    ],
)
def test_a_budget_of_nothing_and_one_that_its_days_pass_are_refused(part: Surprise, why: str) -> None:
    bad = part.problem(takes_amounts=False)
    assert isinstance(bad, BadPart)
    assert bad.why == why
