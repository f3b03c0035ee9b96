"""A till with a key does what a cashier does, is named, and manages nothing."""

from datetime import timedelta

import pytest

from actions.access import NotAllowed
from actions.shop.audit import AuditPage, see_audit
from actions.shop.branches import add_branch
from actions.shop.open_shop import Printed, order_cards
from actions.shop.team import Changed, NotThere, change_branch, change_role, remove_member
from actions.till.redeem import Redeemed, SpendCode, show_voucher, spend_code
from actions.till.scan import Scan, find_typed, scan_card
from actions.till.scan_outcome import Booked, NotStaff, OthersDoing
from actions.till.to_take_back import ToTakeBack, of_shop
from actions.till.today import todays_bookings
from actions.till.undo_redemption import GivenBack, take_back_redemption
from actions.till.undo_visit import Undone, undo_visit
from loyalty.actor import ActingPerson, Actor, TillKey
from loyalty.cards.visits import Claim
from loyalty.roles import Role
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import staff
from tests.actions.places import NOW, Luna, open_luna, stamps

_SOON = NOW + timedelta(minutes=5)


@pytest.fixture
async def luna(db: Database) -> Luna:
    return await open_luna(db, stamps(1))


def put_till(tx: Tx, luna: Luna, name: str = "Till 1") -> TillKey:
    """Put a till into the café, at a branch."""
    place = add_branch(tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, f"Branch of {name}", now=NOW)
    assert isinstance(place, tuple)
    shop_id, branch_id = luna.cafe.shop.id, place[0].id
    return TillKey(staff.add_till(tx, shop_id=shop_id, name=name, branch_id=branch_id, now=NOW))


def scans(tx: Tx, luna: Luna, actor: Actor, key: str = "till:1") -> Booked:
    """Let a till, or somebody, scan Ana's card."""
    booked = scan_card(tx, Scan(actor, luna.cafe.card_id, Claim()), key=key, now=NOW)
    assert isinstance(booked, Booked)
    return booked


async def test_a_till_books_in_its_own_name_and_at_its_branch(db: Database, luna: Luna) -> None:
    till = await db.write(put_till, luna)
    visit = (await db.write(scans, luna, till)).visit
    assert (visit.staff, visit.staff_id) == ("Till 1", till.member_id)
    day = await db.read(todays_bookings, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, most=5, now=_SOON)
    assert not isinstance(day, NotStaff)
    assert [(line.staff, line.branch) for line in day.lines] == [("Till 1", "Branch of Till 1")]


async def test_a_till_hands_out_what_is_shown_to_it_and_may_take_that_back(db: Database, luna: Luna) -> None:
    till = await db.write(put_till, luna)
    [voucher] = (await db.write(scans, luna, till)).state.vouchers
    shown = await db.write(show_voucher, luna.cafe.ana, voucher.id, now=_SOON)
    assert isinstance(shown, SpendCode)
    assert isinstance(await db.write(spend_code, till, shown.code, now=_SOON), Redeemed)
    assert isinstance(await db.write(take_back_redemption, till, voucher.id, now=_SOON), GivenBack)


async def test_a_till_takes_back_what_it_booked_and_is_named_for_it(db: Database, luna: Luna) -> None:
    till = await db.write(put_till, luna)
    visit = (await db.write(scans, luna, till)).visit
    assert isinstance(await db.write(undo_visit, till, visit.id, reason="a slip", now=_SOON), Undone)
    page = await db.read(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    assert (page.changes[0].what, page.changes[0].actor, page.changes[0].who) == (
        "visit_undone",
        "till",
        "Till 1",
    )


async def test_a_till_takes_back_nothing_of_others_and_others_may_of_its(db: Database, luna: Luna) -> None:
    till, other = await db.write(put_till, luna), await db.write(put_till, luna, "Till 2")
    visit = (await db.write(scans, luna, till)).visit
    shop_id = luna.cafe.shop.id
    assert await db.write(undo_visit, other, visit.id, reason="", now=_SOON) == OthersDoing()
    nothing, something = [await db.read(of_shop, who, shop_id, most=5, now=_SOON) for who in (other, till)]
    assert isinstance(nothing, ToTakeBack)
    assert isinstance(something, ToTakeBack)
    assert not nothing.bookings
    assert something.bookings
    eva = ActingPerson(luna.cafe.eva)
    assert isinstance(await db.write(undo_visit, eva, visit.id, reason="", now=_SOON), Undone)


async def test_a_card_that_is_nobodys_is_not_a_tills_own(db: Database, luna: Luna) -> None:
    till = await db.write(put_till, luna)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    printed = await db.write(order_cards, cleo, shop_id, 1, now=NOW)
    assert isinstance(printed, Printed)
    found = await db.read(find_typed, till, printed.cards[0].code)
    assert found
    booked = await db.write(scan_card, Scan(till, found.id, Claim()), key="printed", now=NOW)
    assert isinstance(booked, Booked)


async def test_a_till_that_was_taken_off_the_staff_does_nothing_more(db: Database, luna: Luna) -> None:
    till = await db.write(put_till, luna)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    gone = await db.write(remove_member, cleo, shop_id, till.member_id, now=NOW)
    assert isinstance(gone, Changed)
    scan = Scan(till, luna.cafe.card_id, Claim())
    assert await db.write(scan_card, scan, key="late", now=_SOON) == NotStaff()


async def test_a_till_is_never_more_than_a_cashier(db: Database, luna: Luna) -> None:
    till = await db.write(put_till, luna)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    assert await db.write(change_role, cleo, shop_id, till.member_id, Role.OWNER, now=NOW) == NotThere()
    assert await db.write(change_branch, till, shop_id, till.member_id, None, now=NOW) == NotAllowed()
    with pytest.raises(Exception, match="ck_staff_till_role"):
        await db.write(staff.set_role, till.member_id, Role.OWNER)
