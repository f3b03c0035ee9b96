"""A shop's targets are counted from its visits since they were set, one for each thing."""

from datetime import UTC, date, datetime
from typing import Literal

import pytest

from actions.shop.digest import Digest, digest
from actions.shop.money import Money, shop_money
from actions.shop.targets import Targets, drop_target, see_targets, set_target
from loyalty.actor import ActingPerson
from loyalty.shop.targets import BadTarget, Metric, Target, TargetProgress
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, Luna, join, meet, open_luna, points
from words.language import words
from words.shop.digest import digest_lines

pytestmark = pytest.mark.engines

NOW = datetime(2026, 3, 16, 11, 0, tzinfo=UTC)
BY = date(2026, 4, 30)
OVER = datetime(2026, 4, 30, 22, 0, tzinfo=UTC)  # when that day is over at Café Luna


async def _set(luna: Luna, metric: Metric, value: int, now: datetime = NOW) -> None:
    done = await luna.db.write(
        set_target, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, metric, value, BY, now=now
    )
    assert isinstance(done, Target)


async def _progress(luna: Luna, now: datetime) -> dict[str, TargetProgress]:
    cleo = ActingPerson(luna.cafe.cleo)
    found = await luna.db.read(see_targets, cleo, luna.cafe.shop.id, now=now)
    assert isinstance(found, Targets)
    return {one.target.metric: one for one in found.progress}


async def test_each_is_counted_from_when_it_was_set(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(NOW - DAY, spent=9_00)
    for metric, value in (("visits", 10), ("sales", 100_00), ("new", 4), ("customers", 5)):
        await _set(luna, metric, value)  # type: ignore[arg-type]
    ben = await db.write(meet, "Ben", now=NOW)
    card = await db.write(join, luna.cafe.shop, ben, now=NOW)
    await luna.booked(NOW + HOUR, spent=5_00)
    await luna.booked(NOW + HOUR, card=card, spent=6_00)
    undone = (await luna.booked(NOW + 2 * HOUR, spent=7_00)).visit
    await luna.undo(undone.id, NOW + 2 * HOUR)
    found = await _progress(luna, NOW + DAY)
    assert {metric: one.reached for metric, one in found.items()} == {
        "visits": 2,
        "sales": 11_00,
        "new": 1,
        "customers": 2,
    }
    assert found["customers"].target.start == 1


async def test_what_comes_after_the_last_day_is_not_counted(db: Database) -> None:
    luna = await open_luna(db, points())
    for metric, value in (("visits", 2), ("sales", 10_00), ("new", 2), ("customers", 2)):
        await _set(luna, metric, value)  # type: ignore[arg-type]
    await luna.booked(OVER - HOUR, spent=5_00)
    ben = await db.write(meet, "Ben", now=OVER)
    card = await db.write(join, luna.cafe.shop, ben, now=OVER)
    await luna.booked(OVER, card=card, spent=6_00)
    found = await _progress(luna, OVER + 100 * DAY)
    assert {metric: one.reached for metric, one in found.items()} == {
        "visits": 1,
        "sales": 5_00,
        "new": 1,
        "customers": 1,
    }
    assert all(one.over and not one.done for one in found.values())


async def test_one_of_the_same_thing_takes_the_place_of_the_last_and_can_be_taken_away(db: Database) -> None:
    luna = await open_luna(db, points())
    await _set(luna, "visits", 10)
    await _set(luna, "visits", 20, NOW + DAY)
    found = await _progress(luna, NOW + DAY)
    assert [one.target.value for one in found.values()] == [20]
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    gone = [await db.write(drop_target, cleo, shop, "visits", now=NOW + DAY) for _ in range(2)]
    assert gone == [True, False]
    assert await _progress(luna, NOW + DAY) == {}


async def test_a_day_that_is_over_is_no_target_and_leaves_the_last_one(db: Database) -> None:
    luna = await open_luna(db, points())
    await _set(luna, "visits", 10)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    bad = await db.write(set_target, cleo, shop, "visits", 20, date(2026, 3, 15), now=NOW)
    assert bad == BadTarget("past_date")
    assert (await _progress(luna, NOW))["visits"].target.value == 10


async def test_progress_stands_in_the_month_and_in_the_digest(db: Database) -> None:
    luna = await open_luna(db, points())
    await _set(luna, "visits", 10)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    month = await db.read(shop_money, cleo, shop, None, now=NOW + 7 * DAY)
    week = await db.read(digest, cleo, shop, "week", now=NOW + 7 * DAY)
    assert isinstance(month, Money)
    assert isinstance(week, Digest)
    assert [one.target.metric for one in month.targets] == ["visits"]
    assert month.targets == week.targets


async def test_one_that_is_over_is_told_once_with_its_week_and_with_its_month_and_then_left_out(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    await _set(luna, "visits", 2)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id

    async def told(period: Literal["week", "month"], days: int) -> str:
        found = await db.read(digest, cleo, shop_id, period, now=OVER + days * DAY)
        assert isinstance(found, Digest)
        return "\n".join(digest_lines(found, words("en")))

    # It ended on a Thursday, the last one of April.
    for said in (await told("week", 4), await told("month", 1)):
        assert "🎯 Visits: 0 of 2 (0%), it ended on 30 April" in said
        assert "What shall it be next? /target" in said
    for said in (await told("week", 11), await told("month", 32)):
        assert "🎯" not in said
        assert "/target" not in said
    month = await db.read(shop_money, cleo, shop_id, None, now=OVER + DAY)
    assert isinstance(month, Money)
    assert month.targets == ()
    assert list(await _progress(luna, OVER + DAY)) == ["visits"], "its owner finds it at /target"
