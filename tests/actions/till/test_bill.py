"""The bill of which a reward takes something off: noted once it is told, worth what was promised, and gone with an undo."""

import pytest

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.held_reward import NotAvailable
from actions.till.correct_amount import Amended, amend
from actions.till.redeem import Redeemed, redeem
from actions.till.scan_outcome import NotStaff
from actions.till.told_bill import tell_bill
from actions.till.undo_redemption import GivenBack, take_back_redemption
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.cards.worth import AmountOff, Experience, PercentOff, Worth
from loyalty.records import Voucher
from storage.cards import shop_vouchers, vouchers
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, change_only, open_luna
from tests.programmes import points_card, stamp_card


def one_stamp(worth: Worth) -> tuple[Reward, ...]:
    return (Reward("treat", "A treat", 1, worth=worth),)


async def redeemed(db: Database, worth: Worth) -> tuple[Luna, Redeemed]:
    """Let Eva hand out what Ana's card has earned."""
    luna = await open_luna(db, stamp_card(one_stamp(worth)))
    voucher = (await luna.fill(1)).state.vouchers[0]
    return luna, await handed_out(luna, voucher)


async def handed_out(luna: Luna, voucher: Voucher) -> Redeemed:
    eva = ActingPerson(luna.cafe.eva)
    outcome = await luna.db.write(redeem, eva, luna.cafe.card_id, voucher.id, shown=True, now=NOW)
    assert isinstance(outcome, Redeemed)
    return outcome


async def test_what_comes_off_is_what_the_reward_costs_and_an_undo_forgets_it(db: Database) -> None:
    luna, given = await redeemed(db, PercentOff(20, 500))
    eva, this = ActingPerson(luna.cafe.eva), given.voucher.id
    assert given.voucher.cost_minor is None
    told = await db.write(tell_bill, eva, this, 1600, now=NOW)
    assert isinstance(told, Redeemed)
    assert (told.voucher.bill_minor, told.voucher.cost_minor) == (1600, 320)
    again = await db.write(tell_bill, eva, this, 160_00, now=NOW)
    assert isinstance(again, Redeemed)
    assert (again.voucher.bill_minor, again.voucher.cost_minor) == (160_00, 500)
    back = await db.write(take_back_redemption, eva, this, now=NOW + MINUTE)
    assert isinstance(back, GivenBack)
    assert (back.voucher.bill_minor, back.voucher.cost_minor) == (None, None)
    assert back.voucher.worth == PercentOff(20, 500)


async def test_an_amount_off_costs_its_amount_until_a_smaller_bill_is_told(db: Database) -> None:
    luna, given = await redeemed(db, AmountOff(300))
    eva, this = ActingPerson(luna.cafe.eva), given.voucher.id
    assert given.voucher.cost_minor == 300
    told = await db.write(tell_bill, eva, this, 250, now=NOW)
    assert isinstance(told, Redeemed)
    assert told.voucher.cost_minor == 250
    back = await db.write(take_back_redemption, eva, this, now=NOW + MINUTE)
    assert isinstance(back, GivenBack)
    assert back.voucher.cost_minor == 300


async def test_a_bill_is_told_by_the_staff_while_the_redemption_can_be_undone(db: Database) -> None:
    luna, given = await redeemed(db, PercentOff(20))
    this = given.voucher.id
    assert await db.write(tell_bill, ActingPerson(luna.cafe.ana), this, 1600, now=NOW) == NotStaff()
    late = await db.write(tell_bill, ActingPerson(luna.cafe.eva), this, 1600, now=NOW + 11 * MINUTE)
    assert isinstance(late, NotAvailable)
    assert await db.write(tell_bill, ActingPerson(luna.cafe.eva), 999, 1600, now=NOW) == NotAvailable(None)


async def test_a_reward_that_waits_is_worth_what_was_promised(db: Database) -> None:
    luna = await open_luna(db, stamp_card(one_stamp(PercentOff(20))))
    voucher = (await luna.fill(1)).state.vouchers[0]
    worse = stamp_card(one_stamp(PercentOff(5)))
    await db.write(change_only, luna.cafe.shop.id, worse, now=NOW + DAY)
    assert (await handed_out(luna, voucher)).voucher.worth == PercentOff(20)


async def test_what_was_typed_for_the_visit_is_the_bill_of_one_reward(db: Database) -> None:
    menu = (Reward("treat", "A treat", 5, worth=PercentOff(20)),)
    luna = await open_luna(db, points_card(menu))
    await luna.scan(spent=1600)
    eva, card = ActingPerson(luna.cafe.eva), luna.cafe.card_id
    first, second = [
        await db.write(redeem, eva, card, "treat", shown=True, now=NOW + MINUTE) for _ in range(2)
    ]
    assert isinstance(first, Redeemed)
    assert isinstance(second, Redeemed)
    assert (first.voucher.bill_minor, first.voucher.cost_minor) == (1600, 320)
    assert second.voucher.bill_minor is None


