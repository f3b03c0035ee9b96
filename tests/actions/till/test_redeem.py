"""Rewards: bought, shown, spent once, asked for, objected to."""

from datetime import datetime

from actions.cards.held_reward import NotAvailable
from actions.till.confirm_redemption import agree
from actions.till.redeem import (
    Asked,
    CodeTooOld,
    NotYours,
    Redeemed,
    SpendCode,
    find_spend_code,
    redeem,
    redeemable,
    show_voucher,
    spend_code,
)
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from actions.till.undo_redemption import GivenBack, object_to, take_back_redemption
from loyalty.actor import ActingPerson
from loyalty.records import Voucher
from storage.cards import vouchers
from storage.engine.database import Database
from tests.actions.places import (
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    NOW,
    SECOND,
    Luna,
    join,
    meet,
    open_cafe,
    open_luna,
    stamps,
)


async def earned(db: Database, **rules: int) -> tuple[Luna, Voucher]:
    """Open the café, and let Ana fill a card."""
    luna = await open_luna(db, stamps(2, **rules))
    return luna, (await luna.fill(2)).state.vouchers[0]


async def shown(luna: Luna, voucher: Voucher, now: datetime = NOW) -> str:
    outcome = await luna.db.write(show_voucher, luna.cafe.ana, voucher.id, now=now)
    assert isinstance(outcome, SpendCode)
    return outcome.code


async def test_a_shown_code_spends_its_voucher_once_and_says_when_and_by_whom(db: Database) -> None:
    luna, voucher = await earned(db)
    code = await shown(luna, voucher)
    assert await db.write(find_spend_code, ActingPerson(luna.cafe.eva), code) == voucher.id
    spent = await db.write(spend_code, ActingPerson(luna.cafe.eva), code, now=NOW)
    assert isinstance(spent, Redeemed)
    assert spent.state.vouchers == ()
    again = await db.write(spend_code, ActingPerson(luna.cafe.cleo), code, now=NOW + MINUTE)
    assert isinstance(again, NotAvailable)
    assert again.voucher
    assert (again.voucher.used_at, again.used_by) == (NOW, "Eva")
    assert [told["ask"] for told in await luna.told("redeemed")] == [0]


async def test_a_code_lives_three_minutes_and_a_new_one_ends_the_last(db: Database) -> None:
    luna, voucher = await earned(db)
    first = await shown(luna, voucher)
    assert (
        await db.write(spend_code, ActingPerson(luna.cafe.eva), first, now=NOW + 3 * MINUTE) == CodeTooOld()
    )
    second = await shown(luna, voucher)
    assert await db.write(spend_code, ActingPerson(luna.cafe.eva), first, now=NOW) == UnknownCode()
    assert isinstance(
        await db.write(spend_code, ActingPerson(luna.cafe.eva), second, now=NOW + 3 * MINUTE - SECOND),
        Redeemed,
    )


async def test_a_code_is_nothing_to_anybody_elses_staff(db: Database) -> None:
    luna, voucher = await earned(db)
    code = await shown(luna, voucher)
    elsewhere = await db.write(open_cafe, stamps(2), name="Bar Sol")
    assert await db.write(spend_code, ActingPerson(elsewhere.eva), code, now=NOW) == UnknownCode()
    assert await db.write(spend_code, ActingPerson(elsewhere.ana), code, now=NOW) == NotStaff()
    assert await db.write(find_spend_code, ActingPerson(elsewhere.eva), code) is None
    assert await db.write(show_voucher, elsewhere.ana, voucher.id, now=NOW) == NotYours()


