"""What is open in a shop, at any moment by its ledger, and what became of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import select

from actions.shop.calculator import tell
from actions.shop.promise import Promise, shop_promise
from actions.till.redeem import redeem
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.shop.promise import AHEAD, WasOpen, seen_on_cards
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.tables import entries, vouchers
from tests.actions.places import DAY, HOUR, Luna, join, meet, open_luna
from tests.programmes import stamp_card

pytestmark = pytest.mark.asks

NOW = datetime(2027, 3, 16, 11, 0, tzinfo=UTC)
CARD = stamp_card((Reward("coffee", "Coffee", 4, 80),))
_e, _v = entries.c, vouchers.c
_LINES = Statement(select(_e.id, _e.counter_id, _e.kind, _e.amount, _e.at, _e.reverses_id))
_VOUCHERS = Statement(select(_v.created_at, _v.used_at).where(_v.state != "withdrawn"))
Line = tuple[int, int, str, int, datetime, int | None]


async def _promise(luna: Luna, now: datetime = NOW) -> Promise:
    found = await luna.db.read(shop_promise, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=now)
    assert isinstance(found, Promise)
    return found


async def _knows_its_sales(luna: Luna) -> None:
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await luna.db.write(tell, cleo, shop, "average_sale", 4_00, now=NOW - 300 * DAY)
    await luna.db.write(tell, cleo, shop, "margin", 600, now=NOW - 300 * DAY)


async def test_a_new_shop_has_promised_nothing_and_says_so(db: Database) -> None:
    luna = await open_luna(db, CARD)
    found = await _promise(luna)
    assert (found.vouchers.count, found.vouchers.seen, found.kept) == (0, WasOpen(), None)
    assert [(one.promised.count, one.promised.cards) for one in found.cards] == [(0, 0)]


async def test_what_is_open_costs_what_it_would_if_all_came_and_likely_what_came_before(db: Database) -> None:
    luna = await open_luna(db, CARD)
    await _knows_its_sales(luna)
    for hours in range(6):  # a coffee, and two stamps
        await luna.booked(NOW - AHEAD - DAY + hours * HOUR)
    before = await _promise(luna, NOW - AHEAD)
    assert (before.vouchers.count, before.vouchers.seen.open, before.kept) == (1, 0, None)
    [on_cards] = before.cards
    assert (on_cards.promised.count, on_cards.promised.cards) == (2, 1)
    assert before.vouchers.cost
    assert on_cards.promised.cost
    assert (int(before.vouchers.cost.high), int(on_cards.promised.cost.high)) == (80, 40)
    await luna.booked(NOW - 2 * DAY)
    state = (await luna.booked(NOW - DAY)).state
    old = min(state.vouchers, key=lambda one: one.created_at)
    eva = ActingPerson(luna.cafe.eva)
    await db.write(redeem, eva, luna.cafe.card_id, old.id, shown=True, now=NOW - HOUR)
    after = await _promise(luna)
    assert (after.vouchers.count, after.vouchers.seen) == (1, WasOpen(1, 1, 1))
    assert after.cards[0].promised.seen == WasOpen(2, 2, 1.0)


async def test_a_card_that_is_full_no_more_after_an_undo_did_not_become_a_reward(db: Database) -> None:
    luna = await open_luna(db, CARD)
    for hours in range(3):
        await luna.booked(NOW - AHEAD - DAY + hours * HOUR)
    full = await luna.booked(NOW - HOUR)
    assert (await _promise(luna)).cards[0].promised.seen == WasOpen(3, 3, 1.0)
    await luna.undo(full.visit.id, NOW - HOUR)
    assert (await _promise(luna)).cards[0].promised.seen == WasOpen(3, 0, 1.0)


@pytest.mark.slow
async def test_without_a_known_sale_nothing_is_said_of_its_cost(db: Database) -> None:
    luna = await open_luna(db, CARD)
    await luna.booked(NOW - DAY)
    found = await _promise(luna)
    assert (found.cards[0].promised.cost, found.cards[0].promised.likely) == (None, None)


@pytest.mark.walks
@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happened_it_is_what_the_ledger_says(db: Database, seed: int) -> None:
    luna, life = await open_luna(db, CARD), Random(seed)  # noqa: S311 - the same at each run
    await _knows_its_sales(luna)
    people = [await db.write(meet, f"Guest {n}", now=NOW - 300 * DAY) for n in range(5)]
    for person in people:
        card = await db.write(join, luna.cafe.shop, person, now=NOW - 300 * DAY)
        at = NOW - life.randrange(200, 300) * DAY
        while at < NOW - DAY:
            booked = await luna.booked(at, card=card)
            at += life.randrange(1, 30) * DAY + HOUR
            if not life.randrange(5):
                await luna.undo(booked.visit.id, booked.visit.at)
            elif booked.state.vouchers and life.randrange(2):
                eva, first = ActingPerson(luna.cafe.eva), booked.state.vouchers[0]
                await db.write(redeem, eva, card, first.id, shown=True, now=booked.visit.at + HOUR)
    lines: list[Line] = await db.read(_LINES.all)
    found = await _promise(luna)
    then = NOW - AHEAD
    [on_cards] = found.cards
    assert on_cards.promised.count == sum(amount for _, _, _, amount, _, _ in lines)
    assert on_cards.promised.seen == seen_on_cards(_cards(lines, then, NOW))
    rows = await db.read(_VOUCHERS.all)
    open_then = [used for made, used in rows if made < then and (used is None or used >= then)]
    assert found.vouchers.count == sum(used is None for _, used in rows)
    assert found.vouchers.seen.open == len(open_then)
    assert found.vouchers.seen.came == sum(used is not None for used in open_then)
    assert found.kept
    assert found.kept.forecast.low <= found.kept.forecast.about <= found.kept.forecast.high
    turned = seen_on_cards(_cards(lines, then, NOW)).came
    assert found.kept.came.high >= turned * 20


def _cards(lines: Sequence[Line], then: datetime, until: datetime) -> list[tuple[int, int]]:
    reversed_ = {reverses for *_, reverses in lines if reverses}
    counters = {counter for _, counter, *_ in lines}
    return [
        (
            sum(amount for _, one, _, amount, at, _ in lines if one == counter and at < then),
            -sum(
                amount
                for this, one, kind, amount, at, _ in lines
                if one == counter and kind == "reward" and then <= at < until and this not in reversed_
            ),
        )
        for counter in counters
    ]
