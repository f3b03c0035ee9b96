"""Shops together: one card for all, each shop's own doings, and nobody learns of another's."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.access import jobs_of, member_of
from actions.cards.introductions import Introductions, introduce
from actions.cards.join import Joined, join_shop
from actions.cards.own_cards import NoCard, own_cards
from actions.people.link_accounts import undo_link
from actions.people.merge import join_persons
from actions.shop.team import remove_member
from actions.till.find_customer import find_named
from actions.till.redeem import Redeemed, redeem, redeemable
from actions.till.scan_outcome import Booked, NotStaff, OthersDoing, OwnCard
from actions.till.to_take_back import of_shop
from actions.till.today import todays_bookings
from actions.till.undo_redemption import GivenBack, object_to, take_back_redemption
from actions.till.undo_visit import Undone, undo_visit
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import known_addresses
from storage.shop import staff
from storage.tables import branches, visits, vouchers
from tests.actions.places import DAY, MINUTE, NOW, hire, meet, waiting
from tests.actions.together import one_cafe, open_street

pytestmark = pytest.mark.asks
_WHERE = Statement(
    select(branches.c.name).join(visits, visits.c.branch_id == branches.c.id).order_by(visits.c.id)
)
_USED = Statement(
    select(branches.c.name).join(vouchers, vouchers.c.used_branch_id == branches.c.id).order_by(vouchers.c.id)
)


def names(tx: Tx, which: Statement[tuple[str]]) -> list[str]:
    return [row[0] for row in which.all(tx)]


async def test_each_partner_books_onto_one_card_and_the_visit_says_where(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 6000)
    booked = await street.booked(street.sol, 5000, NOW + MINUTE)
    assert booked.state.counter.balance == 110
    assert await db.write(names, _WHERE) == ["Café Luna", "Bakery Sol"]


async def test_what_was_collected_in_one_shop_is_spent_in_another(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    assert isinstance(await street.redeemed(street.sol), Redeemed)
    assert await db.write(names, _USED) == ["Bakery Sol"]


async def test_the_card_of_a_coalition_stands_beside_the_shops_own(db: Database) -> None:
    street = await open_street(db)
    cards = await db.write(own_cards, street.luna.ana, now=NOW)
    assert {one.shop.name for one in cards} == {"Café Luna", "High Street"}


async def test_who_works_in_no_partner_serves_no_card_of_it(db: Database) -> None:
    street = await open_street(db)
    stranger = await one_cafe(db, "Café Mars")
    assert await street.scan(stranger) == NotStaff()


async def test_nobody_stamps_their_own_card_of_a_coalition(db: Database) -> None:
    street = await open_street(db)
    await db.write(hire, street.sol.shop.id, street.luna.ana, "cashier")
    assert isinstance(await street.scan(replace(street.sol, eva=street.luna.ana)), OwnCard)


async def test_a_till_learns_that_the_card_is_good_and_not_whose_it_is(db: Database) -> None:
    street = await open_street(db)
    booked = await street.booked(street.luna, 1000)
    assert booked.state.holder
    assert booked.state.name == ""
    eva = ActingPerson(street.luna.eva)
    assert await db.write(find_named, eva, street.shop.id, "Ana") == NotStaff()
    assert await db.write(todays_bookings, eva, street.shop.id, most=9, now=NOW) == NotStaff()
    assert await db.write(of_shop, eva, street.shop.id, most=9, now=NOW) == NotStaff()
    assert await db.write(redeemable, eva, street.card_id, now=NOW) == NotStaff()
    assert await db.write(redeem, eva, street.card_id, "off100", shown=True, now=NOW) == NotStaff()


async def test_a_coalition_is_no_workplace_and_no_role_of_anybodys(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 1000)
    for person in (street.luna.eva, street.luna.cleo):
        assert [one.shop_id for one in await db.write(jobs_of, ActingPerson(person))] == [street.luna.shop.id]
    assert await db.write(staff.owners, street.shop.id) == []


async def test_a_till_takes_back_its_own_visit_and_no_other_shops(db: Database) -> None:
    street = await open_street(db)
    visit = (await street.booked(street.luna, 1000)).visit
    sol, luna = ActingPerson(street.sol.eva), ActingPerson(street.luna.eva)
    await street.booked(
        street.sol, 100, NOW + MINUTE, card=await second_card(db, street.shop.code)
    )  # lets Sol's Eva in
    assert await db.write(undo_visit, sol, visit.id, reason=None, now=NOW + MINUTE) == OthersDoing()
    undone = await db.write(undo_visit, luna, visit.id, reason=None, now=NOW + MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.counter.balance == 0


async def second_card(db: Database, code: str) -> int:
    def joined(tx: Tx) -> int:
        found = join_shop(tx, meet(tx, "Ben"), code, now=NOW)
        assert isinstance(found, Joined)
        return found.state.account.id

    return await db.write(joined)


async def test_a_redemption_is_taken_back_by_who_handed_it_out(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    done = await street.redeemed(street.sol)
    assert isinstance(done, Redeemed)
    luna, sol = ActingPerson(street.luna.eva), ActingPerson(street.sol.eva)
    assert await db.write(take_back_redemption, luna, done.voucher.id, now=NOW) == OthersDoing()
    assert isinstance(await db.write(take_back_redemption, sol, done.voucher.id, now=NOW), GivenBack)


async def test_who_is_let_go_by_their_shop_serves_the_coalition_no_more(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 1000)
    eva = await db.write(staff.in_shop, street.luna.eva, street.luna.shop.id)
    assert eva
    cleo = ActingPerson(street.luna.cleo)
    await db.write(remove_member, cleo, street.luna.shop.id, eva.id, now=NOW + MINUTE)
    assert await street.scan(street.luna, now=NOW + 2 * MINUTE) == NotStaff()
    assert isinstance(await street.scan(street.sol, now=NOW + 2 * MINUTE), Booked)


async def test_in_a_shops_own_chat_its_people_serve_the_coalition_and_others_do_not(db: Database) -> None:
    street = await open_street(db)
    eva = street.luna.eva

    def seen(tx: Tx, only_shop: int) -> bool:
        return member_of(tx, ActingPerson(eva, only_shop), street.shop.id) is not None

    assert await db.write(seen, street.luna.shop.id)
    assert not await db.write(seen, street.sol.shop.id)


async def test_a_customer_says_for_each_shop_whether_it_may_know_them_and_takes_it_back(db: Database) -> None:
    street = await open_street(db)
    ana, card, luna = street.luna.ana, street.card_id, street.luna.shop.id
    await db.write(introduce, ana, card, luna, known=True, now=NOW)
    seen = await db.write(introduce, ana, card, luna, known=True, now=NOW)  # said twice, it is said once
    assert isinstance(seen, Introductions)
    assert [(shop.name, known) for shop, known in seen.shops] == [("Café Luna", True), ("Bakery Sol", False)]
    assert (await street.booked(street.luna, 1000)).state.name == "Ana"
    assert (await street.booked(street.sol, 1000, NOW + 2 * MINUTE)).state.name == ""
    await db.write(introduce, ana, card, luna, known=False, now=NOW)
    assert (await street.booked(street.luna, 1000, NOW + 4 * MINUTE)).state.name == ""


async def test_nobody_is_introduced_by_somebody_else_or_to_a_shop_that_is_no_partner(db: Database) -> None:
    street = await open_street(db)
    other = await one_cafe(db, "Mars")
    refused = await db.write(
        introduce, street.sol.ana, street.card_id, street.sol.shop.id, known=True, now=NOW
    )
    assert refused == NoCard()
    own = await db.write(
        introduce, street.luna.ana, street.luna.card_id, street.sol.shop.id, known=True, now=NOW
    )
    assert own == NoCard()
    seen = await db.write(introduce, street.luna.ana, street.card_id, other.shop.id, known=True, now=NOW)
    assert isinstance(seen, Introductions)
    assert not any(known for _, known in seen.shops)


async def test_a_dispute_is_told_to_the_shop_that_handed_the_reward_out(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    done = await street.redeemed(street.sol)
    assert isinstance(done, Redeemed)
    assert isinstance(
        await db.write(object_to, ActingPerson(street.luna.ana), done.voucher.id, now=NOW + DAY / 2),
        GivenBack,
    )
    [told] = await db.write(waiting, "disputed")
    reached = await db.read(known_addresses.addresses_of, street.sol.cleo)
    assert told["address_id"] == reached[0].id


async def test_who_becomes_one_with_somebody_serves_where_they_then_work_alone(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 1000)
    await street.booked(street.sol, 1000, NOW + 2 * MINUTE)
    luna, sol = street.luna.eva, street.sol.eva
    merge = await db.write(join_persons, luna, sol, now=NOW)  # both were guests, for one shop each
    assert isinstance(await street.scan(street.luna, now=NOW + 4 * MINUTE), Booked)
    await db.write(undo_link, luna, merge, now=NOW)
    assert isinstance(await street.scan(street.sol, now=NOW + 6 * MINUTE), Booked)
    assert isinstance(await street.scan(street.luna, now=NOW + 8 * MINUTE), Booked)
