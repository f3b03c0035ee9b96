"""An owner's figures: the shop's own days, like compared with like, and nothing that was taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.shop.stats import Sales, Stats, shop_stats
from actions.till.redeem import SpendCode, show_voucher, spend_code
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme, Reward
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, Luna, join, meet, open_luna, points, stamps
from tests.programmes import stamp_card

pytestmark = pytest.mark.asks

MONDAY = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)  # 9:00 at Café Luna, winter time
WEDNESDAY = MONDAY + 2 * DAY + 3 * HOUR
WEEK = 7 * DAY


async def stats(luna: Luna, now: datetime = WEDNESDAY) -> Stats:
    """Read the figures as Cleo does."""
    found = await luna.db.write(shop_stats, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=now)
    assert isinstance(found, Stats)
    return found


async def test_this_week_so_far_is_compared_with_the_same_part_of_last_week(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked(MONDAY - WEEK)
    await luna.booked(WEDNESDAY - WEEK + HOUR)  # last week, but later than now
    await luna.booked(MONDAY)
    await luna.booked(WEDNESDAY - HOUR)
    found = await stats(luna)
    assert (found.this_week.visits, found.last_week.visits) == (2, 1)
    assert found.days == ((1, 1), (0, 0), (1, 1), (0, 0), (0, 0), (0, 0), (0, 0))


async def test_a_visit_that_was_taken_back_is_in_no_figure(db: Database) -> None:
    luna = await open_luna(db, stamps(1))
    visit = (await luna.booked(MONDAY)).visit
    assert (await stats(luna)).waiting.count == 1
    await luna.undo(visit.id, MONDAY + timedelta(minutes=1))
    found = await stats(luna)
    assert (found.this_week.visits, sum(found.this_week.given.values()), found.active) == (0, 0, 0)
    assert (found.waiting.count, sum(found.hours), found.busiest) == (0, 0, ())


async def test_the_shops_own_midnight_parts_the_weeks(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    sunday_night = datetime(2026, 3, 15, 22, 59, tzinfo=UTC)  # 23:59 on Sunday
    await luna.booked(sunday_night)
    await luna.booked(sunday_night + timedelta(minutes=2))  # 0:01 on Monday
    found = await stats(luna)
    assert (found.days[6], found.days[0]) == ((0, 1), (1, 0))
    assert (found.hours[23], found.hours[0]) == (1, 1)


async def test_a_week_in_which_the_clocks_change_ends_at_the_same_hour_of_the_day(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    summer = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # Monday 10:00, after the change
    await luna.booked(summer - WEEK + timedelta(minutes=30))  # Monday 9:30 by the clock: before now
    await luna.booked(summer - WEEK + timedelta(minutes=90))  # 10:30: after it
    found = await stats(luna, summer)
    assert (found.this_week.visits, found.last_week.visits) == (0, 1)


async def test_members_are_people_and_the_active_ones_came_within_thirty_days(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    ben = await db.write(meet, "Ben")
    await db.write(join, luna.cafe.shop, ben, now=MONDAY)
    await luna.booked(WEDNESDAY - 31 * DAY)
    assert ((await stats(luna)).members, (await stats(luna)).active) == (2, 0)
    await luna.booked(WEDNESDAY - 29 * DAY)
    found = await stats(luna)
    assert (found.active, found.this_week.new, found.last_week.new) == (1, 1, 0)


async def test_rewards_are_counted_with_what_they_cost_and_those_without_a_price_apart(db: Database) -> None:
    priced = stamp_card((Reward("cookie", "Cookie", 1), Reward("coffee", "Coffee", 2, 250)))
    luna = await open_luna(db, priced)
    await luna.booked(MONDAY)
    state = (await luna.booked(MONDAY + HOUR)).state
    found = await stats(luna)
    assert (found.waiting.count, found.waiting.cost_minor, found.waiting.unpriced) == (2, 250, 1)
    coffee = next(voucher for voucher in state.vouchers if voucher.reward_key == "coffee")
    shown = await db.write(show_voucher, luna.cafe.ana, coffee.id, now=WEDNESDAY)
    assert isinstance(shown, SpendCode)
    await db.write(spend_code, ActingPerson(luna.cafe.eva), shown.code, now=WEDNESDAY)
    found = await stats(luna)
    assert (found.used.count, found.used.cost_minor, found.used.unpriced) == (1, 250, 0)
    assert (found.waiting.count, found.waiting.cost_minor, found.waiting.unpriced) == (1, 0, 1)


async def test_a_reward_that_ran_out_waits_no_more(db: Database) -> None:
    luna = await open_luna(db, stamps(1, voucher_days=1))
    await luna.booked(MONDAY)
    assert (await stats(luna, MONDAY + DAY + 14 * HOUR)).waiting.count == 1
    assert (await stats(luna, MONDAY + DAY + 15 * HOUR)).waiting.count == 0


async def test_points_are_counted_as_they_were_given(db: Database) -> None:
    programme: Programme = points()
    luna = await open_luna(db, programme)
    await luna.booked(MONDAY, spent=1250)
    assert list((await stats(luna)).this_week.given.values()) == [12]


async def test_what_members_spent_is_added_up_by_week_and_month_without_what_was_taken_back(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    for at, spent in (
        (MONDAY - 20 * DAY, 40_00),  # in February
        (MONDAY - WEEK, 20_00),
        (MONDAY, 12_50),
        (MONDAY + HOUR, 7_55),
    ):
        await luna.booked(at, spent=spent)
    undone = (await luna.booked(WEDNESDAY - HOUR, spent=900_00)).visit
    await luna.undo(undone.id, WEDNESDAY - HOUR)
    found = await stats(luna)
    assert (found.this_week.sales, found.this_week.sales.average_minor) == (Sales(20_05, 2), 10_03)
    assert found.last_week.sales == Sales(20_00, 1)
    assert (found.this_month, found.last_month) == (Sales(40_05, 3), Sales(40_00, 1))


async def test_another_shops_visits_are_not_counted(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = Luna(db, (await open_luna(db, stamps(10))).cafe, luna.keys)
    await other.booked(MONDAY)
    found = await stats(luna)
    assert (found.this_week.visits, found.members) == (0, 1)
