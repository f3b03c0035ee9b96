"""What was given is what is owed and what was paid, whatever is taken back; more than is owed is never noted unsaid."""

from datetime import date
from random import Random

import pytest

from actions.access import NotAllowed
from actions.cards.good_causes import choose_cause
from actions.shop.cause_payments import (
    CauseBooks,
    NewPayment,
    PaymentNoted,
    PaymentNotNoted,
    books_of,
    content,
    note_payment,
    see_payment,
    take_payment_back,
)
from actions.shop.shop_details import MoneyKept, Proposed, propose_change
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.parts.cause import EXACT, GoodCauses, Supported
from storage.engine.database import Database
from tests.actions.places import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    Luna,
    change_only,
    join,
    meet,
    open_luna,
    points,
    stamps,
)

BANK, SHELTER = Supported("Food bank"), Supported("Animal shelter")
TEN_CENTS = GoodCauses((BANK, SHELTER), a_visit_minor=10)
TODAY = date(2026, 3, 2)


async def books(luna: Luna) -> list[CauseBooks]:
    found = await luna.db.read(books_of, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert not isinstance(found, NotAllowed)
    return found


async def notes(
    luna: Luna,
    minor: int,
    day: date = TODAY,
    *,
    jpeg: bytes = b"",
    by: int | None = None,
    knowing: bool = False,
    cause: int = 1,
) -> PaymentNoted | PaymentNotNoted | NotAllowed:
    new = NewPayment(cause, minor, day, jpeg)
    who = ActingPerson(by or luna.cafe.cleo)
    return await luna.db.write(note_payment, who, luna.cafe.shop.id, new, knowing=knowing, now=NOW + DAY)


async def test_a_payment_is_noted_with_its_picture_and_customers_see_it(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    for hour in range(3):
        await luna.booked(NOW + hour * HOUR)
    done = await notes(luna, 20, jpeg=b"a receipt")
    assert isinstance(done, PaymentNoted)
    assert (done.books.given, done.books.paid_minor, done.books.owed_minor) == (30 * EXACT, 20, 10)
    assert await db.read(content, done.payment.id) == b"a receipt"
    shown = await db.read(see_payment, luna.cafe.ana, done.payment.id)
    assert shown is not None
    assert (shown.payment.amount_minor, shown.payment.day, shown.books.paid_minor) == (20, TODAY, 20)
    assert await db.read(see_payment, await db.write(meet, "Ben"), done.payment.id) is None


async def test_nobody_but_the_owner_notes_a_payment_or_takes_one_back(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked()
    assert await notes(luna, 10, by=luna.cafe.eva) == NotAllowed()
    done = await notes(luna, 10)
    assert isinstance(done, PaymentNoted)
    eva = ActingPerson(luna.cafe.eva)
    assert await db.write(take_payment_back, eva, done.payment.id, now=NOW + DAY) == NotAllowed()


@pytest.mark.parametrize(
    ("minor", "day", "cause", "why"),
    [
        (0, TODAY, 1, PaymentNotNoted("sum")),
        (-5, TODAY, 1, PaymentNotNoted("sum")),
        (10_000_001, TODAY, 1, PaymentNotNoted("sum")),
        (10, date(2026, 3, 4), 1, PaymentNotNoted("future")),
        (10, TODAY, 9, PaymentNotNoted("gone")),
        (11, TODAY, 1, PaymentNotNoted("ahead", 1)),
    ],
)
async def test_what_can_not_be_is_not_noted_and_says_why(
    sqlite_db: Database, minor: int, day: date, cause: int, why: PaymentNotNoted
) -> None:
    luna = await open_luna(sqlite_db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked()
    assert await notes(luna, minor, day, cause=cause) == why
    assert (await books(luna))[0].payments == ()


async def test_more_than_is_owed_is_noted_for_who_knows_it_and_counts_for_what_comes(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked()
    done = await notes(luna, 15, knowing=True)
    assert isinstance(done, PaymentNoted)
    assert (done.books.owed_minor, done.books.ahead_minor) == (0, 5)
    await luna.booked(NOW + HOUR)
    [bank] = await books(luna)
    assert (bank.owed_minor, bank.ahead_minor) == (5, 0)


async def test_an_undo_after_a_payment_leaves_it_paid_ahead(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    visit = (await luna.booked()).visit
    await notes(luna, 10)
    assert isinstance(await luna.undo(visit.id, NOW + MINUTE), Undone)
    [bank] = await books(luna)
    assert (bank.given, bank.paid_minor, bank.owed_minor, bank.ahead_minor) == (0, 10, 0, 10)


async def test_a_payment_that_is_taken_back_is_owed_again_and_shown_no_more(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked()
    done = await notes(luna, 10, jpeg=b"a receipt")
    assert isinstance(done, PaymentNoted)
    owner = ActingPerson(luna.cafe.cleo)
    assert isinstance(await db.write(take_payment_back, owner, done.payment.id, now=NOW + DAY), PaymentNoted)
    assert await db.write(take_payment_back, owner, done.payment.id, now=NOW + DAY) == PaymentNotNoted("gone")
    assert await db.read(see_payment, luna.cafe.ana, done.payment.id) is None
    [bank] = await books(luna)
    assert (bank.owed_minor, bank.payments) == (10, ())


async def test_a_cause_that_is_removed_is_owed_and_paid_all_the_same(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked()
    await db.write(change_only, luna.cafe.shop.id, stamps(30), now=NOW)
    [bank] = await books(luna)
    assert (bank.supported, bank.owed_minor) == (False, 10)
    assert isinstance(await notes(luna, 10), PaymentNoted)


@pytest.mark.parametrize("seed", range(5))
async def test_what_was_given_is_owed_or_paid_to_the_last_thousandth_over_many_days(
    db: Database, seed: int
) -> None:
    luna = await open_luna(db, points(parts=(GoodCauses((BANK, SHELTER), permille=7),)))
    cards = [luna.cafe.card_id, await db.write(join, luna.cafe.shop, await db.write(meet, "Ben"))]
    dice = Random(seed)  # noqa: S311 - the same at each run
    stands, paid, undone, visits = 0, 0, 0, list[tuple[int, int]]()
    for hour in range(40):
        now = NOW + hour * HOUR
        what = dice.choice(("visit", "visit", "visit", "undo", "pay", "unpay"))
        if what == "visit":
            spent = dice.randint(100, 99_999)
            visits.append(((await luna.booked(now, card=dice.choice(cards), spent=spent)).visit.id, spent))
            stands += spent * 7
        elif what == "undo" and visits:
            outcome = await luna.undo(visits[-1][0], now, by=luna.cafe.cleo, reason="a slip")
            assert isinstance(outcome, Undone)
            stands, undone = stands - visits.pop()[1] * 7, undone + 1
        elif what == "pay" and visits:
            minor = dice.randint(1, 999)
            paid += minor if isinstance(await notes(luna, minor, knowing=True), PaymentNoted) else 0
        elif what == "unpay" and (found := await books(luna)) and found[0].payments:
            newest = found[0].payments[0]
            await db.write(take_payment_back, ActingPerson(luna.cafe.cleo), newest.id, now=now)
            paid -= newest.amount_minor
        for one in await books(luna):
            assert one.given == one.owed + one.paid_minor * EXACT
            assert (one.given, one.paid_minor) == (stands, paid)
            assert one.owed_minor == 0 or one.ahead_minor == 0
    assert undone


async def _other_money(luna: Luna) -> object:
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    return await luna.db.write(propose_change, cleo, shop, "currency", "HUF")


async def test_a_shops_money_stays_while_it_promises_a_sum_and_once_anything_was_given(db: Database) -> None:
    luna = await open_luna(db, stamps(parts=(TEN_CENTS,)))
    assert isinstance(await _other_money(luna), MoneyKept)
    await luna.booked()
    await db.write(change_only, luna.cafe.shop.id, stamps(), now=NOW + HOUR)
    assert isinstance(await _other_money(luna), MoneyKept)


async def test_a_shops_money_stays_once_it_paid_a_cause_and_goes_where_a_cause_was_only_chosen(
    db: Database,
) -> None:
    share = GoodCauses((BANK, SHELTER), permille=10)
    luna = await open_luna(db, points(parts=(share,)))
    version = (await luna.stands()).current.id
    await db.write(choose_cause, luna.cafe.ana, luna.cafe.card_id, version, 0, now=NOW)
    assert isinstance(await _other_money(luna), Proposed)
    assert isinstance(await notes(luna, 5, knowing=True), PaymentNoted)
    assert isinstance(await _other_money(luna), MoneyKept)
