"""A yes to a task can be taken back, with all that it brought and that was not used yet."""

from actions.till.proofs import Given, NotNow, YesTakenBack, approve, take_back
from actions.till.redeem import redeem
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from tests.actions.doing import (
    CUP,
    balance_of,
    boss_of,
    luna_with_tasks,
    proofs_waiting,
    rewards_available,
    show_proof,
)
from tests.actions.places import HOUR, NOW, open_luna, points, stamps


async def test_a_yes_can_be_taken_back_and_said_again(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna)
    await db.write(approve, boss_of(luna), this, now=NOW)
    back = await db.write(take_back, boss_of(luna), this, now=NOW + HOUR)
    assert isinstance(back, YesTakenBack)
    assert (await balance_of(luna), back.amount) == (0, 2)
    [waits] = await proofs_waiting(luna)
    assert waits.errand.id == this
    assert isinstance(await db.write(take_back, boss_of(luna), this, now=NOW + HOUR), NotNow)
    assert isinstance(await db.write(approve, boss_of(luna), this, now=NOW + HOUR), Given)
    assert await balance_of(luna) == 2


async def test_what_filled_a_card_is_taken_back_with_its_reward_until_that_is_used(db: Database) -> None:
    luna = await luna_with_tasks(db, size=2)
    this = await show_proof(luna)
    await db.write(approve, boss_of(luna), this, now=NOW)
    [coffee] = await rewards_available(luna)
    assert isinstance(await db.write(take_back, boss_of(luna), this, now=NOW), YesTakenBack)
    assert (await balance_of(luna), await rewards_available(luna)) == (0, [])
    await db.write(approve, boss_of(luna), this, now=NOW)
    [again] = await rewards_available(luna)
    assert again.id != coffee.id
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, again.id, shown=True, now=NOW)
    back = await db.write(take_back, boss_of(luna), this, now=NOW)
    assert isinstance(back, NotNow)
    assert back.why == "spent"


async def test_what_reached_a_reward_on_the_way_is_taken_back_with_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=2, parts=(CUP,)))
    this = await show_proof(luna)
    await db.write(approve, boss_of(luna), this, now=NOW)
    assert len(await rewards_available(luna)) == 1
    assert isinstance(await db.write(take_back, boss_of(luna), this, now=NOW), YesTakenBack)
    assert (await balance_of(luna), await rewards_available(luna)) == (0, [])


async def test_points_given_for_a_task_are_taken_back(db: Database) -> None:
    luna = await open_luna(db, points(parts=(CUP,)))
    this = await show_proof(luna)
    await db.write(approve, boss_of(luna), this, now=NOW)
    assert isinstance(await db.write(take_back, boss_of(luna), this, now=NOW), YesTakenBack)
