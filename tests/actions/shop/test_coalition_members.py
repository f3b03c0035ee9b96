"""Shops join a coalition by a link and leave it after their notice; what customers have stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.access import NotAllowed
from actions.shop import coalition_terms, coalitions
from actions.shop.coalitions import (
    INVITE_DAYS,
    Alone,
    LinkGone,
    OtherCurrency,
    Together,
    TwoCoalitions,
    WhatJoiningMeans,
)
from actions.shop.open_shop import BadShop
from actions.till.redeem import Redeemed
from actions.till.scan_outcome import Booked, NotStaff
from loyalty.actor import ActingPerson
from loyalty.shop.coalition_rules import NOTICE_DAYS, NoMoneyOff
from loyalty.tokens import digest
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import shops
from tests.actions.places import DAY, NOW, points
from tests.actions.together import OTHER_RULES, RULES, accept_with, found_by, join_in, one_cafe, open_street

pytestmark = pytest.mark.asks


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
