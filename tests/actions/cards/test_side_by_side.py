"""A stamp card and a points card side by side in one shop: one account, a counter for each."""

from actions.cards.card_state import load_every
from actions.shop.side_by_side import add_programme
from loyalty.actor import ActingPerson
from loyalty.cards.programme import ProgrammeVersion
from loyalty.units import Unit
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import NOW, join, meet, open_luna, points, stamps


def _stands(tx: Tx, account_id: int) -> dict[Unit, int]:
    states = load_every(tx, accounts.by_id(tx, account_id), now=NOW)
    return {state.current.programme.unit: state.counter.balance for state in states}


async def test_every_card_counts_in_a_programme_that_is_added(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    cafe = luna.cafe
    added = await db.write(
        add_programme, ActingPerson(cafe.cleo), cafe.shop.id, points(), name="Points", now=NOW
    )
    assert isinstance(added, ProgrammeVersion)
    assert await db.read(_stands, cafe.card_id) == {Unit.STAMPS: 0, Unit.POINTS: 0}


async def test_who_joins_begins_every_programme_with_its_head_start(db: Database) -> None:
    luna = await open_luna(db, stamps(3, head_start=1))
    cafe = luna.cafe
    await db.write(
        add_programme, ActingPerson(cafe.cleo), cafe.shop.id, points(head_start=5), name="Points", now=NOW
    )
    new = await db.write(lambda tx: join(tx, cafe.shop, meet(tx, "Ben")))
    assert await db.read(_stands, new) == {Unit.STAMPS: 1, Unit.POINTS: 5}


async def test_rewards_of_two_programmes_never_share_a_key(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    cafe = luna.cafe
    added = await db.write(
        add_programme, ActingPerson(cafe.cleo), cafe.shop.id, points(), name="Points", now=NOW
    )
    assert isinstance(added, ProgrammeVersion)
    before = {reward.key for reward in stamps(3).rewards}
    assert before.isdisjoint(reward.key for reward in added.programme.rewards)
