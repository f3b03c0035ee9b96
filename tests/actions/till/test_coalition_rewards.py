"""A coalition's reward is handed out by one shop, which reads nothing of what another one typed or did."""

import pytest

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.held_reward import NotAvailable
from actions.till.redeem import Redeemed, SpendCode, UsedBefore, show_voucher, spend_code
from actions.till.told_bill import tell_bill
from actions.till.undo_visit import Undone, undo_visit
from loyalty.actor import ActingPerson
from storage.cards import vouchers
from storage.engine.database import Database
from tests.actions.places import HOUR, MINUTE, NOW
from tests.actions.together import open_street
from words.language import words
from words.till.redemptions import word_redemption

pytestmark = pytest.mark.asks


async def test_what_was_typed_in_one_shop_is_no_bill_of_another(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 30_000, NOW - HOUR)
    await street.booked(street.luna, 300)
    elsewhere = await street.redeemed(street.sol, now=NOW + 2 * MINUTE)
    assert isinstance(elsewhere, Redeemed)
    assert (elsewhere.voucher.bill_minor, elsewhere.voucher.cost_minor) == (None, 500)
    here = await street.redeemed(street.luna, now=NOW + 3 * MINUTE)
    assert isinstance(here, Redeemed)
    assert (here.voucher.bill_minor, here.voucher.cost_minor) == (300, 300)


async def test_a_visit_taken_back_in_one_shop_leaves_the_bill_of_another(db: Database) -> None:
    street = await open_street(db)
    luna, sol = ActingPerson(street.luna.eva), ActingPerson(street.sol.eva)
    await street.booked(street.luna, 12_000, NOW - HOUR)
    bought = await db.write(buy_reward, street.luna.ana, street.card_id, "off100", now=NOW - HOUR)
    assert isinstance(bought, Bought)
    visit = (await street.booked(street.luna, 300)).visit
    shown = await db.write(show_voucher, street.luna.ana, bought.voucher.id, now=NOW + MINUTE)
    assert isinstance(shown, SpendCode)
    given = await db.write(spend_code, sol, shown.code, now=NOW + MINUTE)
    assert isinstance(given, Redeemed)
    await db.write(tell_bill, sol, given.voucher.id, 300, now=NOW + MINUTE)
    undone = await db.write(undo_visit, luna, visit.id, reason=None, now=NOW + 2 * MINUTE)
    assert isinstance(undone, Undone)
    kept = await db.read(vouchers.by_id, given.voucher.id)
    assert kept
    assert (kept.bill_minor, kept.cost_minor) == (300, 300)


async def test_a_reward_used_in_one_shop_tells_another_that_it_was_and_not_when_or_by_whom(
    db: Database,
) -> None:
    street = await open_street(db)
    luna, sol = ActingPerson(street.luna.eva), ActingPerson(street.sol.eva)
    await street.booked(street.luna, 12_000)
    code = await street.code()
    assert isinstance(await db.write(spend_code, luna, code, now=NOW), Redeemed)
    again = await db.write(spend_code, sol, code, now=NOW + MINUTE)
    assert again == UsedBefore("Thank you")
    said = "“Thank you” was used already. The customer can show another reward: /rewards"
    assert word_redemption(again, words("en")) == said
    own = await db.write(spend_code, luna, code, now=NOW + MINUTE)
    assert isinstance(own, NotAvailable)
    assert own.used_by == "Eva"
