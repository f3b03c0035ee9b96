"""A shop's targets are counted from its visits since they were set, one for each thing."""

from datetime import UTC, date, datetime
from typing import Literal

import pytest

from actions.shop.branches import NoBranch, add_branch, close_branch
from actions.shop.digest import Digest, digest
from actions.shop.money import Money, shop_money
from actions.shop.targets import Targets, drop_target, see_targets, set_target
from actions.shop.team import change_branch
from loyalty.actor import ActingPerson
from loyalty.shop.targets import BadTarget, Metric, Target, TargetProgress, WantedTarget
from storage.engine.database import Database
from storage.shop import staff
from tests.actions.places import DAY, HOUR, Luna, join, meet, open_luna, points
from words.language import words
from words.shop.digest import digest_lines

pytestmark = pytest.mark.asks

NOW = datetime(2026, 3, 16, 11, 0, tzinfo=UTC)
BY = date(2026, 4, 30)
OVER = datetime(2026, 4, 30, 22, 0, tzinfo=UTC)  # when that day is over at Café Luna


async def _set(luna: Luna, metric: Metric, value: int, now: datetime = NOW) -> None:
    done = await luna.db.write(
        set_target, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, WantedTarget(metric, value, BY), now=now
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
    bad = await db.write(set_target, cleo, shop, WantedTarget("visits", 20, date(2026, 3, 15)), now=NOW)
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


async def test_a_branch_has_its_own_counted_by_what_was_booked_there(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await luna.booked(NOW - DAY, spent=9_00)
    [station] = await db.write(add_branch, cleo, shop, "Station", now=NOW)  # type: ignore[misc]
    for metric, value in (("visits", 10), ("sales", 100_00), ("new", 4), ("customers", 5)):
        wanted = WantedTarget(metric, value, BY, station.id)  # type: ignore[arg-type]
        assert isinstance(await db.write(set_target, cleo, shop, wanted, now=NOW), Target)
    await _set(luna, "visits", 20)
    await luna.booked(NOW + HOUR, spent=7_00)
    eva = await db.read(staff.in_shop, luna.cafe.eva, shop)
    assert eva
    await db.write(change_branch, cleo, shop, eva.id, station.id, now=NOW + HOUR)
    await luna.booked(NOW + 2 * HOUR, spent=5_00)
    there = await db.read(see_targets, cleo, shop, station.id, now=NOW + DAY)
    assert isinstance(there, Targets)
    assert {one.target.metric: one.reached for one in there.progress} == {
        "visits": 1,
        "sales": 5_00,
        "new": 1,
        "customers": 1,
    }
    assert there.progress[-1].target.start == 0, "nobody had come there when it was set"
    everywhere = await db.read(see_targets, cleo, shop, now=NOW + DAY)
    assert isinstance(everywhere, Targets)
    whole, *of_branches = everywhere.progress
    assert (whole.branch, whole.reached, whole.target.value) == (None, 2, 20)
    assert tuple(of_branches) == there.progress


async def test_a_branchs_progress_stands_in_its_month_and_in_the_digest_and_says_what_to_change(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(add_branch, cleo, shop, "Centre", now=NOW)
    _, station = await db.write(add_branch, cleo, shop, "Station", now=NOW)  # type: ignore[misc]
    await _set(luna, "new", 10)
    await db.write(set_target, cleo, shop, WantedTarget("visits", 90, BY, station.id), now=NOW)
    later = NOW + 7 * DAY
    months = [await db.read(shop_money, cleo, shop, one, now=later) for one in (None, station.id)]
    week = await db.read(digest, cleo, shop, "week", now=later)
    assert all(isinstance(month, Money) for month in months)
    assert isinstance(week, Digest)
    [whole], [there] = (month.targets for month in months)  # type: ignore[union-attr]
    assert (whole.target.metric, there.target.metric, there.branch) == ("new", "visits", station)
    assert week.targets == (whole, there)
    said = "\n".join(digest_lines(week, words("en")))
    assert "🎯 Station · Visits: 0 of 90 by 30 April (0%), behind" in said
    assert "a message to those who come to Station, /broadcast" in said


async def test_a_branch_and_its_shop_each_let_go_of_their_own_and_a_closed_one_has_none(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    [station] = await db.write(add_branch, cleo, shop, "Station", now=NOW)  # type: ignore[misc]
    of_branch = WantedTarget("visits", 9, BY, station.id)
    await _set(luna, "visits", 20)
    for wanted in (of_branch, WantedTarget("visits", 8, BY, station.id)):
        await db.write(set_target, cleo, shop, wanted, now=NOW)
    seen = await db.read(see_targets, cleo, shop, now=NOW)
    assert [one.target.value for one in seen.progress] == [20, 8]  # type: ignore[union-attr]
    assert await db.write(drop_target, cleo, shop, "visits", now=NOW) is True
    seen = await db.read(see_targets, cleo, shop, now=NOW)
    assert [one.target.value for one in seen.progress] == [8]  # type: ignore[union-attr]
    await db.write(close_branch, cleo, shop, station.id, now=NOW)
    assert await _progress(luna, NOW) == {}
    assert await db.write(set_target, cleo, shop, of_branch, now=NOW) == NoBranch()
    gone = await db.write(drop_target, cleo, shop, "visits", branch_id=station.id, now=NOW)
    assert gone == await db.read(see_targets, cleo, shop, station.id, now=NOW) == NoBranch()
