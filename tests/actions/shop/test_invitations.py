"""Staff: hired by a link that works once, changed by an owner, and never without one; shops and their founders."""

from datetime import timedelta

import pytest

from actions.access import NotAllowed
from actions.shop.audit import AuditPage, see_audit
from actions.shop.branches import (
    BadBranch,
    NoBranch,
    StaffedBranch,
    add_branch,
    branches_of,
    close_branch,
    rename_branch,
)
from actions.shop.export import Exported, export_shop
from actions.shop.invitations import (
    FOUNDER,
    Hired,
    InviteGone,
    MayOpenShop,
    accept_invite,
    invite,
    invite_by_owner,
)
from actions.shop.open_shop import BadShop, NewShop, Printed, TooManyCards, found_shop, may_found, order_cards
from actions.shop.team import (
    Changed,
    LastOwner,
    NotThere,
    Team,
    change_branch,
    change_role,
    remove_member,
    see_team,
)
from actions.till.scan_outcome import NotStaff
from loyalty.actor import ActingPerson, Operator
from loyalty.records import Branch, Shop
from loyalty.roles import Role
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import persons
from tests.actions.places import DAY, NOW, Luna, hire, meet, open_luna, stamps

WEDNESDAY = NOW + 2 * DAY


async def team(luna: Luna) -> Team:
    """Read who works at Café Luna, as Cleo does."""
    seen = await luna.db.write(see_team, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=WEDNESDAY)
    assert isinstance(seen, Team)
    return seen


async def member_id(luna: Luna, name: str) -> int:
    """Find somebody's place on the staff."""
    return next(one.member.id for one in (await team(luna)).colleagues if one.member.name == name)


async def audited(luna: Luna) -> list[tuple[str | None, str, str, str, str]]:
    """Read the audit, oldest line first."""
    page = await luna.db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    return [(line.who, line.what, line.subject, line.old, line.new) for line in reversed(page.changes)]


