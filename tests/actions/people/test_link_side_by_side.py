"""Two cards of a shop with two programmes: whatever is on each counter, nothing of it is lost when they become one."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from actions.cards.join import Claimed, claim_card, join_shop, print_cards
from actions.cards.own_cards import own_cards
from actions.people.link_accounts import Unlinked, undo_link
from actions.people.move_card import Moved, MovedBack, move_card, undo_move
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import merges
from tests.actions.cards.test_ledger_machine import points_programmes, running, stamp_programmes
from tests.actions.links import everything, link, linked, twin, unlinked, writes_on
from tests.actions.places import DAY, HOUR, NOW, Cafe, open_cafe, open_luna, points, stamps
from tests.actions.promises import breaches
from tests.side_by_side import add, collect, on_each

_GIVEN = """SELECT c.programme_id, COALESCE(SUM(e.amount), 0) FROM entries e JOIN counters c ON c.id = e.counter_id
    LEFT JOIN entries s ON s.id = e.reverses_id
    WHERE c.shop_id = :shop AND COALESCE(s.kind, e.kind) = 'visit' GROUP BY c.programme_id"""
_WAITING = "SELECT id FROM vouchers WHERE shop_id = :shop AND state = 'available' ORDER BY id"
Amounts = tuple[int, int]
LATER = NOW + 8 * HOUR


def _given(tx: Tx, shop_id: int) -> list[tuple[int, int]]:
    return sorted((int(one), int(sum_)) for one, sum_ in tx.execute(text(_GIVEN), {"shop": shop_id}))


def _counts(tx: Tx, account_id: int) -> list[int]:
    return [state.counter.balance for state in on_each(tx, account_id, now=LATER)]


def becomes_one_and_two_again(
    tx: Tx, rules: tuple[Programme, Programme], ours: Amounts, theirs: Amounts
) -> None:
    """Check what must hold at each of the three moments."""
    cafe = open_cafe(tx, rules[0], now=NOW - DAY)
    add(tx, cafe.shop.id, rules[1], now=NOW - DAY)
    other = writes_on(tx, "whatsapp", now=NOW)
    join_shop(tx, other, cafe.shop.code, now=NOW)
    second = own_cards(tx, other, now=NOW)[0].account.id
    for account_id, amounts in ((cafe.card_id, ours), (second, theirs)):
        collect(tx, account_id, *amounts, now=NOW)
    before, gained = everything(tx), _given(tx, cafe.shop.id)
    had = set(tx.execute(text(_WAITING), {"shop": cafe.shop.id}).scalars())
    points_before = _counts(tx, cafe.card_id)[1] + _counts(tx, second)[1]

    done = link(tx, other, cafe.ana, now=LATER)
    assert breaches(tx, cafe.shop.id) == {}
    assert _given(tx, cafe.shop.id) == gained
    kept = done.cards[0][0].account.id
    assert _counts(tx, kept)[1] + min(rules[1].head_start, points_before) >= points_before
    if not rules[0].head_start:
        assert had <= {voucher.id for voucher in done.cards[0][0].vouchers}

    assert undo_link(tx, done.person_id, done.merge_id, now=LATER) == Unlinked(())
    assert breaches(tx, cafe.shop.id) == {}
    after = everything(tx)
    assert {name for name in after if after[name] != before[name]} == set()


def _search(run: Callable[..., object], most: int) -> None:
    some = st.tuples(st.integers(0, 9), st.integers(0, 30))

    @settings(max_examples=most, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(st.tuples(stamp_programmes(), points_programmes()), some, some)
    def holds(rules: tuple[Programme, Programme], ours: Amounts, theirs: Amounts) -> None:
        run(becomes_one_and_two_again, rules, ours, theirs)

    holds()


@pytest.mark.slow
def test_nothing_on_either_counter_is_lost_and_all_goes_back_on_sqlite(sqlite_url: str) -> None:
    with running(sqlite_url) as run:
        _search(run, settings().max_examples)


@pytest.mark.slow
def test_nothing_on_either_counter_is_lost_and_all_goes_back_on_postgresql(postgres_url: str) -> None:
    with running(postgres_url) as run:
        _search(run, 20)


def _as_written_before(tx: Tx, merge_id: int) -> None:
    """Write a merge down as it was when a card had one counter: one record, and no counter named."""
    row = tx.execute(select(merges.c.moved).where(merges.c.id == merge_id)).scalar_one()
    moved = json.loads(row)
    for card in moved["cards"]:
        [poured] = card["poured"]
        card["poured"] = {name: fact for name, fact in poured.items() if "counter" not in name}
    tx.execute(update(merges).where(merges.c.id == merge_id).values(moved=json.dumps(moved)))


async def test_a_link_of_before_is_undone_where_a_programme_was_added_since(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    cafe, other = luna.cafe, await twin(luna)
    [theirs] = await db.write(own_cards, other, now=LATER)
    await db.write(collect, theirs.account.id, 3, now=NOW)
    done = await linked(luna, other)
    await db.write(_as_written_before, done.merge_id)
    await db.write(add, cafe.shop.id, points(), now=NOW + 2 * HOUR)
    await db.write(collect, cafe.card_id, 0, 40, now=NOW + 2 * HOUR)
    assert await unlinked(luna, done) == Unlinked(())
    assert await db.read(_counts, theirs.account.id) == [3, 0]
    assert await db.read(_counts, cafe.card_id) == [0, 40]
    assert await db.read(breaches, cafe.shop.id) == {}


async def _both(db: Database) -> Cafe:
    """Open Café Luna with a stamp card and a points card; Ana has two stamps and forty points."""
    cafe = (await open_luna(db, stamps(5))).cafe
    await db.write(add, cafe.shop.id, points(), now=NOW)
    await db.write(collect, cafe.card_id, 2, 40, now=NOW)
    return cafe


async def test_a_printed_card_that_is_claimed_brings_what_is_on_each_counter(db: Database) -> None:
    cafe = await _both(db)
    [printed] = await db.write(print_cards, cafe.shop, 1, now=NOW)
    await db.write(collect, printed.id, 1, 15, now=NOW)
    claimed = await db.write(claim_card, cafe.ana, printed.public_id, now=NOW + HOUR)
    assert isinstance(claimed, Claimed)
    assert [state.counter.balance for state in claimed.states] == [3, 55]
    assert await db.read(breaches, cafe.shop.id) == {}


async def test_a_card_that_is_moved_brings_each_counter_and_gives_them_back(db: Database) -> None:
    cafe = await _both(db)
    other = await db.write(writes_on, "whatsapp", now=NOW)
    await db.write(join_shop, other, cafe.shop.code, now=NOW)
    [card] = await db.write(own_cards, other, now=NOW)
    cards_of = (cafe.shop.id, cafe.card_id, card.account.id)
    moved = await db.write(move_card, ActingPerson(cafe.cleo), cards_of, reason="a new phone", now=NOW + HOUR)
    assert isinstance(moved, Moved)
    assert await db.read(_counts, card.account.id) == [2, 40]
    back = await db.write(undo_move, ActingPerson(cafe.cleo), moved.handover_id, now=NOW + 2 * HOUR)
    assert isinstance(back, MovedBack)
    assert await db.read(_counts, cafe.card_id) == [2, 40]
    assert await db.read(_counts, card.account.id) == [0, 0]
    assert await db.read(breaches, cafe.shop.id) == {}
