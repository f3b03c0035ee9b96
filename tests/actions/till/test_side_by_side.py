"""A stamp card and a points card at one till: each deed is done on the counter that it is about."""

from datetime import datetime

import pytest

from actions.till.correct_amount import Amended, amend
from actions.till.redeem import Redeemed, redeem, redeemable
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, Refused, ScanOutcome, UnknownCode, WhichProgramme
from actions.till.to_take_back import ToTakeBack, of_shop
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Limits, ProgrammeVersion
from loyalty.cards.visits import Claim, SameVisit
from storage.engine.database import Database
from tests.actions.places import MINUTE, NOW, SECOND, Luna, open_luna, points, stamps
from tests.actions.till.test_concurrency import at_once
from tests.side_by_side import add, on_each

pytestmark = pytest.mark.engines


async def _open(db: Database, *, cooldown: int = 0) -> tuple[Luna, ProgrammeVersion]:
    luna = await open_luna(db, stamps(3, limits=Limits(cooldown_minutes=cooldown)))
    return luna, await db.write(add, luna.cafe.shop.id, points(), now=NOW)


async def _on(
    luna: Luna, programme_id: int, claim: Claim | None = None, *, key: str, now: datetime = NOW
) -> ScanOutcome:
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, claim or Claim(), programme_id)
    return await luna.db.write(scan_card, scan, key=key, now=now)


async def _balances(luna: Luna) -> list[int]:
    states = await luna.db.write(on_each, luna.cafe.card_id, now=NOW)
    return [state.counter.balance for state in states]


async def test_a_question_books_nothing_and_keeps_no_key(db: Database) -> None:
    luna, added = await _open(db)
    asked = await luna.scan(key="one")
    assert isinstance(asked, WhichProgramme)
    assert [choice.counter.programme_id for choice in asked.choices][1] == added.programme_id
    assert isinstance(await luna.scan(key="one"), WhichProgramme)
    stamped = await _on(luna, asked.choices[0].counter.programme_id, key="one")
    assert isinstance(stamped, Booked)
    assert [one.counter.programme_id for one in stamped.also] == [added.programme_id]
    assert await _balances(luna) == [1, 0]


async def test_twenty_taps_on_one_question_book_one_visit_on_each_programme(db: Database) -> None:
    luna, _ = await _open(db)
    asked = await luna.scan()
    assert isinstance(asked, WhichProgramme)
    first, second = (choice.counter.programme_id for choice in asked.choices)
    claim, money = Claim(again=0), Claim(again=0, spent_minor=500)
    outcomes = await at_once(
        [_on(luna, first, claim, key=f"a{n}") for n in range(10)]
        + [_on(luna, second, money, key=f"b{n}") for n in range(10)]
    )
    assert sum(isinstance(outcome, Booked) for outcome in outcomes) == 2
    assert all(
        isinstance(one, Booked) or (isinstance(one, Refused) and isinstance(one.why, SameVisit))
        for one in outcomes
    )
    assert await _balances(luna) == [1, 5]


async def test_nobody_is_asked_while_the_stamp_card_pauses(db: Database) -> None:
    luna, added = await _open(db, cooldown=60)
    stamp = await luna.scan()
    assert isinstance(stamp, WhichProgramme)
    await _on(luna, stamp.choices[0].counter.programme_id, key="stamp")
    later = await luna.scan(NOW + 5 * MINUTE)
    assert isinstance(later, Refused)  # for an amount
    assert later.state.counter.programme_id == added.programme_id


async def test_what_was_booked_on_either_is_taken_back_by_itself(db: Database) -> None:
    luna, added = await _open(db)
    paid = await luna.booked(spent=500)
    assert paid.state.counter.programme_id == added.programme_id
    stamped = await _on(luna, paid.also[0].counter.programme_id, key="stamp")
    assert isinstance(stamped, Booked)
    found = await db.write(of_shop, ActingPerson(luna.cafe.eva), luna.cafe.shop.id, most=5, now=NOW)
    assert isinstance(found, ToTakeBack)
    assert {one.visit_id for one in found.bookings} == {paid.visit.id, stamped.visit.id}
    more = await luna.more(stamped.visit.id, 1)
    assert isinstance(more, Booked)
    assert await _balances(luna) == [2, 5]
    undone = await luna.undo(paid.visit.id)  # an older visit, but the newest on its counter
    assert isinstance(undone, Undone)
    assert undone.state.counter.programme_id == added.programme_id
    assert await _balances(luna) == [2, 0]
    assert isinstance(await luna.undo(stamped.visit.id), Undone)
    assert isinstance(await luna.undo(stamped.visit.id), NotUndone)
    assert await _balances(luna) == [0, 0]


async def test_a_right_amount_goes_where_the_wrong_one_went(db: Database) -> None:
    luna, _ = await _open(db)
    paid = await luna.booked(spent=500)
    amended = await db.write(
        amend, ActingPerson(luna.cafe.eva), paid.visit.id, 1500, key="right", now=NOW + SECOND
    )
    assert isinstance(amended, Amended)
    assert isinstance(amended.outcome, Booked)
    assert await _balances(luna) == [0, 15]


async def test_points_are_spent_on_their_counter_and_vouchers_on_any(db: Database) -> None:
    luna, _ = await _open(db)
    paid = await luna.booked(spent=6000)
    first = paid.also[0].counter.programme_id
    for number in range(3):
        await _on(luna, first, key=f"stamp{number}", now=NOW + 2 * number * MINUTE)
    assert await _balances(luna) == [0, 60]
    every = await db.write(redeemable, ActingPerson(luna.cafe.eva), luna.cafe.card_id, now=NOW)
    assert isinstance(every, tuple)
    [voucher], price = every[0].vouchers, every[1].standing.version.programme.rewards[0]
    for what in (voucher.id, price.key):
        given = await db.write(
            redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, what, shown=True, now=NOW + MINUTE
        )
        assert isinstance(given, Redeemed)
    assert await _balances(luna) == [0, 10]


async def test_a_programme_that_is_no_more_books_nothing(db: Database) -> None:
    luna, _ = await _open(db)
    assert isinstance(await _on(luna, 999, key="gone"), UnknownCode)
