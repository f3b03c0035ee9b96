"""A reward of a level: its holders have it, others read for whom it is, and nothing is spent; what a level gives waits longer."""

from dataclasses import replace
from datetime import datetime

from actions.cards.buy_reward import Bought, KeptForLevel, buy_reward, offer_reward
from actions.till.redeem import redeem
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.counter_state import affordable
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import Programme, Reward
from loyalty.cards.programme_check import check
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, open_luna
from tests.programmes import points_card, stamp_card

CLUB = Levels((Level("Silver", 2, plus=1), Level("Gold", 4, plus=2, longer=30)), days=10, grace=5)
CAKE = Reward("cake", "A cake", 20, level="Silver")
MENU = points_card((Reward("tea", "A tea", 30), CAKE), parts=(CLUB,), voucher_days=10)


async def _asked(luna: Luna, now: datetime) -> object:
    return await luna.db.write(offer_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=now)


async def test_only_who_has_the_level_is_offered_its_reward_and_an_undo_closes_it_again(db: Database) -> None:
    luna = await open_luna(db, MENU)
    await luna.booked(spent=25_00)
    assert await _asked(luna, NOW) == KeptForLevel(CAKE)
    state = await luna.stands(NOW)
    assert affordable(state.standing) == ()
    assert state.progress.next_reward.key == "tea"
    reached = await luna.booked(NOW + DAY, spent=1_00)
    assert affordable(reached.state.standing) == (CAKE,)
    assert isinstance(await luna.undo(reached.visit.id, NOW + DAY + MINUTE), Undone)
    assert await _asked(luna, NOW + DAY + MINUTE) == KeptForLevel(CAKE)


async def test_nothing_is_spent_for_it_by_who_has_not_the_level_nor_handed_out_at_the_till(
    db: Database,
) -> None:
    luna = await open_luna(db, MENU)
    await luna.booked(spent=25_00)
    buys = await luna.db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW)
    assert buys == KeptForLevel(CAKE)
    for shown in (True, False):
        eva = ActingPerson(luna.cafe.eva)
        assert await db.write(redeem, eva, luna.cafe.card_id, "cake", shown=shown, now=NOW) == KeptForLevel(
            CAKE
        )
    assert (await luna.stands(NOW)).counter.balance == 25


async def test_a_higher_level_has_the_rewards_beneath_it_and_a_lost_one_closes_them(db: Database) -> None:
    luna = await open_luna(db, MENU)
    for hours in range(4):
        await luna.booked(NOW + hours * HOUR, spent=10_00)
    bought = await luna.db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW + 4 * HOUR)
    assert isinstance(bought, Bought)
    assert await _asked(luna, NOW + 30 * DAY) == KeptForLevel(CAKE)


async def test_a_reward_of_who_has_the_level_waits_as_much_longer_as_it_says(db: Database) -> None:
    luna = await open_luna(db, MENU)
    for hours in range(4):
        await luna.booked(NOW + hours * HOUR, spent=10_00)
    bought = await luna.db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW + 4 * HOUR)
    assert isinstance(bought, Bought)
    assert bought.voucher.expires_at
    assert (bought.voucher.expires_at - NOW).days == 40


async def test_the_visit_that_reaches_a_level_pays_as_before_and_the_next_one_longer(db: Database) -> None:
    club = Levels((Level("Silver", 2, longer=5), Level("Gold", 3, longer=30)), days=10, grace=5)
    luna = await open_luna(db, stamp_card((Reward("coffee", "A coffee", 1),), parts=(club,), voucher_days=10))
    waits = []
    for hours in range(4):
        paid = await luna.booked(NOW + hours * HOUR)
        newest = max(paid.state.vouchers, key=lambda voucher: voucher.id)
        assert newest.expires_at
        waits.append((newest.expires_at - NOW).days)
    assert waits == [10, 10, 15, 40]


def _why(programme: Programme) -> str:
    bad = check(programme, "EUR")
    return bad.why if bad else ""


async def test_a_reward_is_kept_for_a_level_that_there_is_on_a_menu_and_one_is_for_everybody() -> None:
    assert _why(MENU) == ""
    assert _why(replace(MENU, parts=())) == "reward_level"
    assert _why(replace(MENU, rewards=(CAKE,))) == "none_for_all"
    assert _why(stamp_card((Reward("tea", "A tea", 5), CAKE), parts=(CLUB,))) == "reward_level"


async def test_a_card_that_was_begun_keeps_its_way_to_a_reward_when_levels_are_named_anew(
    db: Database,
) -> None:
    luna = await open_luna(db, MENU)
    for days in range(2):
        await luna.booked(NOW + days * DAY, spent=15_00)
    named = Levels((Level("Friend", 2, plus=1), Level("Gold", 4, plus=2)), days=10, grace=5)
    await luna.change(replace(MENU, parts=(named,), rewards=(MENU.rewards[0], replace(CAKE, level="Friend"))))
    outcome = await luna.db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW + 2 * DAY)
    assert isinstance(outcome, Bought)