@pytest.mark.parametrize(("worth", "promised"), [(PercentOff(20), None), (AmountOff(300), 300)])
async def test_the_bill_goes_with_the_visit_that_is_taken_back_and_the_corrected_one_is_of_one_reward(
    db: Database, worth: Worth, promised: int | None
) -> None:
    luna = await open_luna(db, points_card((Reward("treat", "A treat", 5, worth=worth),)))
    eva, card = ActingPerson(luna.cafe.eva), luna.cafe.card_id
    await luna.booked(NOW - DAY, spent=1600)
    held = [await db.write(buy_reward, luna.cafe.ana, card, "treat", now=NOW - HOUR) for _ in range(2)]
    first, second = [one.voucher.id for one in held if isinstance(one, Bought)]
    visit = (await luna.booked(NOW, spent=200)).visit
    given = await db.write(redeem, eva, card, first, shown=True, now=NOW)
    assert isinstance(given, Redeemed)
    assert given.voucher.bill_minor == 200
    amended = await db.write(amend, eva, visit.id, 1000, key="again", now=NOW + MINUTE)
    assert isinstance(amended, Amended)
    kept = await db.read(vouchers.by_id, first)
    assert kept
    assert (kept.state, kept.bill_minor, kept.cost_minor) == ("used", None, promised)
    given = await db.write(redeem, eva, card, second, shown=True, now=NOW + 2 * MINUTE)
    assert isinstance(given, Redeemed)
    assert given.voucher.bill_minor == 1000


async def test_a_bill_of_another_amount_stays_when_a_visit_is_taken_back(db: Database) -> None:
    luna = await open_luna(db, points_card((Reward("treat", "A treat", 5, worth=PercentOff(20)),)))
    eva, card = ActingPerson(luna.cafe.eva), luna.cafe.card_id
    await luna.booked(NOW - DAY, spent=1600)
    bought = await db.write(buy_reward, luna.cafe.ana, card, "treat", now=NOW - HOUR)
    assert isinstance(bought, Bought)
    visit = (await luna.booked(NOW, spent=200)).visit
    await db.write(redeem, eva, card, bought.voucher.id, shown=True, now=NOW)
    await db.write(tell_bill, eva, bought.voucher.id, 900, now=NOW)
    assert isinstance(await luna.undo(visit.id, NOW + MINUTE), Undone)
    kept = await db.read(vouchers.by_id, bought.voucher.id)
    assert kept
    assert (kept.bill_minor, kept.cost_minor) == (900, 180)


async def test_the_kind_of_a_thing_is_stored_as_nothing(db: Database) -> None:
    luna = await open_luna(db, stamp_card((Reward("coffee", "A coffee", 1),)))
    await luna.fill(1)
    assert not await db.read(shop_vouchers.priced, luna.cafe.shop.id)


@pytest.mark.parametrize(
    ("worth", "waiting", "used"),
    [
        (Experience(), False, False),
        (PercentOff(20), False, False),
        (PercentOff(20, 500), True, False),
        (AmountOff(300), True, True),  # it counts among what rewards have cost
    ],
)
async def test_a_reward_keeps_the_money_while_an_amount_of_it_is_promised_or_was_taken_off(
    db: Database, worth: Worth, *, waiting: bool, used: bool
) -> None:
    luna = await open_luna(db, stamp_card(one_stamp(worth)))
    shop_id, earned = luna.cafe.shop.id, await luna.fill(1)
    assert await db.read(shop_vouchers.priced, shop_id) == waiting
    await luna.undo(earned.visit.id)
    assert not await db.read(shop_vouchers.priced, shop_id)
    voucher = (await luna.booked(NOW + MINUTE)).state.vouchers[0]
    await handed_out(luna, voucher)
    assert await db.read(shop_vouchers.priced, shop_id) == used
    await db.write(tell_bill, ActingPerson(luna.cafe.eva), voucher.id, 1600, now=NOW)
    assert await db.read(shop_vouchers.priced, shop_id) == (used or isinstance(worth, PercentOff))


async def test_a_reward_waits_for_its_own_days_in_place_of_its_programmes(db: Database) -> None:
    rewards = (Reward("treat", "A treat", 1, valid_days=7), Reward("coffee", "A coffee", 2))
    luna = await open_luna(db, stamp_card(rewards, voucher_days=90))
    held = (await luna.fill(2)).state.vouchers
    days = {one.reward_key: (one.expires_at - NOW).days for one in held if one.expires_at}
    assert days == {"treat": 7, "coffee": 90}


async def test_a_reward_of_a_menu_waits_for_its_own_days(db: Database) -> None:
    luna = await open_luna(db, points_card((Reward("treat", "A treat", 5, valid_days=7),), voucher_days=90))
    await luna.scan(spent=1600)
    bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "treat", now=NOW)
    assert isinstance(bought, Bought)
    assert bought.voucher.expires_at
    assert (bought.voucher.expires_at - NOW).days == 7
