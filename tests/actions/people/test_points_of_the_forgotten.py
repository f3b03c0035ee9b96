"""Points of a coalition that somebody had who is forgotten run out in that moment, for those who gave them; both engines."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from importlib import import_module

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select, update

from actions.cards.join import Joined, join_shop
from actions.people.erasure import Erased, erase_person
from actions.people.merge import join_persons
from actions.shop.settlement import CoalitionBooks, see_account
from actions.till.redeem import Redeemed, spend_code
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, UnknownCode
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import coalition_books
from storage.tables import accounts, counters, entries, vouchers
from tests.actions.overlaps import overlap
from tests.actions.places import DAY, MINUTE, NOW, meet
from tests.actions.shop.test_settlement import THIRD_OF_APRIL, a_month, owing, settle_due
from tests.actions.together import Street, open_street

pytestmark = pytest.mark.engines


async def still_open(street: Street, now: datetime) -> tuple[int, int]:
    """Return how many points of Luna and of Sol may still be spent, as their owners read it."""
    found = list[int]()
    for at in (street.luna, street.sol):
        seen = await street.db.read(see_account, ActingPerson(at.cleo), at.shop.id, now=now)
        assert isinstance(seen, CoalitionBooks)
        found.append(seen.ledger.open)
    return found[0], found[1]


async def test_what_somebody_had_who_is_forgotten_can_be_spent_no_more(db: Database) -> None:
    street = await a_month(db)
    await street.booked(street.luna, 10_000, NOW + 2 * MINUTE)
    await street.booked(street.sol, 3_000, NOW + 4 * MINUTE)
    await street.code(now=NOW + 5 * MINUTE)  # a reward that waits, for 100 points of Luna
    assert await still_open(street, NOW + DAY) == (120, 30)
    for _ in range(2):
        assert await db.write(erase_person, street.luna.ana, now=NOW + DAY) == Erased()
    assert await still_open(street, NOW + DAY) == (0, 0)
    await somebody_comes(street, NOW + 2 * DAY)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    assert [one.debt.minor for one in await owing(street)] == [500]  # for what was handed out before
    assert await closed(street) == [(31, 0, 30), (220, 100, 120)]
    assert await still_open(street, THIRD_OF_APRIL) == (0, 1)


async def somebody_comes(street: Street, now: datetime) -> None:
    """Let Sol give a point to somebody new: a month is closed up to its last visit."""
    joined = await street.db.write(join_new, street, now)
    await street.booked(street.sol, 100, now, card=joined)


def join_new(tx: Tx, street: Street, now: datetime) -> int:
    joined = join_shop(tx, meet(tx, "Bea"), street.shop.code, now=now)
    assert isinstance(joined, Joined)
    return joined.state.account.id


async def closed(street: Street) -> list[tuple[int, int, int]]:
    """Return what each shop gave, and what of it was spent and ran out, in the months that are closed."""
    sums = await street.db.read(coalition_books.closed_sums, street.shop.id)
    return sorted((one.given, one.spent, one.ran_out) for one in sums)


async def test_who_is_forgotten_after_a_month_was_settled_ends_in_the_next(db: Database) -> None:
    street = await a_month(db)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    assert await still_open(street, THIRD_OF_APRIL) == (20, 0)
    await db.write(erase_person, street.luna.ana, now=THIRD_OF_APRIL)
    assert await still_open(street, THIRD_OF_APRIL) == (0, 0)
    await somebody_comes(street, THIRD_OF_APRIL + DAY)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL + 31 * DAY)
    assert await closed(street) == [(1, 0, 0), (120, 100, 20)]


@pytest.mark.parametrize("settled", [True, False])
async def test_a_reward_that_ran_out_before_its_holder_was_forgotten_ran_out_once(
    db: Database, *, settled: bool
) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    await street.code()
    over = NOW + 366 * DAY  # the reward; the next visit kept the rest
    await street.booked(street.sol, 3_000, NOW + 100 * DAY)
    if settled:
        await db.write(settle_due, street.shop.id, now=over + 40 * DAY)
    await db.write(erase_person, street.luna.ana, now=over + 40 * DAY)
    assert await still_open(street, over + 40 * DAY) == (0, 0)
    await somebody_comes(street, over + 41 * DAY)
    await db.write(settle_due, street.shop.id, now=over + 80 * DAY)
    assert await closed(street) == [(31, 0, 30), (120, 0, 120)]


@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_reward_that_took_all_points_of_a_card_is_theirs_who_gave_them_after_two_cards_are_one(
    db: Database, *, forgotten: bool
) -> None:
    street = await open_street(db)
    other = await db.write(meet, "Ana elsewhere")
    await db.write(join_shop, other, street.shop.code, now=NOW)
    await street.booked(street.luna, 10_000)
    code = await street.code()  # nothing is left on the card
    await db.write(join_persons, other, street.luna.ana, now=NOW + MINUTE)
    if forgotten:
        await db.write(erase_person, other, now=NOW + MINUTE)
        assert await still_open(street, NOW + DAY) == (0, 0)
        return
    used = await db.write(spend_code, ActingPerson(street.sol.eva), code, now=NOW + 2 * MINUTE)
    assert isinstance(used, Redeemed)
    assert await still_open(street, NOW + DAY) == (0, 0)
    await db.write(settle_due, street.shop.id, now=THIRD_OF_APRIL)
    assert [one.debt.minor for one in await owing(street)] == [500]


async def test_of_a_scan_and_being_forgotten_at_the_same_moment_one_is_after_the_other(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    scan = Scan(ActingPerson(street.sol.eva), street.card_id, Claim(spent_minor=3_000))
    scans = partial(scan_card, scan=scan, key="beside", now=NOW + DAY)
    forgets = partial(erase_person, person_id=street.luna.ana, now=NOW + DAY)
    booked, _ = await overlap(db, scans, forgets)
    assert isinstance(booked, Booked)
    assert await still_open(street, NOW + DAY) == (0, 0)


async def test_who_is_forgotten_first_is_scanned_no_more(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    scan = Scan(ActingPerson(street.sol.eva), street.card_id, Claim(spent_minor=3_000))
    scans = partial(scan_card, scan=scan, key="beside", now=NOW + DAY)
    forgets = partial(erase_person, person_id=street.luna.ana, now=NOW + DAY)
    _, refused = await overlap(db, forgets, scans)
    assert isinstance(refused, UnknownCode)
    assert await still_open(street, NOW + DAY) == (0, 0)


def forgotten_before(tx: Tx, card_id: int, at: datetime) -> None:
    """Let go of a card as it was done before: what was on it stayed, and all that waited was withdrawn."""
    tx.execute(
        update(accounts).where(accounts.c.id == card_id).values(person_id=None, closed_at=at, found_by=None)
    )
    unused = (vouchers.c.account_id == card_id, vouchers.c.state == "available")
    tx.execute(update(vouchers).where(*unused).values(state="withdrawn"))


def migrate(tx: Tx) -> None:
    with Operations.context(MigrationContext.configure(tx)):
        import_module("storage.migrations.versions.0096_end_what_the_forgotten_had").upgrade()


_SUMS = Statement(
    select(counters.c.balance, func.sum(entries.c.amount))
    .join(entries, entries.c.counter_id == counters.c.id)
    .group_by(counters.c.id, counters.c.balance)
)


@pytest.mark.parametrize(("days", "settled"), [(1, False), (60, True), (400, False), (500, True)])
async def test_who_was_forgotten_before_has_nothing_open_either(
    db: Database, *, days: int, settled: bool
) -> None:
    street = await a_month(db)
    await street.booked(street.luna, 10_000, NOW + 2 * MINUTE)
    await street.booked(street.sol, 3_000, NOW + 4 * MINUTE)
    await street.code(now=NOW + 5 * MINUTE)
    then = NOW + days * DAY
    if settled:
        await db.write(settle_due, street.shop.id, now=then)
    await db.write(forgotten_before, street.card_id, then)
    assert await still_open(street, then) != (0, 0)
    for _ in range(2):
        await db.write(migrate)
    assert await still_open(street, then) == (0, 0)
    sums: Sequence[tuple[int, int]] = [tuple(row) for row in await db.read(_SUMS.all)]
    assert all(balance == lines for balance, lines in sums)
    await somebody_comes(street, then + DAY)
    await db.write(settle_due, street.shop.id, now=then + 80 * DAY)
    assert await closed(street) == [(31, 0, 30), (220, 100, 120)]
