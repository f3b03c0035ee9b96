"""Many tills at once, and callers who hang up: each thing happens once, whole or not at all."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

import pytest

from actions.cards.held_reward import NotAvailable
from actions.cards.join import Claimed, TakenCard, claim_card, join_shop, print_cards
from actions.people.identify import Caller, recognise
from actions.shop.invitations import Hired, InviteGone, accept_invite, invite
from actions.till.redeem import Redeemed, SpendCode, redeem, show_voucher, spend_code
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import AlreadyBooked, Booked, Refused
from actions.till.undo_visit import NotUndone, Undone, undo_visit
from loyalty.actor import ActingPerson, Operator
from loyalty.cards.visits import Claim, SameVisit
from loyalty.till.undo import AlreadyUndone
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.pending import write_pending
from storage.engine.statements import Tx
from tests.actions.places import HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, points, stamps

pytestmark = pytest.mark.engines

T = TypeVar("T")
MANY = 20


async def at_once(calls: list[Coroutine[Any, Any, T]]) -> list[T]:
    """Run calls at the same time."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call) for call in calls]
    return [task.result() for task in tasks]


async def test_twenty_tills_that_scan_one_card_book_one_visit(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    outcomes = await at_once([luna.scan() for _ in range(MANY)])
    booked = [outcome for outcome in outcomes if isinstance(outcome, Booked)]
    polite = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert (len(booked), len(polite)) == (1, MANY - 1)
    for outcome in polite:
        assert isinstance(outcome.why, SameVisit)
        assert (outcome.why.last.id, outcome.why.last.staff) == (booked[0].visit.id, "Eva")
    assert (await luna.stands()).counter.balance == 1


async def test_one_update_delivered_twenty_times_at_once_books_one_visit(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    outcomes = await at_once([luna.scan(NOW + n * HOUR, key="telegram:7") for n in range(MANY)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyBooked"] * (MANY - 1) + [
        "Booked"
    ]
    assert {o.visit.id for o in outcomes if isinstance(o, AlreadyBooked | Booked)} == {1}
    assert (await luna.stands()).counter.balance == 1


@pytest.mark.slow
async def test_twenty_cards_scanned_at_once_all_count(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    prints = await db.write(print_cards, luna.cafe.shop, MANY, now=NOW)
    outcomes = await at_once([luna.scan(card=card.id) for card in prints])
    assert all(isinstance(outcome, Booked) for outcome in outcomes)
    for card in prints:
        assert (await luna.stands(card=card.id)).counter.balance == 1


async def test_two_cashiers_who_tap_plus_one_add_one(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    await at_once([luna.more(visit.id, 1) for _ in range(2)])
    assert (await luna.stands()).counter.balance == 2


async def test_two_tills_spend_a_voucher_once(db: Database) -> None:
    luna = await open_luna(db, stamps(1))
    voucher = (await luna.booked()).state.vouchers[0]
    code = await db.write(show_voucher, luna.cafe.ana, voucher.id, now=NOW)
    assert isinstance(code, SpendCode)
    cafe = luna.cafe
    tills: list[Coroutine[Any, Any, object]] = [
        db.write(spend_code, ActingPerson(cafe.eva), code.code, now=NOW),
        db.write(spend_code, ActingPerson(cafe.cleo), code.code, now=NOW),
        db.write(redeem, ActingPerson(cafe.cleo), cafe.card_id, voucher.id, shown=True, now=NOW),
    ]
    outcomes = await at_once(tills)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "NotAvailable",
        "NotAvailable",
        "Redeemed",
    ]
    assert {o.used_by for o in outcomes if isinstance(o, NotAvailable)} in ({"Eva"}, {"Cleo"})


async def test_two_tills_spend_points_once(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(spent=6000)
    cafe = luna.cafe
    outcomes = await at_once(
        [
            db.write(redeem, ActingPerson(by), cafe.card_id, "coffee", shown=True, now=NOW)
            for by in (cafe.eva, cafe.cleo)
        ]
    )
    assert sum(isinstance(outcome, Redeemed) for outcome in outcomes) == 1
    assert (await luna.stands()).counter.balance == 10


async def test_two_who_undo_a_visit_undo_it_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    outcomes = await at_once(
        [
            db.write(undo_visit, ActingPerson(by), visit.id, reason=None, now=NOW)
            for by in (luna.cafe.eva, luna.cafe.cleo)
        ]
    )
    assert [o.why for o in outcomes if isinstance(o, NotUndone)] == [AlreadyUndone()]
    assert (await luna.stands()).counter.balance == 0


async def test_an_undo_and_an_extra_stamp_at_once_agree(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    calls: list[Coroutine[Any, Any, object]] = [luna.undo(visit.id), luna.more(visit.id, 1)]
    undone, _ = await at_once(calls)
    assert isinstance(undone, Undone)
    assert (await luna.stands()).counter.balance == 0


async def test_two_people_claim_a_printed_card_and_one_has_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    card = (await db.write(print_cards, luna.cafe.shop, 1, now=NOW))[0]
    await luna.booked(card=card.id)
    ben = await db.write(meet, "Ben")
    outcomes = await at_once(
        [db.write(claim_card, who, card.public_id, now=NOW) for who in (luna.cafe.ana, ben)]
    )
    assert sum(isinstance(outcome, Claimed) for outcome in outcomes) == 1
    assert TakenCard(own=False) in outcomes


async def test_one_person_claims_two_cards_at_once_and_has_one_with_both(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    prints = await db.write(print_cards, luna.cafe.shop, 2, now=NOW)
    for card in prints:
        await luna.booked(card=card.id)
    ben = await db.write(meet, "Ben")
    outcomes = await at_once([db.write(claim_card, ben, card.public_id, now=NOW) for card in prints])
    assert all(isinstance(outcome, Claimed) for outcome in outcomes)
    assert (await luna.stands(card=await db.write(join, luna.cafe.shop, ben))).counter.balance == 2


async def test_a_claim_and_a_scan_at_once_lose_nothing(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    card = (await db.write(print_cards, luna.cafe.shop, 1, now=NOW))[0]
    await luna.booked(card=card.id)
    calls: list[Coroutine[Any, Any, object]] = [
        db.write(claim_card, luna.cafe.ana, card.public_id, now=NOW + MINUTE),
        luna.scan(NOW + MINUTE, card=card.id),
    ]
    _, scanned = await at_once(calls)
    assert (await luna.stands(NOW + MINUTE)).counter.balance == (2 if isinstance(scanned, Booked) else 1)
    assert (await luna.stands(NOW + MINUTE, card=card.id)).counter.balance == 0


async def test_two_who_open_an_invitation_and_one_is_hired(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    token = await db.write(invite, Operator(), luna.cafe.shop.id, "cashier", now=NOW)
    people = [await db.write(meet, name) for name in ("Kim", "Lou")]
    outcomes = await at_once([db.write(accept_invite, ActingPerson(who), token, now=NOW) for who in people])
    assert sum(isinstance(outcome, Hired) for outcome in outcomes) == 1
    assert InviteGone() in outcomes


async def test_somebody_new_who_writes_twice_at_once_is_one_person_with_one_card(db: Database) -> None:
    luna = await open_luna(db, stamps(10))

    def arrive(tx: Tx) -> tuple[int, int]:
        who = recognise(tx, Caller("telegram", "luna_bot", "77", name="Kim", language="en"), now=NOW)
        join_shop(tx, who.person.id, luna.cafe.shop.code, now=NOW)
        return who.person.id, join(tx, luna.cafe.shop, who.person.id)

    arrivals = await at_once([db.write(arrive) for _ in range(5)])
    assert len(set(arrivals)) == 1


async def test_a_role_is_raised_and_used_at_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    kim = await db.write(meet, "Kim")
    calls: list[Coroutine[Any, Any, object]] = [
        db.write(hire, luna.cafe.shop.id, kim, role) for role in ("manager", "cashier")
    ]
    await at_once(calls)
    hired = await db.write(hire, luna.cafe.shop.id, kim, "cashier")
    assert hired.member.role == "manager"


class Watched:
    """A transaction that calls back before its statement number `at`."""

    def __init__(self, tx: Tx, at: int, call: Callable[[], object]) -> None:
        self.dialect, self._tx, self._at, self._call = tx.dialect, tx, at, call
        self.statements = 0

    @property
    def connection(self) -> object:
        self.statements += 1
        if self.statements == self._at:
            self._call()
        return self._tx.connection

    @property
    def info(self) -> Any:
        return self._tx.info


async def hung_up(luna: Luna, card_id: int, *, at: int) -> bool:
    """Scan a card and hang up at the scan's statement number `at`; say whether there was one."""
    loop, scan = asyncio.get_running_loop(), Scan(ActingPerson(luna.cafe.eva), card_id, Claim())
    reached = False

    def hang_up() -> None:
        nonlocal reached
        reached = True
        loop.call_soon_threadsafe(task.cancel)

    def watched(tx: Tx) -> None:
        seen = cast("Tx", Watched(tx, at, hang_up))
        scan_card(seen, scan, key=f"update of {card_id}", now=NOW)
        write_pending(seen)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(luna.db.write(watched))
    return reached


@pytest.mark.slow
async def test_a_scan_whose_caller_hangs_up_anywhere_is_whole_or_absent_and_comes_again(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    at = 0
    for card in await db.write(print_cards, luna.cafe.shop, 20, now=NOW):
        await db.write(accounts.give, card.id, await db.write(meet, "Kim"))
        at += 1
        if not await hung_up(luna, card.id, at=at):
            break
        again = await luna.scan(card=card.id, key=f"update of {card.id}")
        assert isinstance(again, Booked | AlreadyBooked)
        assert (await luna.stands(card=card.id)).counter.balance == 1
        assert (await luna.booked(NOW + HOUR, card=card.id)).state.counter.balance == 2
    assert 6 < at < 16  # each statement once, and they are few: many tills wait for one another
    assert len(await luna.told("visit")) == 2 * (at - 1) + 1
