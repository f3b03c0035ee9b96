"""A reward that is nearly gone: its owners hear of it once, and whoever hands one out reads it."""

import pytest
from sqlalchemy import select

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.running_out import RunningOut, running_out_of
from actions.till.redeem import Redeemed, redeem
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.cards.stock import runs_out
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import outbox
from tests.actions.places import NOW, open_luna
from tests.programmes import points_card


def _told(tx: Tx) -> list[str]:
    return list(tx.scalars(select(outbox.c.dedup_key).where(outbox.c.kind == "running_out")))


@pytest.mark.parametrize(("stock", "first"), [(1, 0), (2, 1), (3, 2), (20, 3), (100, 10)], ids=str)
def test_three_or_a_tenth_is_nearly_nothing_and_never_all_there_was(stock: int, first: int) -> None:
    assert next(left for left in range(stock, -1, -1) if runs_out(left, stock)) == first


async def test_owners_hear_of_it_once_and_the_till_each_time(db: Database) -> None:
    luna = await open_luna(db, points_card((Reward("cake", "A cake", 5, stock=5),)))
    await luna.booked(spent=2500)
    told, held = [], []
    for _ in range(4):
        bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW)
        assert isinstance(bought, Bought)
        held.append(bought.voucher.id)
        told.append(len(await db.read(_told)))
    assert told == [0, 1, 1, 1]
    seen = await db.read(running_out_of, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, "cake")
    assert isinstance(seen, RunningOut)
    assert seen.left == 1
    assert await db.read(running_out_of, ActingPerson(luna.cafe.eva), luna.cafe.shop.id, "cake") is None
    eva = ActingPerson(luna.cafe.eva)
    handed = await db.write(redeem, eva, luna.cafe.card_id, held[-1], shown=True, now=NOW)
    assert isinstance(handed, Redeemed)
    assert handed.few_left == 1


async def test_nobody_hears_of_a_reward_without_end(db: Database) -> None:
    luna = await open_luna(db, points_card((Reward("cake", "A cake", 5),)))
    await luna.booked(spent=500)
    handed = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, "cake", shown=True, now=NOW
    )
    assert isinstance(handed, Redeemed)
    assert handed.few_left is None
    assert await db.read(_told) == []
