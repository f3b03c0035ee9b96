"""What a customer saves for."""

from datetime import date

from actions.cards.card_state import CardState
from actions.cards.goals import NoGoal, drop_goal, set_goal, set_goal_date
from actions.cards.own_cards import NoCard
from loyalty.cards.goals import BadGoal, Goal, distance
from storage.engine.database import Database
from tests.actions.places import HOUR, NOW, Luna, open_luna, points, stamps

MAY = date(2026, 5, 1)


async def saved(luna: Luna, what: int | str) -> CardState:
    outcome = await luna.db.write(set_goal, luna.cafe.ana, luna.cafe.card_id, what, now=NOW)
    assert isinstance(outcome, CardState), outcome
    return outcome


async def test_a_goal_is_a_reward_or_a_number_and_the_last_one_counts(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=5))
    assert (await saved(luna, "cookie")).goal == Goal(5, 1, "cookie")
    assert (await saved(luna, 7)).goal == Goal(7, 1)
    assert (await luna.stands()).goal == Goal(7, 1)


async def test_the_distance_shrinks_with_each_visit_and_a_reached_goal_stays_reached(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    await saved(luna, "coffee")
    left = []
    for hours in range(4):
        await luna.booked(NOW + hours * HOUR)
        state = await luna.stands(NOW + hours * HOUR)
        assert state.goal
        left.append(distance(state.goal, state.standing))
    assert left == [2, 1, 0, 0]


async def test_a_number_out_of_reach_is_refused_and_the_old_goal_kept(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked()
    await saved(luna, 5)
    for number, why in ((11, "too_high"), (1, "too_low"), (0, "too_low")):
        outcome = await db.write(set_goal, luna.cafe.ana, luna.cafe.card_id, number, now=NOW)
        assert outcome == BadGoal(why, 10)  # type: ignore[arg-type]
    assert (await luna.stands()).goal == Goal(5, 1)


async def test_a_reward_that_the_shop_never_had_is_no_goal(db: Database) -> None:
    luna = await open_luna(db, points())
    outcome = await db.write(set_goal, luna.cafe.ana, luna.cafe.card_id, "unicorn", now=NOW)
    assert isinstance(outcome, NoGoal)


async def test_a_date_ahead_is_kept_until_it_is_taken_off(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    card = (luna.cafe.ana, luna.cafe.card_id)
    assert isinstance(await db.write(set_goal_date, *card, MAY, now=NOW), NoGoal)
    await saved(luna, 8)
    await db.write(set_goal_date, *card, MAY, now=NOW)
    assert (await luna.stands()).goal == Goal(8, 1, by=MAY)
    past = await db.write(set_goal_date, *card, NOW.date(), now=NOW)
    assert past == BadGoal("past_date", 10)
    await db.write(set_goal_date, *card, None, now=NOW)
    assert (await luna.stands()).goal == Goal(8, 1)


async def test_a_goal_can_be_dropped_twice(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await saved(luna, 8)
    for _ in range(2):
        await db.write(drop_goal, luna.cafe.ana, luna.cafe.card_id, now=NOW)
        assert (await luna.stands()).goal is None


async def test_nobody_sets_a_goal_on_somebody_elses_card(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    card = (luna.cafe.eva, luna.cafe.card_id)
    assert await db.write(set_goal, *card, 8, now=NOW) == NoCard()
    assert await db.write(set_goal_date, *card, None, now=NOW) == NoCard()
    assert await db.write(drop_goal, *card, now=NOW) == NoCard()
