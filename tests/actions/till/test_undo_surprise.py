"""A surprise is taken back by itself, and what was given beside visits never stands in the way of taking one back."""

from datetime import datetime

from sqlalchemy import select

from actions.cards.book_entries import book
from actions.cards.card_state import load
from actions.people.erasure import Erased, erase_person
from actions.till.redeem import Redeemed, redeem
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from actions.till.surprise import (
    Budget,
    Surprised,
    SurpriseGift,
    budget,
    give_surprise,
    reason_told,
    surprise_told,
)
from actions.till.undo_redemption import GivenBack, take_back_redemption
from actions.till.undo_surprise import SurpriseStays, SurpriseUndone, undo_surprise
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Reward
from loyalty.cards.visits import Claim, given
from loyalty.cards.worth import Counted
from loyalty.till.undo import AlreadyUndone, ManagerNeeded, ReasonNeeded, RewardUsed
from loyalty.units import Unit
from storage.cards import accounts
from storage.cards.ledger import Cause
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import audit, metadata
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, open_luna, stamps
from tests.programmes import points_card
from tests.side_by_side import add, on_each

PART = Surprise(a_month=20, a_day=20, at_once=9)


async def _luna(db: Database, size: int = 10, *, milestone: int | None = None) -> Luna:
    return await open_luna(db, stamps(size, milestone=milestone, parts=(PART,)))


async def _surprise(luna: Luna, amount: int, now: datetime = NOW) -> Surprised:
    state = await luna.stands(now)
    about = (state.account.id, state.counter.programme_id)
    eva = ActingPerson(luna.cafe.eva)
    asked = await luna.db.write(budget, eva, *about, now=now)
    assert isinstance(asked, Budget)
    gift = SurpriseGift(*about, amount, asked.seen, "Just because")
    outcome = await luna.db.write(give_surprise, eva, gift, now=now)
    assert isinstance(outcome, Surprised)
    return outcome


async def _back(
    luna: Luna, entry_id: int, now: datetime = NOW, reason: str | None = None, by: int | None = None
) -> SurpriseUndone | SurpriseStays:
    who = ActingPerson(by or luna.cafe.eva)
    outcome = await luna.db.write(undo_surprise, who, entry_id, reason=reason, now=now)
    assert isinstance(outcome, SurpriseUndone | SurpriseStays)
    return outcome


def _birthday(tx: Tx, account_id: int, amount: int, *, now: datetime) -> None:
    """Put stamps on a card as the clock does, which nobody can take back."""
    state = load(tx, accounts.locked(tx, account_id), now=now)
    book(tx, state, given(state.standing, amount, "birthday", current=state.current), Cause(now))


async def test_a_surprise_of_no_visit_goes_back_is_in_the_budget_again_and_is_told(db: Database) -> None:
    luna = await _luna(db)
    surprised = await _surprise(luna, 3)
    undone = await _back(luna, surprised.entry_id, NOW + MINUTE)
    assert isinstance(undone, SurpriseUndone)
    assert (undone.amount, (await luna.stands()).standing.balance) == (3, 0)
    asked = await db.write(
        budget, ActingPerson(luna.cafe.cleo), luna.cafe.card_id, undone.state.counter.programme_id, now=NOW
    )
    assert isinstance(asked, Budget)
    assert asked.this_month == PART.a_month
    assert [told["taken"] for told in await luna.told("surprise_undone")] == [3]
    assert await db.read(surprise_told, surprised.entry_id) is None


async def test_it_is_taken_back_once_by_whoever_may_take_a_visit_back_and_as_long(db: Database) -> None:
    luna = await _luna(db)
    entry = (await _surprise(luna, 1)).entry_id
    later = await _back(luna, entry, NOW + 11 * MINUTE)
    too_late = await _back(luna, entry, NOW + 25 * HOUR, "a slip")
    assert isinstance(later, SurpriseStays)
    assert isinstance(too_late, SurpriseStays)
    assert (later.why, too_late.why) == (ReasonNeeded(), ManagerNeeded())
    undone = await _back(luna, entry, NOW + 25 * HOUR, "a slip", luna.cafe.cleo)
    assert isinstance(undone, SurpriseUndone)
    again = await _back(luna, entry, NOW + 25 * HOUR, "a slip", luna.cafe.cleo)
    assert isinstance(again, SurpriseStays)
    assert again.why == AlreadyUndone()