async def test_staff_cannot_hand_out_their_own_reward(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    own = await db.write(join, luna.cafe.shop, luna.cafe.eva)
    await luna.booked(NOW - HOUR, card=own, by=luna.cafe.cleo)
    voucher = (await luna.booked(card=own, by=luna.cafe.cleo)).state.vouchers[0]
    code = await db.write(show_voucher, luna.cafe.eva, voucher.id, now=NOW)
    assert isinstance(code, SpendCode)
    assert isinstance(await db.write(spend_code, ActingPerson(luna.cafe.eva), code.code, now=NOW), OwnCard)
    assert isinstance(
        await db.write(redeem, ActingPerson(luna.cafe.eva), own, voucher.id, shown=True, now=NOW), OwnCard
    )
    assert isinstance(await db.write(redeemable, ActingPerson(luna.cafe.eva), own, now=NOW), OwnCard)
    member = (await luna.booked(NOW + HOUR)).visit.staff_id
    assert isinstance(await db.write(agree, luna.cafe.eva, voucher.id, member, now=NOW), OwnCard)
    assert isinstance(await db.write(spend_code, ActingPerson(luna.cafe.cleo), code.code, now=NOW), Redeemed)


async def test_a_voucher_that_ran_out_is_gone(db: Database) -> None:
    luna, voucher = await earned(db, voucher_days=30)
    end = MIDNIGHT + 30 * DAY - HOUR  # the clocks went forward
    code = await shown(luna, voucher, end - SECOND)
    assert isinstance(
        await db.write(redeemable, ActingPerson(luna.cafe.eva), luna.cafe.card_id, now=end - SECOND),
        tuple,
    )
    assert (await luna.stands(end)).vouchers == ()
    assert isinstance(await db.write(show_voucher, luna.cafe.ana, voucher.id, now=end), NotAvailable)
    assert isinstance(await db.write(spend_code, ActingPerson(luna.cafe.eva), code, now=end), NotAvailable)
    outcome = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=end
    )
    assert isinstance(outcome, NotAvailable)


async def test_a_code_shown_at_the_last_minute_says_no_later_than_its_reward_ends(db: Database) -> None:
    luna, voucher = await earned(db, voucher_days=1)
    end = MIDNIGHT + DAY
    code = await luna.db.write(show_voucher, luna.cafe.ana, voucher.id, now=end - MINUTE)
    assert isinstance(code, SpendCode)
    assert code.expires_at == end
    assert isinstance(
        await db.write(spend_code, ActingPerson(luna.cafe.eva), code.code, now=end - SECOND), Redeemed
    )


async def test_a_withdrawn_voucher_is_gone(db: Database) -> None:
    luna, voucher = await earned(db)
    code = await shown(luna, voucher)
    await luna.undo(voucher.visit_id or 0)
    assert isinstance(await db.write(spend_code, ActingPerson(luna.cafe.eva), code, now=NOW), NotAvailable)
    assert isinstance(await db.write(show_voucher, luna.cafe.ana, voucher.id, now=NOW), NotAvailable)


async def test_a_voucher_of_another_card_is_not_even_named(db: Database) -> None:
    luna, voucher = await earned(db)
    bens = await db.write(join, luna.cafe.shop, await db.write(meet, "Ben"))
    outcome = await db.write(redeem, ActingPerson(luna.cafe.eva), bens, voucher.id, shown=True, now=NOW)
    assert outcome == NotAvailable(None)


async def test_a_scanned_card_is_redeemed_at_once_and_its_customer_asked_afterwards(db: Database) -> None:
    luna, voucher = await earned(db)
    outcome = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW
    )
    assert isinstance(outcome, Redeemed)
    assert [told["ask"] for told in await luna.told("redeemed")] == [1]


async def test_a_card_that_was_only_named_is_redeemed_when_its_customer_agrees(db: Database) -> None:
    luna, voucher = await earned(db)
    outcome = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=False, now=NOW
    )
    assert isinstance(outcome, Asked)
    assert [held.id for held in (await luna.stands()).vouchers] == [voucher.id]
    member = (await luna.told("asked"))[0]["member_id"]
    stranger = await db.write(meet, "Ben")
    assert isinstance(await db.write(agree, stranger, voucher.id, member, now=NOW), NotAvailable)
    assert isinstance(await db.write(agree, luna.cafe.ana, voucher.id, member, now=NOW), Redeemed)
    assert isinstance(await db.write(agree, luna.cafe.ana, voucher.id, member, now=NOW), NotAvailable)
    assert len(await luna.told("agreed")) == 1


