"""Taking a visit back: who may, until when, and that it leaves no trace on the card."""

from actions.cards.join import claim_card, print_cards
from actions.till.redeem import Redeemed, redeem
from actions.till.scan_outcome import NotStaff, UnknownCode
from actions.till.undo_redemption import GivenBack, take_back_redemption
from actions.till.undo_visit import NotUndone, Undone, undo_visit
from loyalty.actor import ActingPerson
from loyalty.till.undo import AlreadyUndone, ManagerNeeded, NotNewest, ReasonNeeded, RewardUsed
from storage.cards import ledger
from storage.cards.vouchers import by_id
from storage.engine.database import Database
from storage.shop import audit
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, open_cafe, open_luna, points, stamps


async def refused(luna: Luna, visit_id: int, **how: object) -> object:
    outcome = await luna.undo(visit_id, **how)  # type: ignore[arg-type]
    assert isinstance(outcome, NotUndone), outcome
    return outcome.why


async def test_a_slip_of_the_thumb_is_taken_back_without_a_word(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    undone = await luna.undo(visit.id, NOW + 10 * MINUTE)
    assert isinstance(undone, Undone)
    assert (undone.state.counter.balance, undone.state.account.last_visit_at) == (0, None)
    assert undone.visit.undone_at == NOW + 10 * MINUTE
    assert [told["visit_id"] for told in await luna.told("undone")] == [visit.id]


async def test_after_ten_minutes_a_reason_is_asked_and_kept(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    late = NOW + 11 * MINUTE
    assert await refused(luna, visit.id, now=late) == ReasonNeeded()
    assert isinstance(await luna.undo(visit.id, late, reason="wrong guest"), Undone)
    change = (await db.write(audit.page, luna.cafe.shop.id, before=None, most=1))[0]
    assert (change.who, change.what, change.old, change.new, change.reason) == (
        "Eva", "visit_undone", "1", "0", "wrong guest",
    )  # fmt: skip


async def test_after_a_day_only_a_manager_may(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    late = NOW + DAY + MINUTE
    assert await refused(luna, visit.id, now=late, reason="wrong guest") == ManagerNeeded()
    assert isinstance(await luna.undo(visit.id, late, by=luna.cafe.cleo, reason="wrong guest"), Undone)


async def test_only_the_shops_staff_take_back(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    elsewhere = await db.write(open_cafe, stamps(10), name="Bar Sol")
    for stranger in (luna.cafe.ana, elsewhere.eva, elsewhere.cleo):
        assert (
            await db.write(undo_visit, ActingPerson(stranger), visit.id, reason=None, now=NOW) == NotStaff()
        )
    assert await db.write(undo_visit, ActingPerson(luna.cafe.eva), 999, reason=None, now=NOW) == UnknownCode()


async def test_only_the_newest_visit_is_taken_back_and_then_the_one_before(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    first = (await luna.booked()).visit
    second = (await luna.booked(NOW + 2 * MINUTE)).visit
    assert await refused(luna, first.id, now=NOW + 3 * MINUTE) == NotNewest()
    assert isinstance(await luna.undo(second.id, NOW + 3 * MINUTE), Undone)
    assert isinstance(await luna.undo(first.id, NOW + 3 * MINUTE), Undone)
    assert (await luna.stands()).counter.balance == 0


async def test_a_visit_is_taken_back_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    await luna.undo(visit.id)
    assert await refused(luna, visit.id) == AlreadyUndone()
    assert len(await db.write(ledger.latest, (await luna.stands()).counter, most=9)) == 2


async def test_a_visit_with_extra_stamps_is_taken_back_whole(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    visit = (await luna.fill(2)).visit
    for seen in (1, 2, 3):
        await luna.more(visit.id, seen)
    assert (await luna.stands()).counter.round == 2
    undone = await luna.undo(visit.id)
    assert isinstance(undone, Undone)
    assert (undone.state.counter.balance, undone.state.counter.round, undone.state.vouchers) == (1, 1, ())


async def test_taking_back_the_visit_that_filled_a_card_restores_it_and_it_can_be_filled_again(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(3))
    before = (await luna.fill(2, NOW - HOUR)).state
    await luna.change(stamps(5))
    filled = await luna.booked()
    undone = await luna.undo(filled.visit.id)
    assert isinstance(undone, Undone)
    assert undone.state.account == before.account
    assert undone.state.standing.version == before.standing.version
    assert undone.state.vouchers == ()
    withdrawn = await db.write(by_id, filled.state.vouchers[0].id)
    assert withdrawn
    assert withdrawn.state == "withdrawn"
    again = await luna.booked(NOW + MINUTE)
    assert [new.slot for new in again.vouchers] == ["1:3"]
    assert [voucher.reward_key for voucher in again.state.vouchers] == ["coffee"]


async def test_a_used_reward_must_come_back_first(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    filled = await luna.fill(3)
    voucher = filled.state.vouchers[0]
    spent = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW
    )
    assert isinstance(spent, Redeemed)
    assert await refused(luna, filled.visit.id) == RewardUsed()
    assert isinstance(
        await db.write(take_back_redemption, ActingPerson(luna.cafe.eva), voucher.id, now=NOW), GivenBack
    )
    assert isinstance(await luna.undo(filled.visit.id), Undone)


async def test_after_an_undo_the_same_shown_code_works_again(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    shown = NOW - MINUTE
    visit = (await luna.booked(shown_at=shown)).visit
    await luna.undo(visit.id, NOW + MINUTE)
    assert (await luna.booked(NOW + 2 * MINUTE, shown_at=shown)).state.counter.balance == 1


async def test_points_that_bought_a_reward_hold_their_visit(db: Database) -> None:
    luna = await open_luna(db, points())
    visit = (await luna.booked(spent=6000)).visit
    bought = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, "coffee", shown=True, now=NOW
    )
    assert isinstance(bought, Redeemed)
    assert await refused(luna, visit.id) == NotNewest()


async def test_a_visit_before_a_claim_stands_under_what_was_moved(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    printed = (await db.write(print_cards, luna.cafe.shop, 1, now=NOW))[0]
    filled = await luna.booked(card=printed.id)
    for minutes in (2, 4):
        filled = await luna.booked(NOW + minutes * MINUTE, card=printed.id)
    own = (await luna.booked(NOW)).visit
    await db.write(claim_card, luna.cafe.ana, printed.public_id, now=NOW + 5 * MINUTE)
    # All that the printed card had was a voucher: it is Ana's now, and the stamps must not come back to nobody.
    assert await refused(luna, filled.visit.id, now=NOW + 5 * MINUTE) == NotNewest()
    assert isinstance(await luna.undo(own.id, NOW + 5 * MINUTE), Undone)
    assert len((await luna.stands(NOW + 5 * MINUTE)).vouchers) == 1


async def test_an_undo_after_a_claim_leaves_the_claimed_stamps_their_time(db: Database) -> None:
    luna = await open_luna(db, stamps(10, idle_days=90))
    late = NOW + 100 * DAY
    printed = (await db.write(print_cards, luna.cafe.shop, 1, now=late))[0]
    await luna.booked(late, card=printed.id)
    await db.write(claim_card, luna.cafe.ana, printed.public_id, now=late + MINUTE)
    visit = (await luna.booked(late + HOUR)).visit
    undone = await luna.undo(visit.id, late + HOUR)
    assert isinstance(undone, Undone)
    assert undone.state.counter.balance == 1


async def test_what_would_have_run_out_without_the_visit_runs_out_when_it_is_taken_back(db: Database) -> None:
    luna = await open_luna(db, stamps(10, idle_days=90))
    await luna.booked()
    visit = (await luna.booked(NOW + 89 * DAY)).visit
    undone = await luna.undo(visit.id, NOW + 100 * DAY, by=luna.cafe.cleo, reason="not here")
    assert isinstance(undone, Undone)
    assert undone.state.counter.balance == 0
