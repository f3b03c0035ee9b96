"""What a visit brings on top is booked with it, told apart from it, and goes with it, on every engine."""

from datetime import time, timedelta

from sqlalchemy import select

from actions.till.add_to_visit import TappedItem, add_item, items_for
from actions.till.redeem import Redeemed, redeem
from actions.till.scan_outcome import Booked, NotAdded, ScanOutcome
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.part import Bonus
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.programme import Limits
from loyalty.records import Visit
from loyalty.till.undo import RewardUsed
from storage.cards import visits
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.tables import entries
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, change_only, open_luna, points, stamps

TWICE = BonusTime(times=2)
_LINES = Statement(select(entries.c.kind, entries.c.amount, entries.c.part).order_by(entries.c.id))


def _lines(tx: Tx) -> list[tuple[str, int, str | None]]:
    return [tuple(line) for line in _LINES.all(tx)]


async def test_a_bonus_has_a_line_of_its_own_that_names_its_part(db: Database) -> None:
    luna = await open_luna(db, stamps(10, parts=(TWICE,)))
    booked = await luna.booked()
    assert (booked.visit.amount, booked.visit.bonus, booked.bonuses) == (2, 1, (Bonus("bonus_time", 1),))
    assert booked.state.counter.balance == 2
    assert await db.read(_lines) == [("visit", 1, None), ("bonus", 1, "bonus_time")]
    kept = await db.read(visits.by_id, booked.visit.id)
    assert kept is not None
    assert (kept.amount, kept.bonus) == (2, 1)


async def test_an_undo_takes_the_bonus_and_what_it_earned(db: Database) -> None:
    luna = await open_luna(db, stamps(3, parts=(BonusTime(plus=2),)))
    booked = await luna.booked()
    assert len(booked.vouchers) == 1
    undone = await luna.undo(booked.visit.id)
    assert isinstance(undone, Undone)
    assert (undone.state.counter.balance, undone.state.counter.round, undone.state.vouchers) == (0, 1, ())
    assert sum(amount for _, amount, _ in await db.read(_lines)) == 0


async def test_one_more_in_the_same_visit_is_doubled_too_and_counts_once_towards_the_limits(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(20, parts=(TWICE,), limits=Limits(max_per_visit=2, max_per_day=3)))
    booked = await luna.booked()
    more = await luna.more(booked.visit.id, booked.visit.amount)
    assert isinstance(more, Booked)
    assert (more.visit.amount, more.visit.bonus, more.may_add) == (4, 2, False)
    again = await luna.booked(NOW + 2 * MINUTE)
    assert (again.visit.amount, again.state.standing.given_today, again.may_add) == (2, 3, False)


