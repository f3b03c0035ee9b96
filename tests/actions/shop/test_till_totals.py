"""What the tills took is told of the shop or of each branch, and never set beside members of another place."""

from datetime import UTC, date, datetime

import pytest

from actions.shop.branches import NoBranch, add_branch, close_branch
from actions.shop.team import change_branch
from actions.shop.till_totals import (
    BadTotal,
    NotOpenThen,
    ShareOfSales,
    TotalToTell,
    tell_total,
    total_to_tell,
)
from loyalty.actor import ActingPerson
from loyalty.records import Branch
from storage.engine.database import Database
from storage.shop import staff
from tests.actions.places import DAY, Luna, open_luna, points, stamps
from tests.actions.shop.test_money import NOON, money
from words.language import words
from words.shop.money import money_lines
from words.shop.till_totals import total_question

pytestmark = pytest.mark.asks

FEBRUARY = date(2026, 2, 1)
BEFORE = datetime(2026, 1, 20, 11, 0, tzinfo=UTC)


async def _two_branches(luna: Luna) -> tuple[Branch, Branch]:
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await luna.db.write(add_branch, cleo, shop, "Centre", now=BEFORE)
    found = await luna.db.write(add_branch, cleo, shop, "Station", now=BEFORE)
    assert isinstance(found, tuple)
    centre, station = found
    return centre, station


async def _books(luna: Luna, branch: Branch | None, days_ago: int, spent: int | None) -> None:
    """Let Eva stand at a branch and book a visit there."""
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    at = NOON - days_ago * DAY
    eva = await luna.db.read(staff.in_shop, luna.cafe.eva, shop)
    assert eva
    await luna.db.write(change_branch, cleo, shop, eva.id, branch.id if branch else None, now=at)
    await luna.booked(at, spent=spent)


async def _tells(luna: Luna, total: int | None, branch: Branch | None = None) -> None:
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    of = branch.id if branch else None
    assert await luna.db.write(tell_total, cleo, shop, FEBRUARY, total, branch_id=of, now=NOON) is None


async def _share(luna: Luna, branch: Branch | None = None) -> ShareOfSales:
    last, *_ = (await money(luna, branch=branch.id if branch else None)).shares
    assert last.month == FEBRUARY
    return last


async def _said(luna: Luna, branch: Branch | None = None) -> str:
    return "\n".join(money_lines(await money(luna, branch=branch.id if branch else None), words("en")))


async def test_a_branchs_till_is_set_beside_what_members_spent_there_alone(db: Database) -> None:
    luna = await open_luna(db, points())
    centre, station = await _two_branches(luna)
    await _books(luna, centre, 20, 30_00)
    await _books(luna, station, 19, 10_00)
    await _tells(luna, 50_00, station)
    assert (await _share(luna, station)).permille == 200
    assert "February: members spent 20% of the €50.00 that Station took" in await _said(luna, station)
    assert (await _share(luna, centre)).total_minor is None
    assert (await _share(luna)).permille is None
    assert "what the till took is told of 1 of 2 branches" in await _said(luna)


async def test_once_each_branch_is_told_the_whole_is_their_sum_without_visits_at_no_branch(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    centre, station = await _two_branches(luna)
    await _books(luna, centre, 20, 30_00)
    await _books(luna, station, 19, 10_00)
    await _books(luna, None, 18, 99_00)
    await _tells(luna, 50_00, station)
    await _tells(luna, 150_00, centre)
    found = await _share(luna)
    assert (found.permille, found.total_minor, found.elsewhere) == (200, 200_00, 1)
    said = await _said(luna)
    assert "members spent 20% of the €200.00 that the branches took together" in said
    assert "1 visit that was booked at no branch is not in it." in said


async def test_what_was_told_of_the_whole_goes_before_the_sum_and_is_doubted_where_it_is_less(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    centre, station = await _two_branches(luna)
    await _books(luna, centre, 20, 30_00)
    await _books(luna, None, 18, 10_00)
    for branch in (centre, station):
        await _tells(luna, 100_00, branch)
    await _tells(luna, 400_00)
    assert (await _share(luna)).permille == 100
    assert "10% of the €400.00 that the shop took" in await _said(luna)
    assert "Its branches took" not in await _said(luna)
    await _tells(luna, 160_00)
    assert "⚠ Its branches took €200.00, which is more." in await _said(luna)
    await _tells(luna, None)
    assert (await _share(luna)).is_sum


async def test_the_last_word_on_each_counts_and_can_be_taken_back(db: Database) -> None:
    luna = await open_luna(db, points())
    _, station = await _two_branches(luna)
    await _books(luna, station, 19, 10_00)
    await _tells(luna, 70_00)
    for total in (50_00, 40_00):
        await _tells(luna, total, station)
    assert (await _share(luna, station)).permille == 250
    await _tells(luna, None, station)
    assert (await _share(luna, station)).total_minor is None
    assert (await _share(luna)).total_minor == 70_00


async def test_a_month_asks_of_the_branches_that_there_were_in_it(db: Database) -> None:
    luna = await open_luna(db, points())
    centre, station = await _two_branches(luna)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(close_branch, cleo, shop, centre.id, now=NOON - DAY)
    later = await db.write(add_branch, cleo, shop, "Harbour", now=NOON - DAY)
    assert isinstance(later, tuple)
    await _tells(luna, 50_00, station)
    asked = await db.read(total_to_tell, cleo, shop, now=NOON)
    assert isinstance(asked, TotalToTell)
    assert asked.branches == ((centre, None), (station, 50_00))
    assert "📍 Centre: not told yet\n📍 Station: €50.00" in total_question(asked, words("en"))
    for branch_id in (later[-1].id, 99):
        told = await db.write(tell_total, cleo, shop, FEBRUARY, 1_00, branch_id=branch_id, now=NOON)
        assert told == NoBranch()
    assert await db.read(total_to_tell, cleo, shop, 99, now=NOON) == NoBranch()
    newer = await db.read(total_to_tell, cleo, shop, later[-1].id, now=NOON)
    assert newer == NotOpenThen(later[-1], date(2026, 4, 1))
    bad = await db.write(tell_total, cleo, shop, FEBRUARY, 0, branch_id=station.id, now=NOON)
    assert bad == BadTotal()


async def test_a_single_branch_beside_the_rest_of_a_shop_is_never_taken_for_the_whole(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    [station] = await db.write(add_branch, cleo, shop, "Station", now=BEFORE)  # type: ignore[misc]
    await _books(luna, station, 20, 10_00)
    await _books(luna, None, 18, 90_00)
    await _tells(luna, 100_00, station)
    assert (await _share(luna, station)).permille == 100
    assert (await _share(luna)).total_minor is None
    assert "🧾" not in await _said(luna)
    asked = await db.read(total_to_tell, cleo, shop, now=NOON)
    assert isinstance(asked, TotalToTell)
    assert "I add them up" not in total_question(asked, words("en"))


async def test_where_no_amounts_are_typed_at_one_branch_the_sum_says_nothing(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    centre, station = await _two_branches(luna)
    await _books(luna, centre, 20, None)
    for branch in (centre, station):
        await _tells(luna, 50_00, branch)
    assert (await _share(luna)).permille is None
    assert "what of all sales members spent I can't say" in await _said(luna)
    assert (await _share(luna, station)).permille == 0
