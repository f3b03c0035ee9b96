"""Nobody is sent after a reward of which none is left."""

from datetime import date

import pytest

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.card_state import CardState
from actions.cards.goals import set_goal, set_goal_date
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.actions.customers import NOON, days_told, luna_with
from tests.actions.places import CAKE, DAY, Luna, join, meet
from tests.kinds import ALMOST_THERE, GOAL
from tests.programmes import points_card

pytestmark = pytest.mark.asks


async def last_one_taken(db: Database, kind: MessageKind, *others: Reward) -> Luna:
    """Open the café with one coffee, for which Ana has not enough yet and Ben has."""
    luna = await luna_with(db, points_card((Reward("coffee", "A coffee", 50, stock=1), *others)), kind)
    ben = await db.write(meet, "Ben")
    card = await db.write(join, luna.cafe.shop, ben)
    await luna.booked(NOON, card=card, spent=5000)
    for week in range(3):
        await luna.booked(NOON + 7 * week * DAY, spent=1500)
    if kind is GOAL:
        cafe, now = luna.cafe, NOON + 14 * DAY
        assert isinstance(await db.write(set_goal, cafe.ana, cafe.card_id, "coffee", now=now), CardState)
        assert isinstance(
            await db.write(set_goal_date, cafe.ana, cafe.card_id, date(2026, 3, 18), now=now), CardState
        )
    assert isinstance(await db.write(buy_reward, ben, card, "coffee", now=NOON + 14 * DAY), Bought)
    return luna


@pytest.mark.slow
@pytest.mark.walks
@pytest.mark.parametrize("others", [(), (CAKE,)])
@pytest.mark.parametrize("kind", [ALMOST_THERE, GOAL])
async def test_nobody_is_reminded_of_a_reward_that_is_gone(
    db: Database, kind: MessageKind, others: tuple[Reward, ...]
) -> None:
    luna = await last_one_taken(db, kind, *others)
    assert await days_told(luna, NOON + 14 * DAY, 20) == {}