async def test_a_bonus_that_comes_holds_for_cards_that_are_begun(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked()
    await db.write(change_only, luna.cafe.shop.id, stamps(10, parts=(TWICE,)), now=NOW + MINUTE)
    assert (await luna.booked(NOW + HOUR)).visit.amount == 2
    await db.write(change_only, luna.cafe.shop.id, stamps(10), now=NOW + 2 * HOUR)
    assert (await luna.booked(NOW + 3 * HOUR)).visit.amount == 1  # begun without it


async def test_points_for_money_are_doubled_by_the_shops_clock(db: Database) -> None:
    luna = await open_luna(db, points(parts=(BonusTime(start=time(11), end=time(12), times=2),)))
    assert (await luna.booked(spent=1200)).visit.amount == 24  # 11:00 in Amsterdam
    assert (await luna.booked(NOW + HOUR, spent=1200)).visit.amount == 12


async def test_more_than_ones_own_usual_is_thanked_for_from_the_amount_that_the_card_tells(
    db: Database,
) -> None:
    luna = await open_luna(db, points(parts=(AboveAverage(percent=20, plus=5),)))
    for days in (4, 3, 2):
        assert (await luna.booked(NOW - days * DAY, spent=700)).visit.bonus == 0
    assert (await luna.stands()).standing.usual_minor == 700
    assert (await luna.booked(NOW - DAY, spent=839)).visit.bonus == 0
    state = await luna.stands()
    assert state.standing.usual_minor == 734  # of 700, 700, 700 and 839
    assert (await luna.booked(spent=885)).visit.bonus == 5  # 734 and a fifth, rounded up


async def test_what_is_usual_is_kept_as_it_was_tuned_and_is_each_ones_own(db: Database) -> None:
    tuned = AboveAverage(percent=20, plus=5, tuned_on=(NOW - DAY).date())
    luna = await open_luna(db, points(parts=(tuned,)))
    for days in (4, 3, 2):
        await luna.booked(NOW - days * DAY, spent=1000)
    for hours in (3, 2, 1):
        await luna.booked(NOW - hours * HOUR, spent=5000)
    assert (await luna.stands()).standing.usual_minor == 1000


async def _taps(luna: Luna, visit: Visit, place: int = 0, *, later: timedelta = MINUTE) -> ScanOutcome:
    version_id = (await luna.stands(NOW + later)).current.id
    wanted = TappedItem(visit.id, place, version_id)
    return await luna.db.write(add_item, ActingPerson(luna.cafe.eva), wanted, now=NOW + later)


async def test_what_a_shop_gives_more_for_is_added_once_a_visit_and_goes_with_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10, parts=(BonusItem("Cake", 2), BonusItem("Own cup"))))
    booked = await luna.booked()
    cake = await _taps(luna, booked.visit)
    assert isinstance(cake, Booked)
    assert (cake.visit.amount, cake.visit.bonus, cake.bonuses) == (3, 2, (Bonus("bonus_item", 2),))
    again = await _taps(luna, cake.visit)
    assert isinstance(again, NotAdded)
    assert again.why == "counted"
    cup = await _taps(luna, booked.visit, 1)
    assert isinstance(cup, Booked)
    assert isinstance(await _taps(luna, cup.visit, 1), NotAdded)
    assert (cup.visit.amount, cup.state.standing.given_today, cup.may_add) == (4, 1, True)
    undone = await luna.undo(booked.visit.id, NOW + 2 * MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.standing.balance == 0


async def test_a_points_visit_takes_an_item_too_and_an_old_visit_none(db: Database) -> None:
    luna = await open_luna(db, points(parts=(BonusItem("Cake", 20),)))
    booked = await luna.booked(spent=500)
    late = await _taps(luna, booked.visit, later=HOUR)
    assert isinstance(late, NotAdded)
    cake = await _taps(luna, booked.visit)
    assert isinstance(cake, Booked)
    assert (cake.visit.amount, cake.may_add) == (25, False)


async def test_a_begun_card_keeps_its_items_and_a_button_of_other_rules_adds_nothing(db: Database) -> None:
    luna = await open_luna(db, stamps(10, parts=(BonusItem("Cake", 2),)))
    booked = await luna.booked()
    before = (await luna.stands()).current.id
    await luna.change(stamps(10, parts=(BonusItem("Own cup"), BonusItem("Cake"))), NOW)
    stale = TappedItem(booked.visit.id, 0, before)
    assert isinstance(
        await db.write(add_item, ActingPerson(luna.cafe.eva), stale, now=NOW + MINUTE), NotAdded
    )
    assert [(one.label, one.plus) for one in items_for(await luna.stands())] == [("Cake", 2), ("Own cup", 1)]
    cake = await _taps(luna, booked.visit)
    assert isinstance(cake, Booked)
    assert cake.visit.bonus == 2


async def test_an_undo_after_a_bonus_was_spent_is_refused_and_nothing_goes(db: Database) -> None:
    luna = await open_luna(db, stamps(2, parts=(BonusTime(plus=1),)))
    booked = await luna.booked()
    assert (booked.visit.amount, booked.visit.bonus) == (2, 1)
    [coffee] = booked.state.vouchers
    eva = ActingPerson(luna.cafe.eva)
    used = await db.write(redeem, eva, luna.cafe.card_id, coffee.id, shown=True, now=NOW)
    assert isinstance(used, Redeemed)
    stays = await luna.undo(booked.visit.id, NOW + MINUTE)
    assert isinstance(stays, NotUndone)
    assert stays.why == RewardUsed()
    state = await luna.stands(NOW + MINUTE)
    assert (state.standing.balance, state.standing.round) == (0, 2)
