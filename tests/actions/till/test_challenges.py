"""A challenge is paid once, with the visit that does it, by the rules under which it was taken on, on every engine."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions.cards.challenges import OfferedChallenge, TakenOn, offers, take_on
from actions.cards.own_cards import own_counters
from actions.people.merge import join_persons, part_persons
from actions.people.personal_data import everything_held
from actions.shop.shop_details import change_shop
from actions.till.add_to_visit import TappedItem, add_item, items_for
from actions.till.correct_amount import Amended, amend
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.endings import last_day
from loyalty.cards.part import Part
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.challenge import Challenge
from storage.cards import challenges
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import merges
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, points, stamps

TWO = Challenge("visits", 2, 14, 3)
ROW = Challenge("weeks", 2, 14, 4)
NEW = Challenge("items", 1, 30, 3)
WEEKDAY = Challenge("weekdays", 1, 30, 2)


def _offers(tx: Tx, person: int, *, now: datetime) -> list[OfferedChallenge]:
    return [one for states in own_counters(tx, person, now=now) for one in offers(tx, person, states)]


async def _take(luna: Luna, part: Part, now: datetime = NOW) -> TakenOn | str:
    every = await luna.db.write(_offers, luna.cafe.ana, now=now)
    one = next(offer for offer in every if offer.part == part)
    asked = luna.cafe.ana, luna.cafe.card_id, one.state.current.id, one.place
    return await luna.db.write(take_on, *asked, now=now)


async def _luna(db: Database, *parts: Part, size: int = 30) -> Luna:
    return await open_luna(db, stamps(size, parts=parts))


async def _balance(luna: Luna, now: datetime) -> int:
    return (await luna.stands(now)).standing.balance


async def _tap(luna: Luna, booked: Booked, label: str, now: datetime) -> Booked:
    place = next(n for n, item in enumerate(items_for(booked.state)) if item.label == label)
    wanted = TappedItem(booked.visit.id, place, booked.state.current.id)
    outcome = await luna.db.write(add_item, ActingPerson(luna.cafe.eva), wanted, now=now)
    assert isinstance(outcome, Booked), outcome
    return outcome


async def test_the_visit_that_does_it_is_paid_for_it_once(db: Database) -> None:
    luna = await _luna(db, TWO)
    await luna.booked(NOW - DAY)
    taken = await _take(luna, TWO)
    assert isinstance(taken, TakenOn)
    assert last_day(taken.running.row.ends_at, taken.state.shop.zone) == NOW.date() + 14 * DAY
    assert (await luna.booked(NOW + HOUR)).state.running[0].way.done == 1
    won = await luna.booked(NOW + 2 * HOUR)
    assert won.state.running[0].row.won_visit_id == won.visit.id
    assert won.state.standing.balance == 3 + 3
    assert (await luna.booked(NOW + 3 * HOUR)).state.standing.balance == 7


async def test_nothing_counts_for_who_did_not_take_it_on(db: Database) -> None:
    luna = await _luna(db, TWO)
    for hours in range(3):
        assert (await luna.booked(NOW + hours * HOUR)).state.running == ()
    assert await _balance(luna, NOW + DAY) == 3


async def test_an_undo_takes_it_back_and_the_next_visit_brings_it_again(db: Database) -> None:
    luna = await _luna(db, TWO)
    await _take(luna, TWO)
    await luna.booked(NOW + HOUR)
    for again in range(2):
        now = NOW + (2 + again) * HOUR
        won = await luna.booked(now)
        assert won.state.standing.balance == 5
        undone = await luna.undo(won.visit.id, now + MINUTE)
        assert isinstance(undone, Undone)
        assert undone.state.standing.balance == 1
        assert undone.state.running[0].way.done == 1
        assert not undone.state.running[0].won


async def test_a_reward_that_it_reached_goes_with_the_undo_unless_it_was_used(db: Database) -> None:
    luna = await _luna(db, TWO, size=5)
    await _take(luna, TWO)
    await luna.booked(NOW + HOUR)
    won = await luna.booked(NOW + 2 * HOUR)
    assert [new.reward.key for new in won.vouchers] == ["coffee"]
    undone = await luna.undo(won.visit.id, NOW + 2 * HOUR + MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.vouchers == ()
    assert undone.state.standing.balance == 1


async def test_what_stands_before_a_later_visit_is_not_taken_back(db: Database) -> None:
    luna = await _luna(db, TWO)
    await _take(luna, TWO)
    await luna.booked(NOW + HOUR)
    won = await luna.booked(NOW + 2 * HOUR)
    await luna.booked(NOW + 3 * HOUR)
    assert isinstance(await luna.undo(won.visit.id, NOW + 3 * HOUR + MINUTE), NotUndone)


async def test_it_ends_with_its_last_day_and_begins_again_only_then(db: Database) -> None:
    luna = await _luna(db, TWO)
    taken = await _take(luna, TWO)
    assert isinstance(taken, TakenOn)
    ends = taken.running.row.ends_at
    await luna.booked(NOW + HOUR)
    assert await _take(luna, TWO, ends - MINUTE) == "running"
    assert (await luna.booked(ends)).state.standing.balance == 2
    assert isinstance(await _take(luna, TWO, ends + MINUTE), TakenOn)


async def test_one_that_is_won_is_not_begun_again_before_its_last_day(db: Database) -> None:
    luna = await _luna(db, TWO)
    await _take(luna, TWO)
    for hours in (1, 2):
        await luna.booked(NOW + hours * HOUR)
    assert await _take(luna, TWO, NOW + 3 * HOUR) == "running"


async def test_changed_rules_change_nothing_for_who_is_at_it(db: Database) -> None:
    luna = await _luna(db, TWO)
    await _take(luna, TWO)
    await luna.change(stamps(30), NOW + MINUTE)
    await luna.booked(NOW + HOUR)
    await luna.change(stamps(30, parts=(Challenge("visits", 9, 1, 1),)), NOW + HOUR + MINUTE)
    assert (await luna.booked(NOW + 2 * HOUR)).state.standing.balance == 5


async def test_a_button_of_rules_that_were_changed_takes_nothing_on(db: Database) -> None:
    luna = await _luna(db, TWO)
    version = (await luna.stands()).current.id
    await luna.change(stamps(30, parts=(ROW,)))
    taken = await db.write(take_on, luna.cafe.ana, luna.cafe.card_id, version, 0, now=NOW)
    assert taken == "changed"
    assert await db.write(take_on, luna.cafe.eva, luna.cafe.card_id, version, 0, now=NOW) == "changed"


async def test_overlapping_challenges_count_each_by_its_own_rule_and_pay_once_each(db: Database) -> None:
    luna = await _luna(db, TWO, ROW, WEEKDAY)
    await luna.booked(NOW - 7 * DAY)  # a Monday
    for part in (TWO, ROW, WEEKDAY):
        assert isinstance(await _take(luna, part), TakenOn)
    assert (await luna.booked(NOW + HOUR)).state.standing.balance == 2
    tuesday = await luna.booked(NOW + 8 * DAY)
    assert tuesday.state.standing.balance == 3 + 3 + 4 + 2
    assert all(one.row.won_visit_id == tuesday.visit.id for one in tuesday.state.running)
    assert (await luna.booked(NOW + 9 * DAY)).state.standing.balance == 13
    assert isinstance(await luna.undo(tuesday.visit.id, NOW + 9 * DAY), NotUndone)


async def test_weeks_in_a_row_forgive_one_and_a_second_one_ends_them(db: Database) -> None:
    luna = await _luna(db, Challenge("weeks", 3, 1, 4))
    part = Challenge("weeks", 3, 1, 4)
    await _take(luna, part)
    for week in (0, 2):
        await luna.booked(NOW + week * 7 * DAY + HOUR)
    booked = await luna.booked(NOW + 21 * DAY + HOUR)
    assert booked.state.running[0].way.joker_on == NOW.date() + 14 * DAY
    assert booked.state.standing.balance == 3 + 4


async def test_a_row_that_is_lost_can_be_begun_anew_at_once(db: Database) -> None:
    luna = await _luna(db, Challenge("weeks", 3, 1, 4))
    part = Challenge("weeks", 3, 1, 4)
    await _take(luna, part)
    assert await _take(luna, part, NOW + 14 * DAY) == "running"
    assert isinstance(await _take(luna, part, NOW + 21 * DAY), TakenOn)
    running = (await luna.stands(NOW + 21 * DAY)).running
    assert [one.over for one in running] == [True, False]


async def test_something_new_is_what_was_never_tapped_for_them(db: Database) -> None:
    luna = await _luna(db, NEW, BonusItem("Cake"), BonusItem("Tea"))
    before = await luna.booked(NOW - DAY)
    await _tap(luna, before, "Cake", NOW - DAY)
    await _take(luna, NEW)
    booked = await luna.booked(NOW + HOUR)
    assert (await _tap(luna, booked, "Cake", NOW + HOUR)).state.standing.balance == 4
    won = await _tap(luna, booked, "Tea", NOW + HOUR)
    assert won.state.standing.balance == 4 + 1 + 3
    assert isinstance(await luna.undo(booked.visit.id, NOW + HOUR + MINUTE), Undone)
    assert await _balance(luna, NOW + HOUR + MINUTE) == 2


async def test_nothing_new_can_t_be_taken_on(db: Database) -> None:
    luna = await _luna(db, NEW, WEEKDAY, BonusItem("Cake"))
    assert await _take(luna, WEEKDAY) == "known"
    await _tap(luna, await luna.booked(), "Cake", NOW)
    assert await _take(luna, NEW, NOW + HOUR) == "known"


async def test_an_item_that_was_removed_can_still_be_tapped_for_who_took_it_on(db: Database) -> None:
    luna = await _luna(db, NEW, BonusItem("Tea"))
    await _take(luna, NEW)
    await luna.change(stamps(30), NOW + MINUTE)
    booked = await luna.booked(NOW + HOUR)
    assert (await _tap(luna, booked, "Tea", NOW + HOUR)).state.standing.balance == 1 + 1 + 3


async def test_a_corrected_amount_keeps_what_the_visit_won(db: Database) -> None:
    tea = BonusItem("Tea", 5)
    luna = await open_luna(db, points(parts=(TWO, NEW, tea)))
    for part in (TWO, NEW):
        await _take(luna, part)
    await luna.booked(NOW + HOUR, spent=1000)
    won = await luna.booked(NOW + 2 * HOUR, spent=2000)
    won = await _tap(luna, won, "Tea", NOW + 2 * HOUR)
    assert won.state.standing.balance == 10 + 20 + 5 + 3 + 3
    amended = await db.write(
        amend, ActingPerson(luna.cafe.eva), won.visit.id, 1500, key="amended", now=NOW + 2 * HOUR + MINUTE
    )
    assert isinstance(amended, Amended)
    assert isinstance(amended.outcome, Booked)
    assert amended.outcome.state.standing.balance == 10 + 15 + 5 + 3 + 3
    assert all(one.row.won_visit_id == amended.outcome.visit.id for one in amended.outcome.state.running)


async def test_who_works_there_takes_nothing_on(db: Database) -> None:
    luna = await _luna(db, TWO)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "cashier")
    assert await _take(luna, TWO) == "staff"


async def test_who_is_hired_while_at_one_is_given_nothing_for_it(db: Database) -> None:
    luna = await _luna(db, TWO)
    await _take(luna, TWO)
    await luna.booked(NOW + HOUR)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "cashier")
    assert (await luna.booked(NOW + 3 * HOUR)).state.standing.balance == 2


async def test_a_visit_counts_until_midnight_in_the_shop(db: Database) -> None:
    luna = await _luna(db, TWO)
    taken = await _take(luna, TWO)
    assert isinstance(taken, TakenOn)
    await luna.booked(NOW + HOUR)
    assert (await luna.booked(taken.running.row.ends_at - MINUTE)).state.standing.balance == 5


@pytest.mark.parametrize("name", ["Pacific/Kiritimati", "Pacific/Honolulu"])
async def test_by_another_clock_it_ends_with_the_day_that_was_told(db: Database, name: str) -> None:
    luna = await _luna(db, TWO)
    taken = await _take(luna, TWO)
    assert isinstance(taken, TakenOn)
    told, shop = last_day(taken.running.row.ends_at, luna.cafe.shop.zone), luna.cafe.shop
    cleo = ActingPerson(luna.cafe.cleo)
    await db.write(change_shop, cleo, shop.id, "timezone", name, was=shop.timezone, now=NOW)
    [ends] = await db.read(challenges.ends, shop.id, now=NOW)
    assert last_day(ends, ZoneInfo(name)) == told


async def test_it_goes_along_where_two_chats_become_one_and_back(db: Database) -> None:
    luna = await _luna(db, TWO)
    ben = await db.write(meet, "Ben")
    card = await db.write(join, luna.cafe.shop, ben)
    version = (await luna.stands()).current.id
    assert isinstance(await db.write(take_on, ben, card, version, 0, now=NOW), TakenOn)
    await luna.booked(NOW + HOUR, card=card)
    merge_id = await db.write(join_persons, luna.cafe.ana, ben, now=NOW + 2 * HOUR)
    [one] = (await luna.stands(NOW + 2 * HOUR)).running
    assert one.way.done == 1
    assert (await luna.booked(NOW + 3 * HOUR)).state.standing.balance == 2 + 3

    def parted(tx: Tx) -> None:
        merge = merges.by_id(tx, merge_id)
        assert merge
        part_persons(tx, merge, now=NOW + DAY)

    await db.write(parted)
    assert (await luna.stands(NOW + DAY)).running == ()
    assert len((await luna.stands(NOW + DAY, card=card)).running) == 1


async def _two_chats(luna: Luna, *, visits: int) -> None:
    """Let Ana and Ben take the same on and come so often each, and become one person."""
    ben = await luna.db.write(meet, "Ben")
    card = await luna.db.write(join, luna.cafe.shop, ben)
    version = (await luna.stands()).current.id
    for person, account in ((luna.cafe.ana, luna.cafe.card_id), (ben, card)):
        assert isinstance(await luna.db.write(take_on, person, account, version, 0, now=NOW), TakenOn)
        for hours in range(1, visits + 1):
            await luna.booked(NOW + hours * HOUR + person * MINUTE, card=account)
    await luna.db.write(join_persons, luna.cafe.ana, ben, now=NOW + 5 * HOUR)


@pytest.mark.parametrize("visits", [1, 2])
async def test_of_two_that_came_together_each_is_paid_for_visits_of_its_own(
    db: Database, visits: int
) -> None:
    luna = await _luna(db, TWO)
    await _two_chats(luna, visits=visits)
    before = await _balance(luna, NOW + 5 * HOUR)
    brought = [
        (await luna.booked(NOW + hours * HOUR)).state.standing.balance - before for hours in (6, 7, 8, 9)
    ]
    # Either both were won already, or the first visit wins one, and two more the other.
    assert brought == ([1 + 3, 5, 6 + 3, 10] if visits == 1 else [1, 2, 3, 4])


async def test_one_thing_that_is_new_wins_one_of_two_that_came_together(db: Database) -> None:
    luna = await _luna(db, NEW, BonusItem("Cake"), BonusItem("Tea"))
    await _two_chats(luna, visits=0)
    for hours, label, brought in ((6, "Tea", 1 + 1 + 3), (7, "Tea", 1 + 1), (8, "Cake", 1 + 1 + 3)):
        before = await _balance(luna, NOW + hours * HOUR)
        booked = await luna.booked(NOW + hours * HOUR)
        tapped = await _tap(luna, booked, label, NOW + hours * HOUR + MINUTE)
        assert tapped.state.standing.balance - before == brought


async def test_what_was_taken_on_is_told_to_who_asks_what_is_held(db: Database) -> None:
    luna = await _luna(db, TWO)
    await _take(luna, TWO)
    for hours in (1, 2):
        await luna.booked(NOW + hours * HOUR)
    [row] = (await db.write(everything_held, luna.cafe.ana, now=NOW + DAY)).rows["challenges"]
    assert (row["begun_at"], row["won_at"]) == (NOW, NOW + 2 * HOUR)


async def test_two_tills_at_once_are_paid_for_once(db: Database) -> None:
    luna = await _luna(db, TWO)
    await _take(luna, TWO)
    await luna.booked(NOW + HOUR)
    await asyncio.gather(*(luna.scan(NOW + 2 * HOUR) for _ in range(4)))
    assert await _balance(luna, NOW + 3 * HOUR) == 2 + 3
