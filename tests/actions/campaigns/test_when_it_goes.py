"""When a campaign's message goes: at the hour its owner chose, or each one's own; not again before some days are over."""

from datetime import datetime

from actions.campaigns.experiment_plan import Experiment, Plan, begin
from loyalty.actor import ActingPerson
from loyalty.campaigns.hours import OWN_HOUR
from storage.campaigns.occurrences import by_id
from storage.engine.database import Database
from tests.actions.customers import luna_with, queued, setting, tick
from tests.actions.places import DAY, HOUR, NOW, Luna, stamps
from tests.kinds import ALMOST_THERE, BIRTHDAY

# Café Luna's clock is an hour ahead of UTC in winter: NOW is eleven in the morning.


async def regular(db: Database) -> Luna:
    """Let Ana come seven times, at five in the afternoon, until one stamp is missing."""
    luna = await luna_with(db, stamps(8), ALMOST_THERE)
    for week in range(7):
        await luna.booked(NOW + week * 7 * DAY + 6 * HOUR)
    return luna


def later(days: int, *, hours: int = 0) -> datetime:
    """Return a moment so long after her last visit, in summer time by then: at noon, and so many hours on."""
    return NOW + (42 + days) * DAY + hours * HOUR


async def test_it_goes_at_once_unless_its_owner_chose_an_hour(db: Database) -> None:
    luna = await regular(db)
    await tick(luna, later(12))
    assert len(await queued(luna)) == 1


async def test_where_it_goes_when_each_comes_it_waits_for_that_hour(db: Database) -> None:
    luna = await regular(db)
    await setting(luna, ALMOST_THERE, "hour", str(OWN_HOUR))
    await tick(luna, later(12))
    assert await queued(luna) == []
    waits = await db.read(by_id, 1)
    assert waits
    assert (waits.why, waits.not_before.hour) == ("hour", 15)  # 17 o'clock in the shop, by summer time
    await tick(luna, waits.not_before)
    assert len(await queued(luna)) == 1


async def test_who_looks_once_a_day_sends_it_the_day_after(db: Database) -> None:
    luna = await regular(db)
    await setting(luna, ALMOST_THERE, "hour", str(OWN_HOUR))
    await tick(luna, later(12))
    await tick(luna, later(13))
    assert len(await queued(luna)) == 1


async def test_an_hour_that_the_shop_chose_is_everybodys(db: Database) -> None:
    luna = await regular(db)
    await setting(luna, ALMOST_THERE, "hour", "14")
    await tick(luna, later(12))
    assert await queued(luna) == []
    await tick(luna, later(12, hours=2))
    assert len(await queued(luna)) == 1


async def test_an_hour_and_a_dose_can_be_tried_like_words(db: Database) -> None:
    luna = await luna_with(db, stamps(), BIRTHDAY)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    for name, value in (("hour", str(OWN_HOUR)), ("rest_days", "14")):
        plan = Plan(BIRTHDAY, name, "It comes when they think of us.", 3, value)
        begun = await db.write(begin, cleo, shop_id, plan, now=NOW)
        assert isinstance(begun, Experiment)
        assert begun.subject == {"hour": "hour", "rest_days": "dose"}[name]
        await setting(luna, BIRTHDAY, "late_days", "3" if name == "hour" else "4")  # which ends it