async def test_a_surprise_that_came_with_a_visit_goes_back_alone_and_the_visit_after_it(db: Database) -> None:
    luna = await _luna(db)
    booked = await luna.booked()
    surprised = await _surprise(luna, 2, NOW + MINUTE)
    assert isinstance(await _back(luna, surprised.entry_id, NOW + 2 * MINUTE), SurpriseUndone)
    assert (await luna.stands()).standing.balance == 1
    assert isinstance(await luna.undo(booked.visit.id, NOW + 3 * MINUTE), Undone)
    assert (await luna.stands()).standing.balance == 0


async def test_a_surprise_goes_back_from_under_the_visits_after_it(db: Database) -> None:
    luna = await _luna(db)
    surprised = await _surprise(luna, 2)
    booked = await luna.booked(NOW + HOUR)
    undone = await _back(luna, surprised.entry_id, NOW + HOUR, "a slip")
    assert isinstance(undone, SurpriseUndone)
    assert undone.state.standing.balance == 1
    assert isinstance(await luna.undo(booked.visit.id, NOW + HOUR), Undone)


async def test_a_surprise_whose_reward_was_used_stays_and_nothing_is_half_done(db: Database) -> None:
    luna = await _luna(db, 2)
    surprised = await _surprise(luna, 3)
    [coffee] = (await luna.stands()).vouchers
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, coffee.id, shown=True, now=NOW)
    stays = await _back(luna, surprised.entry_id, NOW + MINUTE)
    assert isinstance(stays, SurpriseStays)
    assert stays.why == RewardUsed()
    assert (await luna.stands()).standing.balance == 1


async def test_an_earlier_visit_is_taken_back_from_under_a_birthdays_stamps(db: Database) -> None:
    luna = await _luna(db)
    booked = await luna.booked()
    await db.write(_birthday, luna.cafe.card_id, 3, now=NOW + MINUTE)
    undone = await luna.undo(booked.visit.id, NOW + 2 * MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.standing.balance == 3


async def test_a_card_that_only_both_filled_is_full_no_more_and_its_reward_is_withdrawn(db: Database) -> None:
    luna = await _luna(db, 4)
    booked = await luna.booked()
    await db.write(_birthday, luna.cafe.card_id, 3, now=NOW + MINUTE)
    assert len((await luna.stands()).vouchers) == 1
    undone = await luna.undo(booked.visit.id, NOW + 2 * MINUTE)
    assert isinstance(undone, Undone)
    assert (undone.state.standing.balance, undone.state.standing.round) == (3, 1)
    assert undone.state.vouchers == ()


async def test_a_card_that_the_gift_fills_anyway_keeps_its_reward_used_or_not(db: Database) -> None:
    luna = await _luna(db, 4, milestone=2)
    booked = await luna.booked()
    await db.write(_birthday, luna.cafe.card_id, 5, now=NOW + MINUTE)
    stood = await luna.stands()
    assert (stood.standing.balance, len(stood.vouchers)) == (
        2,
        3,
    )  # cookie, coffee, and the next card's cookie
    for voucher in stood.vouchers[:2]:
        eva = ActingPerson(luna.cafe.eva)
        used = await db.write(redeem, eva, luna.cafe.card_id, voucher.id, shown=True, now=NOW + MINUTE)
        assert isinstance(used, Redeemed)
    undone = await luna.undo(booked.visit.id, NOW + 2 * MINUTE)
    assert isinstance(undone, Undone)
    assert (undone.state.standing.balance, undone.state.standing.round) == (1, 2)
    assert undone.state.vouchers == ()


async def test_a_visit_stays_where_the_reward_that_it_helped_to_earn_was_used(db: Database) -> None:
    luna = await _luna(db, 4)
    booked = await luna.booked()
    await db.write(_birthday, luna.cafe.card_id, 3, now=NOW + MINUTE)
    [coffee] = (await luna.stands()).vouchers
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, coffee.id, shown=True, now=NOW)
    stays = await luna.undo(booked.visit.id, NOW + 2 * MINUTE)
    assert isinstance(stays, NotUndone)
    assert stays.why == RewardUsed()
    assert (await luna.stands()).standing.balance == 0


