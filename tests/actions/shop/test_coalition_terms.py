"""Other rules of a coalition hold once every partner said yes to what it read."""

import pytest

from actions.shop import coalition_terms, coalitions
from actions.shop.coalitions import NothingProposed, OtherRules, Together, WhatJoiningMeans
from loyalty.actor import ActingPerson
from loyalty.shop.coalition_rules import NOTICE_DAYS
from loyalty.tokens import digest
from storage.engine.database import Database
from tests.actions.places import DAY, NOW
from tests.actions.together import OTHER_RULES, RULES, accept_with, found_by, join_in, one_cafe, open_street

pytestmark = pytest.mark.asks


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
