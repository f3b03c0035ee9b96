"""What somebody may do is read from the database at each deed: taken from them, it is gone in every process at once."""

import pytest

from actions.access import NotAllowed
from actions.shop import invitations, team
from actions.shop.invitations import Hired, InviteGone
from actions.shop.stats import Stats, shop_stats
from actions.shop.team import Changed, LastOwner
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, NotStaff
from loyalty.actor import ActingPerson, Operator
from loyalty.cards.visits import Claim
from loyalty.roles import Role
from storage.engine.database import Database, open_database
from storage.shop import audit, staff
from tests.actions.places import HOUR, NOW, Cafe, hire, meet, open_cafe, open_luna, stamps

pytestmark = pytest.mark.engines


async def scans(db: Database, cafe: Cafe, key: str) -> object:
    scan = Scan(ActingPerson(cafe.eva), cafe.card_id, Claim())
    return await db.write(scan_card, scan, key=key, now=NOW)


async def member_of(db: Database, cafe: Cafe, person: int) -> int:
    found = await db.read(staff.in_shop, person, cafe.shop.id)
    assert found
    return found.id


@pytest.mark.slow
async def test_a_cashier_who_is_removed_in_one_process_stamps_in_no_other(postgres_url: str) -> None:
    async with open_database(postgres_url) as one, open_database(postgres_url) as other:
        cafe = await one.write(open_cafe, stamps())
        assert isinstance(await scans(other, cafe, "before"), Booked)
        gone = await member_of(one, cafe, cafe.eva)
        await one.write(team.remove_member, ActingPerson(cafe.cleo), cafe.shop.id, gone, now=NOW)
        assert await scans(other, cafe, "after") == NotStaff()


@pytest.mark.slow
async def test_a_role_that_is_lowered_in_one_process_is_lower_in_every_other(postgres_url: str) -> None:
    async with open_database(postgres_url) as one, open_database(postgres_url) as other:
        cafe = await one.write(open_cafe, stamps())
        max_ = await one.write(meet, "Max")
        manager = (await one.write(hire, cafe.shop.id, max_, "manager")).member.id
        cleo, shop_id = ActingPerson(cafe.cleo), cafe.shop.id
        assert isinstance(await other.read(shop_stats, ActingPerson(max_), shop_id, now=NOW), Stats)
        await one.write(team.change_role, cleo, shop_id, manager, Role.CASHIER, now=NOW)
        assert await other.read(shop_stats, ActingPerson(max_), shop_id, now=NOW) == NotAllowed()


@pytest.mark.slow
async def test_an_invitation_that_is_withdrawn_in_one_process_opens_in_no_other(postgres_url: str) -> None:
    async with open_database(postgres_url) as one, open_database(postgres_url) as other:
        cafe = await one.write(open_cafe, stamps())
        cleo, shop_id = ActingPerson(cafe.cleo), cafe.shop.id
        link = await one.write(invitations.invite_by_owner, cleo, shop_id, Role.OWNER, now=NOW)
        assert isinstance(link, str)
        assert await one.write(invitations.withdraw_invitations, cleo, shop_id, now=NOW) == 1
        ben = ActingPerson(await other.write(meet, "Ben"))
        assert await other.write(invitations.accept_invite, ben, link, now=NOW) == InviteGone()


async def test_whoever_is_let_go_leaves_no_link_behind_that_lets_them_in_again(db: Database) -> None:
    cafe = (await open_luna(db, stamps())).cafe
    rogue = await db.write(meet, "Rogue")
    member = (await db.write(hire, cafe.shop.id, rogue, "owner")).member.id
    theirs, cleos = [
        await db.write(invitations.invite_by_owner, ActingPerson(who), cafe.shop.id, Role.OWNER, now=NOW)
        for who in (rogue, cafe.cleo)
    ]
    await db.write(team.remove_member, ActingPerson(cafe.cleo), cafe.shop.id, member, now=NOW)
    assert isinstance(theirs, str)
    assert isinstance(cleos, str)
    assert await db.write(invitations.accept_invite, ActingPerson(rogue), theirs, now=NOW) == InviteGone()
    ben = ActingPerson(await db.write(meet, "Ben"))
    assert isinstance(await db.write(invitations.accept_invite, ben, cleos, now=NOW), Hired)


async def test_the_operator_lets_the_owner_of_a_stolen_phone_go_once_there_is_another(db: Database) -> None:
    cafe = (await open_luna(db, stamps())).cafe
    shop_id, cleo = cafe.shop.id, await member_of(db, cafe, cafe.cleo)
    remove = team.remove_by_operator
    assert await db.write(remove, Operator(), shop_id, cleo, now=NOW) == LastOwner()
    new = await db.write(meet, "Cleo again")
    await db.write(hire, shop_id, new, "owner")
    assert isinstance(await db.write(remove, Operator(), shop_id, cleo, now=NOW + HOUR), Changed)
    seen = await db.write(team.see_team, ActingPerson(cafe.cleo), shop_id, now=NOW + HOUR)
    assert seen == NotAllowed()
    newest = (await db.read(audit.page, shop_id, before=None, most=1))[0]
    assert (newest.what, newest.actor) == ("removed", "operator")
