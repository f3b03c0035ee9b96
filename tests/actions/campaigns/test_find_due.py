"""Each campaign finds whom it should, on the day and once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select

from actions.campaigns.consents import give_consent, withdraw_consent
from actions.campaigns.find_due import find_due
from actions.cards.goals import set_goal, set_goal_date
from actions.till.redeem import Redeemed, redeem
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from storage.engine.errors import DuplicateError
from storage.engine.statements import Statement, Tx
from storage.tables import occurrences
from tests.actions.customers import (
    NOON,
    birthday,
    days_told,
    luna_with,
    newcomer,
    only,
    queued,
    setting,
    tick,
    ticked,
    told,
)
from tests.actions.places import DAY, HOUR, MINUTE, Luna, points, stamps
from tests.kinds import (
    ALMOST_THERE,
    BALANCE_EXPIRING,
    BIRTHDAY,
    GOAL,
    VOUCHER_EXPIRING,
    VOUCHER_WAITING,
    WELCOME,
    WIN_BACK,
)
from tests.programmes import points_card

pytestmark = pytest.mark.asks


async def test_the_welcome_comes_after_the_first_stamp_only(db: Database) -> None:
    luna = await luna_with(db, stamps(5), WELCOME)
    assert await tick(luna, NOON - DAY) == 0
    await luna.booked(NOON)
    assert await tick(luna, NOON + MINUTE) == 1
    await luna.booked(NOON + HOUR)
    assert await days_told(luna, NOON + 2 * HOUR, 4) == {}
    assert await queued(luna) == [f"welcome:{luna.cafe.card_id}"]


@pytest.mark.slow
@pytest.mark.walks
async def test_almost_there_is_said_once_in_a_silence_longer_than_usual(db: Database) -> None:
    luna = await luna_with(db, stamps(5), ALMOST_THERE)
    for week in range(4):
        await luna.booked(NOON + 7 * week * DAY)
    last = NOON + 21 * DAY
    assert await days_told(luna, last, 40) == {
        11: ["almost_there"]
    }  # ten days are one and a half times seven


@pytest.mark.slow
@pytest.mark.walks
async def test_nobody_far_from_a_reward_is_told_that_they_are_close(db: Database) -> None:
    luna = await luna_with(db, stamps(9), ALMOST_THERE)
    for week in range(4):
        await luna.booked(NOON + 7 * week * DAY)
    assert await days_told(luna, NOON + 21 * DAY, 40) == {}


@pytest.mark.slow
@pytest.mark.walks
async def test_points_are_almost_there_at_nine_tenths(db: Database) -> None:
    luna = await luna_with(db, points(), ALMOST_THERE)
    for week in range(3):
        await luna.booked(NOON + 7 * week * DAY, spent=1500)
    assert await days_told(luna, NOON + 14 * DAY, 14) == {11: ["almost_there"]}


@pytest.mark.slow
@pytest.mark.walks
async def test_a_waiting_voucher_is_recalled_after_two_weeks(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await luna.booked(NOON)
    assert await days_told(luna, NOON, 40) == {14: ["voucher_waiting"]}


@pytest.mark.slow
@pytest.mark.walks
async def test_an_ending_voucher_is_told_twice(db: Database) -> None:
    luna = await luna_with(db, stamps(1, voucher_days=30), VOUCHER_EXPIRING)
    await luna.booked(NOON)
    assert await days_told(luna, NOON, 40) == {23: ["voucher_expiring:first"], 29: ["voucher_expiring:last"]}
    assert [one.state for one in await told(luna)] == ["queued", "queued"]
    # A key never changes its form: what was told before an update would be told again.
    assert await queued(luna) == [f"voucher_expiring:1:2026-04-01:{step}" for step in ("first", "last")]


@pytest.mark.slow
@pytest.mark.walks
async def test_an_ending_balance_is_told_twice(db: Database) -> None:
    luna = await luna_with(db, stamps(5, idle_days=90), BALANCE_EXPIRING)
    await luna.booked(NOON)
    assert await days_told(luna, NOON + 80 * DAY, 20) == {
        3: ["balance_expiring:first"],
        9: ["balance_expiring:last"],
    }


async def test_a_goal_is_recalled_weekly_while_it_is_off_track(db: Database) -> None:
    luna = await luna_with(db, stamps(10), GOAL)
    await luna.booked(NOON)
    await db.write(set_goal, luna.cafe.ana, luna.cafe.card_id, 10, now=NOON)
    await db.write(set_goal_date, luna.cafe.ana, luna.cafe.card_id, date(2026, 4, 30), now=NOON)
    assert await days_told(luna, NOON, 22) == {7: ["goal"], 14: ["goal"], 21: ["goal"]}


@pytest.mark.walks
async def test_a_reached_goal_is_silent(db: Database) -> None:
    luna = await luna_with(db, stamps(10), GOAL)
    await luna.booked(NOON)
    await db.write(set_goal, luna.cafe.ana, luna.cafe.card_id, 2, now=NOON)
    await luna.booked(NOON + DAY)
    assert await days_told(luna, NOON + 2 * DAY, 20) == {}


@pytest.mark.walks
async def test_who_stays_away_is_reminded_then_asked_then_offered_more_then_left_alone(db: Database) -> None:
    luna = await luna_with(db, stamps(10), WIN_BACK)
    await setting(luna, WIN_BACK, "gift", "A free coffee")
    await setting(luna, WIN_BACK, "bigger_gift", "A free lunch")
    await luna.booked(NOON)
    ladder = await days_told(luna, NOON + 59 * DAY, 125)
    assert list(ladder.values()) == [
        ["win_back:remind"],
        ["win_back:ask"],
        ["win_back:offer"],
        ["win_back:bigger_offer"],
    ]
    assert list(ladder) == [1, 31, 61, 91]
    rewards = [voucher.reward for voucher in (await luna.stands(NOON + 155 * DAY)).vouchers]
    assert rewards == ["A free coffee", "A free lunch"][-len(rewards) :]


@pytest.mark.slow
@pytest.mark.walks
async def test_the_ladder_ends_at_a_visit_and_begins_anew(db: Database) -> None:
    luna = await luna_with(db, stamps(10), WIN_BACK)
    await luna.booked(NOON)
    assert list(await days_told(luna, NOON + 58 * DAY, 12)) == [2]
    await luna.booked(NOON + 70 * DAY)
    assert await days_told(luna, NOON + 128 * DAY, 12) == {2: ["win_back:remind"]}


@pytest.mark.slow
@pytest.mark.walks
async def test_without_a_gift_nothing_is_offered(db: Database) -> None:
    luna = await luna_with(db, stamps(10), WIN_BACK)
    await luna.booked(NOON)
    assert list((await days_told(luna, NOON + 59 * DAY, 65)).values()) == [
        ["win_back:remind"],
        ["win_back:ask"],
    ]


async def spends_and_fetches(db: Database, *, cost_minor: int | None) -> Luna:
    """Let Ana spend 100 euros at a shop that collects points, and fetch a reward for them that costs so much."""
    dear = points_card((Reward("coffee", "A free coffee", 50, cost_minor=cost_minor),))
    luna = await luna_with(db, dear, WIN_BACK)
    await luna.booked(NOON, spent=100_00)
    cafe = luna.cafe
    done = await db.write(redeem, ActingPerson(cafe.eva), cafe.card_id, "coffee", shown=True, now=NOON + HOUR)
    assert isinstance(done, Redeemed), done
    return luna


async def test_whose_rewards_cost_more_than_their_visits_leave_is_not_won_back(db: Database) -> None:
    luna = await spends_and_fetches(db, cost_minor=30_01)
    assert await days_told(luna, NOON + 59 * DAY, 10) == {}


@pytest.mark.slow
@pytest.mark.parametrize("cost_minor", [30_00, None])
async def test_who_pays_for_their_rewards_or_costs_nobody_knows_what_is_won_back(
    db: Database, cost_minor: int | None
) -> None:
    luna = await spends_and_fetches(db, cost_minor=cost_minor)
    assert await days_told(luna, NOON + 59 * DAY, 10) == {1: ["win_back:remind"]}


async def test_nothing_is_found_for_who_never_agreed(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await luna.booked(NOON)
    cafe = luna.cafe
    await db.write(
        withdraw_consent, cafe.ana, Purpose.REMINDERS, channel="telegram", wording="1:en", now=NOON
    )
    assert await tick(luna, NOON + 14 * DAY) == 0
    await db.write(give_consent, cafe.ana, Purpose.REMINDERS, channel="telegram", wording="1:en", now=NOON)
    assert await tick(luna, NOON + 14 * DAY) == 1


async def test_a_campaign_that_is_off_finds_nobody(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await luna.booked(NOON)
    await db.write(only, luna.cafe.shop.id, WELCOME)
    assert await days_told(luna, NOON + 13 * DAY, 5) == {}


async def test_an_occasion_has_one_row_whatever_anybody_does(db: Database) -> None:
    luna = await luna_with(db, stamps(5), WELCOME)
    await luna.booked(NOON)
    await tick(luna, NOON)
    row = {
        "key": f"welcome:{luna.cafe.card_id}", "campaign_id": 1, "shop_id": luna.cafe.shop.id,
        "account_id": luna.cafe.card_id, "person_id": luna.cafe.ana, "kind": "welcome", "state": "due",
        "holdout_percent": 0, "found_at": NOON, "not_before": NOON, "expires_at": NOON,
    }  # fmt: skip
    with pytest.raises(DuplicateError):
        await db.write(lambda tx: tx.execute(insert(occurrences), row))


@pytest.mark.slow
@pytest.mark.walks
@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
async def test_the_nights_when_the_clock_changes_lose_and_double_nothing(db: Database, night: date) -> None:
    luna = await luna_with(db, stamps(1, voucher_days=10), VOUCHER_EXPIRING, BIRTHDAY)
    await birthday(luna, night.month, night.day)
    eve = datetime(night.year, night.month, night.day, 20, 0, tzinfo=UTC) - DAY
    await luna.booked(eve - 7 * DAY)  # so that its last day but one is the day after
    hours = await db.write(_hours_told, luna.cafe.shop.id, eve)
    summer = night.month == 3
    assert hours == {3 if summer else 2: ["birthday"], 26 if summer else 27: ["voucher_expiring:last"]}


def _hours_told(tx: Tx, shop_id: int, first: datetime) -> dict[int, list[str]]:
    found = {hour: ticked(tx, shop_id, first + hour * HOUR) for hour in range(40)}
    found_then = select(occurrences.c.kind, occurrences.c.step).order_by(occurrences.c.id)
    names = iter(Statement(found_then).all(tx))
    return {hour: [":".join(filter(None, next(names))) for _ in range(n)] for hour, n in found.items() if n}


async def test_a_clock_set_back_a_day_finds_nothing_twice(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await luna.booked(NOON)
    assert await tick(luna, NOON + 15 * DAY) == 1
    assert await tick(luna, NOON + 14 * DAY) == 0
    assert await tick(luna, NOON + 16 * DAY) == 0


@pytest.mark.engines
async def test_asking_many_times_at_once_finds_one_thing_once(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    for name in ("Ben", "Lea", "Tom"):
        _, card_id = await db.write(newcomer, luna, name)
        await luna.booked(NOON, card=card_id)
    found = [await db.write(find_due, luna.cafe.shop.id, now=NOON + 14 * DAY) for _ in range(3)]
    assert found == [3, 0, 0]
