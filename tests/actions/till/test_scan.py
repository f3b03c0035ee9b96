"""What a scan books, what it refuses, and what it never tells."""

import asyncio
from datetime import UTC, datetime

import pytest

from actions.till.scan import find_typed
from actions.till.scan_outcome import (
    AlreadyBooked,
    Booked,
    CodeExpired,
    NotStaff,
    OwnCard,
    Refused,
    UnknownCode,
)
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Limits
from loyalty.cards.visits import AmountNeeded, DayFull, SameVisit, SpentTooLittle, TooSoon
from loyalty.tokens import CLOCKS_DIFFER
from storage.cards import accounts, ledger
from storage.engine.database import Database
from storage.people import known_addresses
from storage.shop import staff
from tests.actions.places import (
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    NOW,
    SECOND,
    hire,
    join,
    meet,
    open_cafe,
    open_luna,
    points,
    stamps,
)


async def test_a_scan_gives_one_stamp_and_a_receipt(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    booked = await luna.booked()
    assert (booked.state.counter.balance, booked.visit.amount, booked.visit.staff) == (1, 1, "Eva")
    assert [told["visit_id"] for told in await luna.told("visit")] == [booked.visit.id]


async def test_a_full_card_pays_its_reward_and_a_new_one_begins(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    booked = await luna.fill(3)
    assert [new.reward.key for new in booked.vouchers] == ["coffee"]
    assert (booked.state.counter.balance, booked.state.counter.round) == (0, 2)
    assert [voucher.reward_key for voucher in booked.state.vouchers] == ["coffee"]


async def test_what_is_over_is_carried_to_the_next_card(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    visit = (await luna.fill(2)).visit
    assert isinstance(await luna.more(visit.id, 1), Booked)
    grown = await luna.more(visit.id, 2)
    assert isinstance(grown, Booked)
    assert (grown.visit.amount, grown.state.counter.balance, grown.state.counter.round) == (3, 1, 2)


async def test_a_milestone_pays_on_the_way_and_once(db: Database) -> None:
    luna = await open_luna(db, stamps(4, milestone=2))
    earned = [[new.slot for new in (await luna.booked(NOW + n * HOUR)).vouchers] for n in range(5)]
    assert earned == [[], ["1:2"], [], ["1:4"], []]


async def test_a_head_start_is_on_the_card_from_the_first_moment(db: Database) -> None:
    luna = await open_luna(db, stamps(5, head_start=2))
    assert (await luna.stands()).counter.balance == 2
    assert (await luna.booked()).state.counter.balance == 3


async def test_a_begun_card_keeps_its_promise_and_the_next_one_has_the_new_rules(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    await luna.fill(2, NOW - HOUR)
    await luna.change(stamps(5))
    filled = await luna.booked()
    assert [new.reward.at for new in filled.vouchers] == [3]
    assert filled.state.progress.to_go == 5


async def test_an_empty_card_has_todays_rules(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    await luna.change(stamps(5))
    assert (await luna.booked()).state.progress.to_go == 4


async def test_a_day_ends_at_the_shops_own_midnight(db: Database) -> None:
    luna = await open_luna(db, stamps(10, limits=Limits(max_per_day=1)))
    evening = datetime(
        2026, 3, 28, 22, 30, tzinfo=UTC
    )  # half past eleven in Amsterdam, before the clocks change
    await luna.booked(evening)
    midnight = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert await luna.refused(midnight - SECOND) == DayFull(1, midnight)
    await luna.booked(midnight)
    next_midnight = datetime(2026, 3, 29, 22, 0, tzinfo=UTC)  # that day has 23 hours
    assert await luna.refused(next_midnight - SECOND) == DayFull(1, next_midnight)
    await luna.booked(next_midnight)


async def test_a_pause_says_when_it_ends(db: Database) -> None:
    luna = await open_luna(db, stamps(10, limits=Limits(cooldown_minutes=30)))
    visit = (await luna.booked()).visit
    why = await luna.refused(NOW + 29 * MINUTE)
    assert isinstance(why, TooSoon)
    assert (why.until, why.last.id) == (NOW + 30 * MINUTE, visit.id)
    await luna.booked(NOW + 30 * MINUTE)


async def test_a_typed_code_within_a_minute_is_the_same_visit(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    why = await luna.refused(NOW + 59 * SECOND)
    assert isinstance(why, SameVisit)
    assert (why.last.id, why.last.at, why.last.staff) == (visit.id, NOW, "Eva")
    await luna.booked(NOW + 60 * SECOND)


async def test_a_code_shown_before_the_visit_has_done_its_work_and_a_fresher_one_is_a_new_visit_after_a_minute(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked(shown_at=NOW - SECOND)
    assert isinstance(await luna.refused(NOW + 5 * MINUTE, shown_at=NOW - SECOND), SameVisit)
    assert isinstance(await luna.refused(NOW + 5 * MINUTE, shown_at=NOW), SameVisit)
    assert isinstance(await luna.refused(NOW + 59 * SECOND, shown_at=NOW + SECOND), SameVisit)
    assert (await luna.booked(NOW + MINUTE, shown_at=NOW + SECOND)).state.counter.balance == 2


async def test_two_tills_within_a_minute_are_one_visit_whatever_each_of_them_saw(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    kai = await db.write(meet, "Kai")
    await db.write(hire, luna.cafe.shop.id, kai, "cashier")
    shown = [NOW - SECOND, NOW + SECOND, None]
    outcomes = await asyncio.gather(
        *(luna.scan(NOW, by=who, shown_at=at) for who in (luna.cafe.eva, kai) for at in shown)
    )
    assert [type(one) for one in outcomes].count(Booked) == 1
    assert (await luna.stands()).counter.balance == 1
    [booked] = [one for one in outcomes if isinstance(one, Booked)]
    again = booked.visit.id
    twice = await asyncio.gather(*(luna.scan(NOW + SECOND, by=kai, again=again) for _ in range(2)))
    assert {type(one) for one in twice} == {Booked, Refused}


async def test_a_code_of_a_clock_that_ran_ahead_counts_and_works_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    ahead = NOW + 9 * MINUTE
    assert (await luna.booked(NOW, shown_at=ahead)).state.account.last_visit_at == ahead
    for minutes in (0, 2, 9, 10, 18):  # until it would be too old anyway
        assert isinstance(await luna.refused(NOW + minutes * MINUTE, shown_at=ahead), SameVisit)
    assert (await luna.booked(NOW + 11 * MINUTE, shown_at=NOW + 10 * MINUTE)).state.counter.balance == 2
    assert isinstance(await luna.scan(NOW + HOUR, shown_at=NOW + HOUR + CLOCKS_DIFFER + SECOND), CodeExpired)


async def test_stamping_again_on_purpose_counts_once_for_each_visit_that_was_seen(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    seen = (await luna.booked()).visit.id
    await luna.booked(NOW + SECOND, again=seen)
    assert isinstance(await luna.refused(NOW + 2 * SECOND, again=seen), SameVisit)


async def test_an_old_code_is_refused_and_a_new_one_sent_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    old = NOW - 10 * MINUTE
    assert isinstance(await luna.scan(shown_at=old), Booked)
    for _ in range(2):
        assert isinstance(await luna.scan(NOW + SECOND, shown_at=old), CodeExpired)
    assert [told["card_id"] for told in await luna.told("renewed")] == [luna.cafe.card_id]
    assert isinstance(await luna.scan(NOW + SECOND, shown_at=old - SECOND), CodeExpired)
    assert len(await luna.told("renewed")) == 2
    assert (await luna.stands()).counter.balance == 1


async def test_nobody_but_the_shops_staff_learns_anything_from_a_code(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    elsewhere = await db.write(open_cafe, stamps(10), name="Bar Sol")
    for stranger in (elsewhere.eva, elsewhere.cleo, elsewhere.ana, luna.cafe.ana):
        outcome = await luna.scan(by=stranger)
        assert outcome == NotStaff()
    code = (await luna.stands()).account.code
    assert await db.write(find_typed, ActingPerson(elsewhere.eva), code) is None
    found = await db.write(find_typed, ActingPerson(luna.cafe.eva), code)
    assert found
    assert found.id == luna.cafe.card_id
    assert await luna.told("visit") == []


async def test_staff_cannot_stamp_their_own_card(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    own = await db.write(join, luna.cafe.shop, luna.cafe.eva)
    assert isinstance(await luna.scan(card=own), OwnCard)
    assert (await luna.booked(card=own, by=luna.cafe.cleo)).state.counter.balance == 1


async def test_a_closed_card_takes_nothing(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await db.write(accounts.close, luna.cafe.card_id, now=NOW)
    assert await luna.scan() == UnknownCode()


async def test_the_same_update_twice_books_once_and_says_what_it_booked(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked(key="telegram:7")).visit
    later = NOW + HOUR  # long after the clock would call it the same visit
    outcome = await luna.scan(later, key="telegram:7")
    assert isinstance(outcome, AlreadyBooked)
    assert (outcome.visit, outcome.state.counter.balance) == (visit, 1)
    elsewhere = await db.write(open_cafe, stamps(10), name="Bar Sol")
    assert await luna.scan(later, key="telegram:7", by=elsewhere.eva) == NotStaff()


@pytest.mark.parametrize(("spent", "given"), [(1250, 12), (199, 1), (100, 1)])
async def test_points_are_rounded_down(db: Database, spent: int, given: int) -> None:
    luna = await open_luna(db, points())
    booked = await luna.booked(spent=spent)
    assert (booked.state.counter.balance, booked.visit.spent_minor, booked.may_add) == (given, spent, False)


async def test_points_need_an_amount_that_earns_something(db: Database) -> None:
    luna = await open_luna(db, points(min_spend_minor=500))
    assert await luna.refused() == AmountNeeded()
    assert await luna.refused(spent=499) == SpentTooLittle(500)
    assert (await luna.booked(spent=500)).state.counter.balance == 5


async def test_what_was_not_used_for_long_runs_out_and_a_milestone_can_be_earned_again(db: Database) -> None:
    luna = await open_luna(db, stamps(5, milestone=1, idle_days=90))
    assert (await luna.booked()).state.expires_at == MIDNIGHT + 90 * DAY - HOUR
    last = await luna.stands(NOW + 90 * DAY + 11 * HOUR)
    assert last.counter.balance == 1
    state = await luna.stands(NOW + 91 * DAY)
    assert (state.counter.balance, state.counter.round) == (0, 2)
    assert [new.slot for new in (await luna.booked(NOW + 91 * DAY)).vouchers] == ["2:1"]


async def test_a_customer_who_shut_us_out_gets_the_stamp_but_no_receipt(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    reach = (await db.write(known_addresses.addresses_of, luna.cafe.ana))[0]
    await db.write(known_addresses.mark_unreachable, reach.id, now=NOW)
    assert (await luna.booked()).state.counter.balance == 1
    assert await luna.told("visit") == []


@pytest.mark.parametrize("change", ["UPDATE entries SET amount = 9", "DELETE FROM entries"])
async def test_the_ledger_only_grows(db: Database, change: str) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked()
    with pytest.raises(Exception, match="append-only"):
        await db.write(lambda tx: tx.exec_driver_sql(change))
    assert (await luna.stands()).counter.balance == 1


async def test_a_line_is_reversed_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    line = (await db.write(ledger.of_visit, visit))[0]
    await db.write(ledger.reverse, line, staff_id=None, reason=None, at=NOW)
    with pytest.raises(Exception, match="reverses_id"):
        await db.write(ledger.reverse, line, staff_id=None, reason=None, at=NOW)


async def test_a_colleague_who_left_stamps_no_more(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    leaver = await db.write(meet, "Kim")
    member = (await db.write(hire, luna.cafe.shop.id, leaver, "cashier")).member
    await db.write(staff.remove, member.id, now=NOW)
    assert await luna.scan(by=leaver) == NotStaff()
