"""What a till of a coalition does at its card is its own shop's: mended there, read there, by whoever works there."""

import pytest

from actions.access import member_of
from actions.shop.audit import AuditPage, see_audit
from actions.till.correct_amount import Amended, amend, just_booked
from actions.till.redeem import Redeemed
from actions.till.undo_redemption import GivenBack, object_to, take_back_redemption
from actions.till.undo_visit import Undone, undo_visit
from loyalty.actor import ActingPerson
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import MINUTE, NOW, Cafe, hire, points
from tests.actions.together import Street, open_street

pytestmark = pytest.mark.asks


async def noted(street: Street, cafe: Cafe) -> list[tuple[str, str, str]]:
    """Return what the owner of a shop reads in its audit, the newest first: who, what, on which card."""
    seen = await street.db.write(see_audit, ActingPerson(cafe.cleo), cafe.shop.id, before=None)
    assert isinstance(seen, AuditPage)
    return [(one.who or "", one.what, one.subject) for one in seen.changes]


async def test_an_amount_typed_after_a_coalitions_card_corrects_that_visit_and_no_other_customers(
    db: Database,
) -> None:
    street = await open_street(db, points())
    eva = ActingPerson(street.luna.eva)
    await street.booked(street.luna, 700, NOW - 2 * MINUTE, card=street.luna.card_id)
    visit = (await street.booked(street.luna, 1000, NOW - MINUTE)).visit
    found = await db.write(just_booked, eva, now=NOW)
    assert found
    assert found[1].id == visit.id
    assert found[0].name == ""  # nobody said that Luna may know whose it is
    done = await db.write(amend, eva, visit.id, 1200, key="amended", now=NOW)
    assert isinstance(done, Amended)
    after = await db.write(just_booked, eva, now=NOW)
    assert after
    assert after[0].counter.balance == 12


async def test_a_shops_own_chat_corrects_nothing_that_was_booked_for_another_shop(db: Database) -> None:
    street = await open_street(db)
    eva = street.luna.eva
    await street.booked(street.luna, 1000)
    elsewhere = ActingPerson(eva, only_shop=street.sol.shop.id)
    assert await db.write(just_booked, elsewhere, now=NOW) is None


async def test_the_owner_of_a_partner_reads_what_its_till_took_back_and_no_other_one(db: Database) -> None:
    street = await open_street(db)
    code = (await db.write(accounts.by_id, street.card_id)).code
    await street.booked(street.luna, 12_000)
    slip = (await street.booked(street.luna, 500, NOW + MINUTE)).visit
    luna, sol = ActingPerson(street.luna.eva), ActingPerson(street.sol.eva)
    assert isinstance(await db.write(undo_visit, luna, slip.id, reason=None, now=NOW + MINUTE), Undone)
    done = await street.redeemed(street.sol, now=NOW + 2 * MINUTE)
    assert isinstance(done, Redeemed)
    back = await db.write(take_back_redemption, sol, done.voucher.id, now=NOW + 2 * MINUTE)
    assert isinstance(back, GivenBack)
    assert (await noted(street, street.luna))[0] == ("Eva", "visit_undone", code)
    assert (await noted(street, street.sol))[0] == ("Eva", "redemption_undone", code)
    assert "redemption_undone" not in [what for _, what, _ in await noted(street, street.luna)]


async def test_the_owner_whose_till_handed_out_reads_that_a_customer_said_not_me(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    done = await street.redeemed(street.sol)
    assert isinstance(done, Redeemed)
    ana = ActingPerson(street.luna.ana)
    assert isinstance(await db.write(object_to, ana, done.voucher.id, now=NOW + MINUTE), GivenBack)
    assert (await noted(street, street.sol))[0][1] == "redemption_disputed"
    assert "redemption_disputed" not in [what for _, what, _ in await noted(street, street.luna)]


async def test_who_works_in_two_partners_serves_in_the_own_chat_of_each_for_that_one(db: Database) -> None:
    street = await open_street(db)
    eva = street.luna.eva
    await db.write(hire, street.sol.shop.id, eva, "cashier")

    def serves_for(tx: Tx, only_shop: int | None) -> int | None:
        member = member_of(tx, ActingPerson(eva, only_shop), street.shop.id)
        return member.guest_of if member else None

    luna, sol = street.luna.shop.id, street.sol.shop.id
    assert await db.write(serves_for, None) == luna
    assert await db.write(serves_for, sol) == sol
    assert await db.write(serves_for, luna) == luna
    assert await db.write(serves_for, street.shop.id + 1000) is None


async def test_what_was_handed_out_stays_of_the_shop_whose_till_it_was_wherever_its_cashier_serves_next(
    db: Database,
) -> None:
    street = await open_street(db)
    eva = street.luna.eva
    await db.write(hire, street.sol.shop.id, eva, "cashier")
    await street.booked(street.luna, 12_000)
    done = await street.redeemed(street.luna)
    assert isinstance(done, Redeemed)
    elsewhere = ActingPerson(eva, only_shop=street.sol.shop.id)
    assert await db.write(member_of, elsewhere, street.shop.id)
    ana = ActingPerson(street.luna.ana)
    assert isinstance(await db.write(object_to, ana, done.voucher.id, now=NOW + MINUTE), GivenBack)
    assert (await noted(street, street.luna))[0][1] == "redemption_disputed"
