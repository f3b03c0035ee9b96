"""An offer rides on a goal's reminder: where its shop chose one, once for a goal, to who agreed to offers."""

from datetime import date

from actions.campaigns.consents import withdraw_consent
from actions.cards.goals import set_goal, set_goal_date
from loyalty.campaigns.frequency_cap import Purpose
from storage.cards import accounts, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.customers import luna_with, queued, setting, tick
from tests.actions.places import DAY, NOW, Luna, stamps
from tests.kinds import GOAL


async def saving(db: Database, *, gift: str = "Cookie") -> Luna:
    """Let Ana save for a full card by the end of April, and come once."""
    luna = await luna_with(db, stamps(10), GOAL)
    if gift:
        await setting(luna, GOAL, "gift", gift)
        await setting(luna, GOAL, "gift_cost_minor", "80")
    await luna.booked(NOW)
    await db.write(set_goal, luna.cafe.ana, luna.cafe.card_id, 10, now=NOW)
    await db.write(set_goal_date, luna.cafe.ana, luna.cafe.card_id, date(2026, 4, 30), now=NOW)
    return luna


async def held(luna: Luna, day: int) -> list[str]:
    """Say which gifts Ana holds on a day."""

    def read(tx: Tx) -> list[str]:
        account = accounts.by_id(tx, luna.cafe.card_id)
        return [one.reward for one in vouchers.usable(tx, account, now=NOW + day * DAY)]

    return await luna.db.read(read)


async def nudged(luna: Luna, days: int) -> int:
    """Let so many days pass, and count the reminders that went."""
    for day in range(days):
        await tick(luna, NOW + day * DAY)
    return len(await queued(luna))


async def test_a_gift_goes_along_once_for_a_goal_however_often_it_is_recalled(db: Database) -> None:
    luna = await saving(db)
    assert await nudged(luna, 29) >= 2
    assert await held(luna, 29) == ["Cookie"]


async def test_nothing_goes_along_unless_the_shop_chose_it(db: Database) -> None:
    luna = await saving(db, gift="")
    assert await nudged(luna, 15)
    assert await held(luna, 15) == []


async def test_who_agreed_to_no_offers_is_reminded_without_one(db: Database) -> None:
    luna = await saving(db)
    await db.write(
        withdraw_consent, luna.cafe.ana, Purpose.OFFERS, channel="telegram", wording="1:en", now=NOW
    )
    assert await nudged(luna, 15)
    assert await held(luna, 15) == []