async def test_the_visit_that_filled_a_card_before_the_gift_leaves_the_gift_alone(db: Database) -> None:
    luna = await _luna(db, 2)
    await luna.booked()
    filled = await luna.booked(NOW + DAY)
    await db.write(_birthday, luna.cafe.card_id, 1, now=NOW + DAY + MINUTE)
    undone = await luna.undo(filled.visit.id, NOW + DAY + 2 * MINUTE)
    assert isinstance(undone, Undone)
    # One stamp of the first day and one of the birthday fill the card all the same.
    assert (undone.state.standing.balance, undone.state.standing.round) == (0, 2)
    assert len(undone.state.vouchers) == 1


async def test_points_of_a_surprise_that_bought_a_reward_which_gives_points_stay(db: Database) -> None:
    again = Reward("again", "Points", 3, worth=Counted(2, Unit.POINTS))
    luna = await open_luna(db, points_card((again,), head_start=1, parts=(PART,)))
    surprised = await _surprise(luna, 2)
    eva = ActingPerson(luna.cafe.eva)
    bought = await db.write(redeem, eva, luna.cafe.card_id, "again", shown=True, now=NOW)
    assert isinstance(bought, Redeemed)
    stays = await _back(luna, surprised.entry_id)
    assert isinstance(stays, SurpriseStays)
    assert (await luna.stands()).standing.balance == 2
    assert isinstance(await db.write(take_back_redemption, eva, bought.voucher.id, now=NOW), GivenBack)
    assert (await luna.stands()).standing.balance == 3
    assert isinstance(await _back(luna, surprised.entry_id), SurpriseUndone)


async def test_a_surprise_on_an_empty_card_is_no_first_visit_whatever_is_taken_back_since(
    db: Database,
) -> None:
    luna = await _luna(db)
    await db.write(add, luna.cafe.shop.id, now=NOW)
    await _surprise(luna, 2)
    second = (await db.write(on_each, luna.cafe.card_id, now=NOW))[1].counter.programme_id
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim(spent_minor=5_00), second)
    booked = await db.write(scan_card, scan, key="points", now=NOW + MINUTE)
    assert isinstance(booked, Booked)
    assert isinstance(await luna.undo(booked.visit.id, NOW + 2 * MINUTE), Undone)
    assert (await luna.stands()).account.last_visit_at is None


async def test_what_was_typed_about_a_surprise_is_nowhere_once_its_customer_is_forgotten(
    db: Database,
) -> None:
    luna = await _luna(db)
    booked = await luna.booked()
    state = await luna.stands()
    asked = await db.write(
        budget, ActingPerson(luna.cafe.eva), state.account.id, state.counter.programme_id, now=NOW
    )
    assert isinstance(asked, Budget)
    gift = SurpriseGift(state.account.id, state.counter.programme_id, 1, asked.seen, "is unwell", typed=True)
    given_ = await db.write(give_surprise, ActingPerson(luna.cafe.eva), gift, now=NOW)
    assert isinstance(given_, Surprised)
    [told] = await luna.told("surprise")
    line = await db.read(surprise_told, told["entry_id"])
    assert line is not None
    assert await db.read(reason_told, state.account, line) == "is unwell"
    await _back(luna, given_.entry_id, NOW + HOUR, "she is unwell")
    await luna.undo(booked.visit.id, NOW + HOUR, reason="so unwell")
    assert await db.write(_read_everywhere, "unwell") >= {"audit", "visits"}
    assert isinstance(await db.write(erase_person, luna.cafe.ana, now=NOW + DAY), Erased)
    # The words of a visit that was taken back stay with who answers for it, but for names.
    assert await db.write(_read_everywhere, "unwell") == {"audit"}
    assert await db.write(_audited, "surprise") == set()


def _read_everywhere(tx: Tx, said: str) -> set[str]:
    rows = ((table.name, row) for table in metadata.sorted_tables for row in tx.execute(select(table)))
    return {name for name, row in rows if said in str(row)}


def _audited(tx: Tx, about: str) -> set[str]:
    rows = tx.execute(select(audit.c.what, audit.c.reason)).all()
    return {reason for what, reason in rows if about in what and reason}