async def test_a_yes_that_comes_too_late_hands_out_nothing(db: Database) -> None:
    luna, voucher = await earned(db, voucher_days=1)
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=False, now=NOW)
    member = (await luna.told("asked"))[0]["member_id"]
    late = await db.write(agree, luna.cafe.ana, voucher.id, member, now=MIDNIGHT + DAY)
    assert isinstance(late, NotAvailable)
    assert late.voucher
    assert late.voucher.state == "available"


async def test_a_reward_that_was_taken_back_needs_a_new_code(db: Database) -> None:
    luna, voucher = await earned(db)
    code = await shown(luna, voucher)
    await db.write(spend_code, ActingPerson(luna.cafe.eva), code, now=NOW)
    await db.write(take_back_redemption, ActingPerson(luna.cafe.eva), voucher.id, now=NOW)
    assert isinstance(await db.write(spend_code, ActingPerson(luna.cafe.eva), code, now=NOW), NotAvailable)
    assert isinstance(
        await db.write(spend_code, ActingPerson(luna.cafe.eva), await shown(luna, voucher), now=NOW), Redeemed
    )


async def test_that_was_not_me_gives_the_reward_back_and_tells_the_owners(db: Database) -> None:
    luna, voucher = await earned(db)
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW)
    later = NOW + 24 * HOUR
    assert isinstance(
        await db.write(object_to, ActingPerson(luna.cafe.eva), voucher.id, now=later), NotAvailable
    )
    given = await db.write(object_to, ActingPerson(luna.cafe.ana), voucher.id, now=later)
    assert isinstance(given, GivenBack)
    assert [v.id for v in given.state.vouchers] == [voucher.id]
    assert isinstance(
        await db.write(object_to, ActingPerson(luna.cafe.ana), voucher.id, now=later), NotAvailable
    )
    assert [told["voucher_id"] for told in await luna.told("disputed")] == [voucher.id]


async def test_an_objection_comes_within_a_day(db: Database) -> None:
    luna, voucher = await earned(db)
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW)
    late = NOW + 24 * HOUR + SECOND
    assert isinstance(
        await db.write(object_to, ActingPerson(luna.cafe.ana), voucher.id, now=late), NotAvailable
    )


async def test_a_cashier_takes_a_redemption_back_within_minutes_and_a_manager_later(db: Database) -> None:
    luna, voucher = await earned(db)
    late = NOW + 11 * MINUTE
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW)
    assert isinstance(
        await db.write(take_back_redemption, ActingPerson(luna.cafe.ana), voucher.id, now=NOW), NotStaff
    )
    assert isinstance(
        await db.write(take_back_redemption, ActingPerson(luna.cafe.eva), voucher.id, now=late), NotAvailable
    )
    assert await luna.told("returned") == []
    assert isinstance(
        await db.write(take_back_redemption, ActingPerson(luna.cafe.cleo), voucher.id, now=late), GivenBack
    )
    assert [told["voucher_id"] for told in await luna.told("returned")] == [voucher.id]


async def test_a_reward_that_ended_while_it_counted_as_used_is_given_back_for_a_day(db: Database) -> None:
    luna, voucher = await earned(db, voucher_days=1)
    last = NOW + DAY
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=last)
    back = await db.write(take_back_redemption, ActingPerson(luna.cafe.cleo), voucher.id, now=last + DAY)
    assert isinstance(back, GivenBack)
    assert back.voucher.expires_at == MIDNIGHT + 3 * DAY
    assert len((await luna.stands(last + 2 * DAY)).vouchers) == 1


async def test_a_used_voucher_cannot_be_used_past_its_state(db: Database) -> None:
    luna, voucher = await earned(db)
    member = (await luna.booked(NOW + HOUR)).visit.staff_id
    assert await db.write(vouchers.use, voucher.id, by=member, branch_id=None, at=NOW)
    assert not await db.write(vouchers.use, voucher.id, by=member, branch_id=None, at=NOW)