async def test_an_owner_sees_everybody_with_the_visits_they_booked_since_monday(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked(NOW - 7 * DAY)
    undone = (await luna.booked(NOW)).visit
    await luna.undo(undone.id, NOW + timedelta(minutes=1))
    await luna.booked(NOW + DAY)
    seen = [(one.member.name, one.member.role, one.visits) for one in (await team(luna)).colleagues]
    assert seen == [("Eva", "cashier", 1), ("Cleo", "owner", 0)]


async def test_the_last_owner_can_be_neither_removed_nor_demoted(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    cleo, shop_id, cleos_place = luna.cafe.cleo, luna.cafe.shop.id, await member_id(luna, "Cleo")
    assert await db.write(remove_member, ActingPerson(cleo), shop_id, cleos_place, now=NOW) == LastOwner()
    assert (
        await db.write(change_role, ActingPerson(cleo), shop_id, cleos_place, Role.MANAGER, now=NOW)
        == LastOwner()
    )
    eva = await member_id(luna, "Eva")
    assert isinstance(
        await db.write(change_role, ActingPerson(cleo), shop_id, eva, Role.OWNER, now=NOW), Changed
    )
    assert isinstance(
        await db.write(remove_member, ActingPerson(cleo), shop_id, cleos_place, now=NOW), Changed
    )


async def test_somebody_removed_can_do_nothing_more_and_can_be_hired_again(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    eva = await member_id(luna, "Eva")
    assert isinstance(
        await db.write(remove_member, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, eva, now=NOW), Changed
    )
    assert await luna.scan() == NotStaff()
    assert (await luna.stands()).standing.balance == 0
    gone = await db.write(remove_member, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, eva, now=NOW)
    assert gone == NotThere()
    await db.write(hire, luna.cafe.shop.id, luna.cafe.eva, "cashier")
    assert (await luna.booked()).visit.staff == "Eva"


async def test_changes_of_staff_are_written_down(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    cleo, shop_id, eva = luna.cafe.cleo, luna.cafe.shop.id, await member_id(luna, "Eva")
    await db.write(change_role, ActingPerson(cleo), shop_id, eva, Role.MANAGER, now=NOW)
    await db.write(change_role, ActingPerson(cleo), shop_id, eva, Role.MANAGER, now=NOW)  # changes nothing
    places = await db.write(add_branch, ActingPerson(cleo), shop_id, "Centrum", now=NOW)
    assert isinstance(places, tuple)
    await db.write(change_branch, ActingPerson(cleo), shop_id, eva, places[0].id, now=NOW)
    await db.write(remove_member, ActingPerson(cleo), shop_id, eva, now=NOW)
    assert (await audited(luna))[-4:] == [
        ("Cleo", "role_changed", "Eva", "cashier", "manager"),
        ("Cleo", "branch_added", "", "", "Centrum"),
        ("Cleo", "branch_changed", "Eva", "", "Centrum"),
        ("Cleo", "removed", "Eva", "manager", ""),
    ]


async def test_another_shops_member_is_nobody_here(db: Database) -> None:
    luna, other = await open_luna(db, stamps(10)), await open_luna(db, stamps(10))
    eva = await member_id(luna, "Eva")
    moved = await db.write(
        change_role, ActingPerson(other.cafe.cleo), other.cafe.shop.id, eva, Role.OWNER, now=NOW
    )
    assert moved == NotThere()


async def test_a_cashier_changes_their_own_branch_and_stamps_for_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    cleo, shop_id, eva = luna.cafe.cleo, luna.cafe.shop.id, await member_id(luna, "Eva")
    places = await db.write(add_branch, ActingPerson(cleo), shop_id, "Centrum", now=NOW)
    assert isinstance(places, tuple)
    centrum = places[0].id
    assert isinstance(
        await db.write(change_branch, ActingPerson(luna.cafe.eva), shop_id, eva, centrum, now=NOW), Changed
    )
    assert (await luna.booked()).visit.branch_id == centrum
    cleos_place = await member_id(luna, "Cleo")
    refused = await db.write(
        change_branch, ActingPerson(luna.cafe.eva), shop_id, cleos_place, centrum, now=NOW
    )
    assert refused == NotAllowed()
    nowhere = await db.write(change_branch, ActingPerson(luna.cafe.eva), shop_id, eva, centrum + 1, now=NOW)
    assert nowhere == NotThere()


async def test_a_branch_needs_a_name_of_its_own(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    cleo, shop_id = luna.cafe.cleo, luna.cafe.shop.id
    await db.write(add_branch, ActingPerson(cleo), shop_id, "Café Noord", now=NOW)
    assert await db.write(add_branch, ActingPerson(cleo), shop_id, "cafe noord", now=NOW) == BadBranch(
        "twice"
    )
    assert await db.write(add_branch, ActingPerson(cleo), shop_id, "\u200b", now=NOW) == BadBranch("name")
    found = await db.write(branches_of, ActingPerson(luna.cafe.eva), shop_id)
    assert [(type(one), one.name) for one in found] == [(Branch, "Café Noord")]
    assert await db.write(branches_of, ActingPerson(luna.cafe.ana), shop_id) == ()


async def test_an_invitation_makes_one_person_staff_once_and_within_a_week(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    ben, tom = await db.write(meet, "Ben"), await db.write(meet, "Tom")
    token = await db.write(
        invite_by_owner, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, Role.MANAGER, now=NOW
    )
    assert isinstance(token, str)
    hired = await db.write(accept_invite, ActingPerson(ben), token, now=NOW + 6 * DAY)
    assert isinstance(hired, Hired)
    assert hired.member.role == "manager"
    assert await db.write(accept_invite, ActingPerson(tom), token, now=NOW + 6 * DAY) == InviteGone()
    late = await db.write(
        invite_by_owner, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, Role.CASHIER, now=NOW
    )
    assert isinstance(late, str)
    assert await db.write(accept_invite, ActingPerson(tom), late, now=NOW + 7 * DAY) == InviteGone()


async def test_an_invitation_to_another_shops_branch_is_not_made(db: Database) -> None:
    luna, other = await open_luna(db, stamps(10)), await open_luna(db, stamps(10))
    places = await db.write(add_branch, ActingPerson(other.cafe.cleo), other.cafe.shop.id, "Centrum", now=NOW)
    assert isinstance(places, tuple)
    made = await db.write(
        invite_by_owner,
        ActingPerson(luna.cafe.cleo),
        luna.cafe.shop.id,
        Role.CASHIER,
        branch_id=places[0].id,
        now=NOW,
    )
    assert made == NotAllowed()


@pytest.mark.parametrize(("count", "made"), [(0, 0), (1, 1), (200, 200), (201, 0)])
async def test_printed_cards_come_one_to_two_hundred_at_a_time(
    sqlite_db: Database, count: int, made: int
) -> None:
    luna = await open_luna(sqlite_db, stamps(10, head_start=1))
    outcome = await sqlite_db.write(
        order_cards, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, count, now=NOW
    )
    assert isinstance(outcome, Printed if made else TooManyCards)
    if isinstance(outcome, Printed):
        assert len({card.public_id for card in outcome.cards}) == made
        assert not any(card.registered for card in outcome.cards)
        assert (await audited(luna))[-1] == ("Cleo", "cards_printed", "", "", str(made))


async def test_the_right_to_open_a_shop_waits_until_it_is_used_and_opens_one(db: Database) -> None:
    zoe = await db.write(meet, "Zoe")
    new = NewShop("Bar Zoe", stamps(10))
    assert await db.write(found_shop, ActingPerson(zoe), new, now=NOW) == NotAllowed()
    token = await db.write(invite, Operator(), None, FOUNDER, now=NOW)
    assert await db.write(accept_invite, ActingPerson(zoe), token, now=NOW) == MayOpenShop()
    wrong = await db.write(found_shop, ActingPerson(zoe), NewShop("", stamps(10)), now=NOW)
    assert wrong == BadShop("name", "")
    assert await db.write(may_found, ActingPerson(zoe))
    shop = await db.write(found_shop, ActingPerson(zoe), new, now=NOW + 30 * DAY)
    assert isinstance(shop, Shop)
    seen = await db.write(see_team, ActingPerson(zoe), shop.id, now=NOW)
    assert isinstance(seen, Team)
    assert [(one.member.name, one.member.role) for one in seen.colleagues] == [("Zoe", "owner")]
    assert not await db.write(may_found, ActingPerson(zoe))
    assert await db.write(found_shop, ActingPerson(zoe), new, now=NOW) == NotAllowed()


async def test_the_audit_is_read_page_by_page(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    cleo, shop_id = luna.cafe.cleo, luna.cafe.shop.id
    for i in range(20):
        await db.write(add_branch, ActingPerson(cleo), shop_id, f"Branch {i}", now=NOW)
    first = await db.write(see_audit, ActingPerson(cleo), shop_id, before=None)
    assert isinstance(first, AuditPage)
    assert (len(first.changes), first.changes[0].new) == (15, "Branch 19")
    rest = await db.write(see_audit, ActingPerson(cleo), shop_id, before=first.older)
    assert isinstance(rest, AuditPage)
    assert (rest.changes[0].new, rest.changes[-1].what, rest.older) == ("Branch 4", "opened", None)


async def test_the_audit_keeps_no_name_of_somebody_who_was_erased(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    eva = await member_id(luna, "Eva")
    await db.write(change_role, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, eva, Role.MANAGER, now=NOW)
    await db.write(persons.erase, luna.cafe.eva, now=NOW)
    lines = await audited(luna)
    assert ("Cleo", "role_changed", "", "cashier", "manager") in lines
    assert ("", "hired", "", "", "cashier") in lines
    assert not any("Eva" in str(line) for line in lines)


async def test_a_branch_is_renamed_and_closed_and_what_was_booked_there_keeps_its_name(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    cleo, shop_id = luna.cafe.cleo, luna.cafe.shop.id
    places = await db.write(add_branch, ActingPerson(cleo), shop_id, "Centrum", now=NOW)
    assert isinstance(places, tuple)
    this, eva = places[0].id, luna.cafe.eva
    till = next(one.member for one in (await team(luna)).colleagues if one.member.name == "Eva")
    await db.write(change_branch, ActingPerson(cleo), shop_id, till.id, this, now=NOW)
    await luna.booked()
    assert await db.write(rename_branch, ActingPerson(eva), shop_id, this, "Noord", now=NOW) == NotAllowed()
    renamed = await db.write(rename_branch, ActingPerson(cleo), shop_id, this, "Noord", now=NOW)
    assert isinstance(renamed, StaffedBranch)
    assert (renamed.branch.name, renamed.staff) == ("Noord", 1)
    late = await db.write(invite_by_owner, ActingPerson(cleo), shop_id, Role.CASHIER, branch_id=this, now=NOW)
    assert isinstance(late, str)
    assert await db.write(close_branch, ActingPerson(eva), shop_id, this, now=NOW) == NotAllowed()
    assert isinstance(await db.write(close_branch, ActingPerson(cleo), shop_id, this, now=NOW), StaffedBranch)
    assert await db.write(close_branch, ActingPerson(cleo), shop_id, this, now=NOW) == NoBranch()
    assert await db.write(branches_of, ActingPerson(eva), shop_id) == ()
    hired = await db.write(accept_invite, ActingPerson(await db.write(meet, "Ben")), late, now=NOW)
    assert isinstance(hired, Hired)
    assert hired.member.branch_id is None

    def booked_at(tx: Tx) -> list[str]:
        found = export_shop(tx, ActingPerson(cleo), shop_id, now=NOW)
        assert isinstance(found, Exported)
        return [line.branch for line in found.ledger]

    assert await db.read(booked_at) == ["Noord"]
    again = await db.write(add_branch, ActingPerson(cleo), shop_id, "noord", now=NOW)
    assert isinstance(again, tuple)
    assert [(one.id, one.name) for one in again] == [(this, "noord")]
