"""Which rewards are chosen: counted from the vouchers, by what stands in today's rules and what stood there."""

from datetime import UTC, datetime

import pytest

from actions.shop.reward_uses import RewardUses, see_reward_uses
from actions.till.redeem import redeem
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.shop.reward_uses import RewardUse
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, Luna, open_luna
from tests.programmes import points_card, stamp_card

pytestmark = pytest.mark.asks

NOW = datetime(2026, 4, 16, 11, 0, tzinfo=UTC)
MENU = points_card((Reward("coffee", "Coffee", 10, valid_days=5), Reward("cake", "Cake", 90)))


async def _uses(luna: Luna) -> tuple[RewardUse, ...]:
    cleo = ActingPerson(luna.cafe.cleo)
    found = await luna.db.read(see_reward_uses, cleo, luna.cafe.shop.id, now=NOW)
    assert isinstance(found, RewardUses)
    return found.uses


async def test_what_was_had_and_used_is_counted_and_what_nobody_had_is_named(db: Database) -> None:
    luna = await open_luna(db, MENU)
    await luna.booked(NOW - 10 * DAY, spent=50_00)
    eva = ActingPerson(luna.cafe.eva)
    for hours in (1, 2):
        await db.write(redeem, eva, luna.cafe.card_id, "coffee", shown=True, now=NOW - hours * HOUR)
    assert await _uses(luna) == (RewardUse("coffee", "Coffee", 2, 2, unpriced=2), RewardUse("cake", "Cake"))


async def test_what_was_used_cost_what_was_told_of_it_and_what_waits_costs_nothing_yet(db: Database) -> None:
    luna = await open_luna(db, stamp_card((Reward("coffee", "Coffee", 1, cost_minor=90),)))
    await luna.booked(NOW - 3 * HOUR)
    waiting = (await luna.booked(NOW - 2 * HOUR)).state.vouchers[0].id
    eva, card_id = ActingPerson(luna.cafe.eva), luna.cafe.card_id
    await db.write(redeem, eva, card_id, waiting, shown=True, now=NOW - HOUR)
    assert await _uses(luna) == (RewardUse("coffee", "Coffee", 2, 1, cost_minor=90),)


async def test_what_ran_out_is_told_apart_from_what_waits_and_what_was_taken_back_is_nothing(
    db: Database,
) -> None:
    luna = await open_luna(db, stamp_card((Reward("coffee", "Coffee", 1),), voucher_days=5))
    for hours in (3, 2, 1):
        await luna.booked(NOW - 8 * DAY - hours * HOUR)
    await luna.booked(NOW - 2 * HOUR)
    undone = (await luna.booked(NOW - HOUR)).visit
    await luna.undo(undone.id, NOW - HOUR)
    assert await _uses(luna) == (RewardUse("coffee", "Coffee", 4, 0, 3),)
