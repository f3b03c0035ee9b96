"""Shops together: one card for all, each shop's own doings, and nobody learns of another's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.access import NotAllowed, jobs_of, member_of
from actions.cards.introductions import Introductions, introduce
from actions.cards.join import Joined, join_shop
from actions.cards.own_cards import NoCard, own_cards
from actions.people.link_accounts import undo_link
from actions.people.merge import join_persons
from actions.shop import coalition_terms, coalitions
from actions.shop.coalitions import (
    INVITE_DAYS,
    Alone,
    LinkGone,
    NothingProposed,
    OtherCurrency,
    OtherRules,
    Together,
    TwoCoalitions,
    WhatJoiningMeans,
)
from actions.shop.open_shop import BadShop
from actions.shop.team import remove_member
from actions.till.find_customer import find_named
from actions.till.redeem import Redeemed, redeem, redeemable
from actions.till.scan_outcome import Booked, NotStaff, OwnCard
from actions.till.today import to_take_back, todays_bookings
from actions.till.undo_redemption import GivenBack, object_to, take_back_redemption
from actions.till.undo_visit import Undone, undo_visit
from loyalty.actor import ActingPerson
from loyalty.shop.coalition_rules import NOTICE_DAYS, NoMoneyOff, coalition_programme
from loyalty.tokens import digest
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import persons
from storage.shop import shops, staff
from storage.tables import branches, visits, vouchers
from tests.actions.places import DAY, MINUTE, NOW, Cafe, hire, meet, open_cafe, points, stamps, waiting
from tests.actions.together import RULES, accept_with, found_by, join_in, open_street

pytestmark = pytest.mark.engines
OTHER_RULES = coalition_programme(2, [(100, 300)], called="Thank you")
_WHERE = Statement(select(branches.c.name).join(visits, visits.c.branch_id == branches.c.id))
_USED = Statement(select(branches.c.name).join(vouchers, vouchers.c.used_branch_id == branches.c.id))


async def one_cafe(db: Database, name: str = "Café Luna") -> Cafe:
    return await db.write(open_cafe, stamps(), name=name)


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
    assert await db.write(to_take_back, eva, street.shop.id, most=9, now=NOW) == NotStaff()
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
    assert await db.write(undo_visit, sol, visit.id, reason=None, now=NOW + MINUTE) == NotStaff()
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
    assert await db.write(take_back_redemption, luna, done.voucher.id, now=NOW) == NotStaff()
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


async def test_a_shop_is_in_one_coalition_at_most(db: Database) -> None:
    street = await open_street(db)
    cleo = ActingPerson(street.luna.cleo)
    again = await db.write(coalitions.found, cleo, street.luna.shop.id, "Another", RULES, now=NOW)
    assert again == TwoCoalitions(street.shop)
    mars = await one_cafe(db, "Café Mars")
    other = await db.write(found_by, mars)
    token = await db.write(coalitions.invite_shop, ActingPerson(mars.cleo), mars.shop.id, now=NOW)
    assert isinstance(token, str)
    refused = await db.write(accept_with, street.luna, token)
    assert refused == TwoCoalitions(street.shop)
    assert not other.gives  # alone it gives nothing yet


async def test_a_shop_with_other_money_is_refused_with_the_reason(db: Database) -> None:
    luna, mars = await one_cafe(db), await one_cafe(db, "Café Mars")
    together = await db.write(found_by, luna)

    def refused(tx: Tx) -> object:
        shops.change(tx, replace(mars.shop, currency="HUF"))
        token = coalitions.invite_shop(tx, ActingPerson(luna.cleo), luna.shop.id, now=NOW)
        assert isinstance(token, str)
        first = accept_with(tx, mars, token)
        assert isinstance(
            coalitions.read_invitation(tx, digest(token), now=NOW), WhatJoiningMeans
        )  # the link is good still
        return first

    assert await db.write(refused) == OtherCurrency(replace(mars.shop, currency="HUF"), together.shop)


async def test_a_link_lets_one_shop_in_once_and_ends(db: Database) -> None:
    luna, sol, mars = await one_cafe(db), await one_cafe(db, "Sol"), await one_cafe(db, "Mars")
    await db.write(found_by, luna)
    token = await db.write(coalitions.invite_shop, ActingPerson(luna.cleo), luna.shop.id, now=NOW)
    assert isinstance(token, str)
    late = NOW + timedelta(days=INVITE_DAYS)
    assert await db.write(coalitions.read_invitation, digest(token), now=late) == LinkGone()
    joined = await db.write(accept_with, sol, token)
    assert isinstance(joined, Together)
    assert await db.write(accept_with, mars, token) == LinkGone()
    assert await db.write(coalitions.read_invitation, "nonsense", now=NOW) == LinkGone()


async def test_only_an_owner_founds_invites_joins_and_leaves(db: Database) -> None:
    street = await open_street(db)
    eva, shop_id = ActingPerson(street.luna.eva), street.luna.shop.id
    no = NotAllowed()
    assert await db.write(coalitions.see_coalition, eva, shop_id) == no
    assert await db.write(coalitions.found, eva, shop_id, "Ours", RULES, now=NOW) == no
    assert await db.write(coalitions.invite_shop, eva, shop_id, now=NOW) == no
    assert await db.write(coalitions.accept, eva, shop_id, "x", version_id=1, now=NOW) == no
    assert await db.write(coalition_terms.propose, eva, shop_id, OTHER_RULES, now=NOW) == no
    assert await db.write(coalition_terms.agree, eva, shop_id, "x", now=NOW) == no
    assert await db.write(coalition_terms.give_notice, eva, shop_id, now=NOW) == no


async def test_rules_without_a_worth_in_money_and_names_that_are_none_found_nothing(db: Database) -> None:
    luna = await one_cafe(db)
    cleo = ActingPerson(luna.cleo)
    found = await db.write(coalitions.found, cleo, luna.shop.id, "Ours", points(), now=NOW)
    assert isinstance(found, NoMoneyOff)
    named = await db.write(coalitions.found, cleo, luna.shop.id, " ", RULES, now=NOW)
    assert named == BadShop("name", " ")
    nothing = await db.write(
        coalitions.found, cleo, luna.shop.id, "Ours", replace(RULES, rewards=()), now=NOW
    )
    assert not isinstance(nothing, Together)
    assert await db.write(coalitions.see_coalition, cleo, luna.shop.id) == Alone(luna.shop)


async def test_other_rules_hold_once_every_partner_said_yes(db: Database) -> None:
    street = await open_street(db)
    cleo, rosa = ActingPerson(street.luna.cleo), ActingPerson(street.sol.cleo)
    proposed = await db.write(coalition_terms.propose, cleo, street.luna.shop.id, OTHER_RULES, now=NOW)
    assert isinstance(proposed, Together)
    assert (proposed.rules.programme, proposed.proposal) == (RULES, OTHER_RULES)
    other = await db.write(coalition_terms.agree, rosa, street.sol.shop.id, "something else", now=NOW)
    assert other == NothingProposed()
    agreed = await db.write(coalition_terms.agree, rosa, street.sol.shop.id, proposed.asked, now=NOW)
    assert isinstance(agreed, Together)
    assert (agreed.rules.programme, agreed.proposal) == (OTHER_RULES, None)


async def test_one_no_ends_a_proposal(db: Database) -> None:
    street = await open_street(db)
    cleo, rosa = ActingPerson(street.luna.cleo), ActingPerson(street.sol.cleo)
    proposed = await db.write(coalition_terms.propose, cleo, street.luna.shop.id, OTHER_RULES, now=NOW)
    assert isinstance(proposed, Together)
    after = await db.write(coalition_terms.disagree, rosa, street.sol.shop.id, proposed.asked, now=NOW)
    assert isinstance(after, Together)
    assert (after.rules.programme, after.proposal) == (RULES, None)
    again = await db.write(coalition_terms.agree, cleo, street.luna.shop.id, proposed.asked, now=NOW)
    assert again == NothingProposed()


async def test_who_joins_while_something_is_proposed_is_asked_too(db: Database) -> None:
    street = await open_street(db)
    cleo, rosa = ActingPerson(street.luna.cleo), ActingPerson(street.sol.cleo)
    await db.write(coalition_terms.propose, cleo, street.luna.shop.id, OTHER_RULES, now=NOW)
    await db.write(join_in, street.luna, await one_cafe(db, "Mars"))
    seen = await db.write(coalitions.see_coalition, rosa, street.sol.shop.id)
    assert isinstance(seen, Together)
    after = await db.write(coalition_terms.agree, rosa, street.sol.shop.id, seen.asked, now=NOW)
    assert isinstance(after, Together)
    assert after.proposal == OTHER_RULES


async def test_a_shop_that_gave_notice_is_asked_about_other_rules_until_it_is_gone(db: Database) -> None:
    street = await open_street(db)
    cleo, rosa = ActingPerson(street.luna.cleo), ActingPerson(street.sol.cleo)
    await db.write(coalition_terms.propose, cleo, street.luna.shop.id, OTHER_RULES, now=NOW)
    noticed = await db.write(coalition_terms.give_notice, rosa, street.sol.shop.id, now=NOW)
    assert isinstance(noticed, Together)
    assert (noticed.rules.programme, noticed.proposal) == (RULES, OTHER_RULES)
    stays = await db.write(coalition_terms.stay, rosa, street.sol.shop.id, now=NOW + DAY)
    assert isinstance(stays, Together)
    assert (stays.rules.programme, stays.proposal) == (RULES, OTHER_RULES)


async def test_other_rules_hold_once_the_shop_that_said_nothing_is_gone(db: Database) -> None:
    street = await open_street(db)
    cleo, rosa = ActingPerson(street.luna.cleo), ActingPerson(street.sol.cleo)
    await db.write(coalition_terms.give_notice, rosa, street.sol.shop.id, now=NOW)
    proposed = await db.write(coalition_terms.propose, cleo, street.luna.shop.id, OTHER_RULES, now=NOW)
    assert isinstance(proposed, Together)
    assert proposed.rules.programme == RULES
    await db.write(coalition_terms.end_notices, street.shop.id, now=NOW + NOTICE_DAYS * DAY)
    after = await db.write(coalitions.see_coalition, cleo, street.luna.shop.id)
    assert isinstance(after, Together)
    assert (after.rules.programme, after.proposal) == (OTHER_RULES, None)


async def test_a_shop_leaves_after_its_notice_and_its_customers_keep_what_they_have(db: Database) -> None:
    street = await open_street(db)
    await street.booked(street.luna, 12_000)
    cleo = ActingPerson(street.luna.cleo)
    noticed = await db.write(coalition_terms.give_notice, cleo, street.luna.shop.id, now=NOW)
    assert isinstance(noticed, Together)
    assert noticed.own.leaves_at == NOW + NOTICE_DAYS * DAY
    last = NOW + (NOTICE_DAYS - 1) * DAY
    await db.write(coalition_terms.end_notices, street.shop.id, now=last)
    assert isinstance(await street.scan(street.luna, now=last), Booked)
    over = NOW + NOTICE_DAYS * DAY
    await db.write(coalition_terms.end_notices, street.shop.id, now=over)
    assert await street.scan(street.luna, now=over) == NotStaff()
    assert await db.write(coalitions.see_coalition, cleo, street.luna.shop.id) == Alone(street.luna.shop)
    assert isinstance(await street.redeemed(street.sol, now=over), Redeemed)


async def test_a_notice_can_be_taken_back_and_a_second_one_changes_nothing(db: Database) -> None:
    street = await open_street(db)
    cleo, shop_id = ActingPerson(street.luna.cleo), street.luna.shop.id
    await db.write(coalition_terms.give_notice, cleo, shop_id, now=NOW)
    again = await db.write(coalition_terms.give_notice, cleo, shop_id, now=NOW + DAY)
    assert isinstance(again, Together)
    assert again.own.leaves_at == NOW + NOTICE_DAYS * DAY
    stays = await db.write(coalition_terms.stay, cleo, shop_id, now=NOW + DAY)
    assert isinstance(stays, Together)
    assert stays.own.leaves_at is None
    await db.write(coalition_terms.end_notices, street.shop.id, now=NOW + 99 * DAY)
    assert isinstance(await street.scan(street.luna), Booked)


async def test_two_shops_of_one_name_are_two_branches(db: Database) -> None:
    luna, twin = await one_cafe(db), await one_cafe(db)
    together = await db.write(found_by, luna)
    await db.write(join_in, luna, twin)
    places = await db.write(shops.branches_of, together.shop.id)
    assert [one.name for one in places] == ["Café Luna", "Café Luna 2"]


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
    reached = await db.read(persons.addresses_of, street.sol.cleo)
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


async def test_an_owner_says_yes_to_the_rules_that_were_read_and_no_others(db: Database) -> None:
    luna, sol = await one_cafe(db), await one_cafe(db, "Sol")
    await db.write(found_by, luna)
    cleo, rosa = ActingPerson(luna.cleo), ActingPerson(sol.cleo)
    token = await db.write(coalitions.invite_shop, cleo, luna.shop.id, now=NOW)
    assert isinstance(token, str)
    asked = await db.write(coalitions.read_invitation, digest(token), now=NOW)
    assert isinstance(asked, WhatJoiningMeans)
    await db.write(coalition_terms.propose, cleo, luna.shop.id, OTHER_RULES, now=NOW)
    version, mark = asked.rules.id, digest(token)
    refused = await db.write(coalitions.accept, rosa, sol.shop.id, mark, version_id=version, now=NOW)
    assert isinstance(refused, OtherRules)
    assert isinstance(await db.write(accept_with, sol, token), Together)
