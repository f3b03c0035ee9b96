"""Campaigns over two programmes side by side: each message is about the counter that it was found on."""

from datetime import date

from sqlalchemy import select

from actions.campaigns.message_facts import Occasion, occasion
from actions.shop.side_by_side import TakenAway, add_programme, take_away
from loyalty.actor import ActingPerson
from loyalty.cards.goals import Goal
from loyalty.cards.programme import ProgrammeVersion
from loyalty.units import Unit
from storage.cards import accounts, counters, goals
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.tables import occurrences
from tests.actions.customers import NOON, days_told, luna_with
from tests.actions.places import DAY, Cafe, points, stamps
from tests.kinds import GOAL

_IDS = Statement(select(occurrences.c.id).order_by(occurrences.c.id))


def _saves(tx: Tx, cafe: Cafe) -> None:
    """Let Ana save for points, which are on the second counter of her card."""
    second = counters.of_account(tx, accounts.by_id(tx, cafe.card_id))[1]
    goals.keep(tx, second, Goal(50, second.round, None, date(2026, 4, 30)), now=NOON)


async def test_a_goal_is_recalled_of_the_counter_it_was_set_on_and_never_of_one_taken_away(
    db: Database,
) -> None:
    luna = await luna_with(db, stamps(10), GOAL)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await luna.booked(NOON)
    added = await db.write(add_programme, cleo, shop_id, points(), name="Bakery", now=NOON)
    assert isinstance(added, ProgrammeVersion)
    await db.write(_saves, luna.cafe)
    assert await days_told(luna, NOON, 8) == {7: ["goal"]}
    (first,) = [int(this) for (this,) in await db.read(_IDS.all)]
    found = await db.write(occasion, first, now=NOON + 7 * DAY)
    assert isinstance(found, Occasion)
    assert found.state.current.programme.unit is Unit.POINTS
    taken = await db.write(take_away, cleo, shop_id, added.programme_id, now=NOON + 7 * DAY)
    assert isinstance(taken, TakenAway)
    assert await db.write(occasion, first, now=NOON + 7 * DAY) is None
    assert await days_told(luna, NOON + 8 * DAY, 20) == {}
