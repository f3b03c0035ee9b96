"""What people read first: a points shop's welcome, and the help of who works there."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.people.identify import Caller, recognise
from actions.shop import invitations
from actions.shop.events import EventPlan, open_event
from actions.shop.items import add_item
from bot.owner.table import AT_WORK, CUSTOMERS, FIGURES, OFFER, SHOP
from bot.table import COMMANDS
from bot.turn import File
from loyalty.actor import ActingPerson, Operator
from loyalty.cards.part import Part
from loyalty.cards.parts.referral import Referral
from loyalty.cards.programme import Reward
from loyalty.roles import Role
from storage.engine.database import Database
from tests.post import hears
from tests.programmes import points_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Talk, whole

POINTS = points_card((Reward("cake", "Cake", 200), Reward("tea", "Tea", 100)), points_per_unit=2)


async def test_a_points_shop_says_how_points_are_earned(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop(programme=POINTS)
    said = await talk.opens(ANA, "j" + opened.shop.code)
    assert "You earn 2 points for each €1.00 you spend. 100 points buy: Tea." in said


async def test_help_begins_with_what_helps_at_work(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 1)
    said = await talk.says(EVA, "/help")
    assert said.startswith("At the till:")
    assert "/today" in said
    assert (await talk.says(ANA, "/help")).startswith("/card")


@pytest.mark.parametrize("role", [None, Role.CASHIER, Role.MANAGER, Role.OWNER])
async def test_help_names_everybody_what_they_may_ask_for_and_nothing_that_they_may_not(
    sqlite_db: Database, role: Role | None
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop()
    if role:
        token = await talk.db.write(invitations.invite, Operator(), opened.shop.id, role, now=talk.now)
        await talk.opens(CLEO, "i" + token)
    else:
        await talk.opens(CLEO, "j" + opened.shop.code)
    named = set(re.findall(r"^/(\w+) · ", await talk.says(CLEO, "/help"), re.MULTILINE))
    at_work = {word: one for word, one in AT_WORK.items() if one.role and role and role.includes(one.role)}
    commands = {**COMMANDS, **at_work}
    of_any_shop = {word for word, one in commands.items() if one.about and not one.several and not one.part}
    asked = of_any_shop - {"help"}
    refused = {word for word in asked if is_refusal(await talk.says(CLEO, f"/{word}"))}
    made_up = set() if role else {"practice"}  # it books nothing, for whoever comes upon it
    assert named == asked - refused - made_up
    assert ("stats" in named) == (role in {Role.MANAGER, Role.OWNER})


async def test_an_owners_help_is_read_by_headings_and_a_cashiers_needs_none(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    at_the_till, *blocks = (await talk.says(CLEO, "/help")).split("\n\n")
    assert "/find" in at_the_till
    headings = [block.partition("\n")[0] for block in blocks]
    assert headings == [*(FIGURES, OFFER, CUSTOMERS, SHOP), "As a customer:"]
    await talk.stamped(ANA, opened, 1)
    assert (await talk.says(EVA, "/help")).count("\n\n") == 1


@pytest.mark.parametrize(("parts", "told"), [((), False), ((Referral(),), True)])
async def test_help_names_what_somebodys_card_can_do_and_not_what_other_shops_have(
    sqlite_db: Database, parts: tuple[Part, ...], *, told: bool
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop(programme=replace(TEN_STAMPS, parts=parts))
    await talk.opens(ANA, "j" + opened.shop.code)
    said = await talk.says(ANA, "/help")
    assert ("/friend · Bring a friend" in said) == told
    assert "/level" not in said


async def test_help_names_events_to_who_leads_a_shop_and_to_guests_where_one_is_on(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    assert "/events · Events: invite, and see who comes" in await talk.says(CLEO, "/help")
    assert "/events" not in await talk.says(ANA, "/help")
    plan = EventPlan("Tasting", talk.now + timedelta(days=3), 8)
    await talk.db.write(open_event, await cleo(talk), opened.shop.id, plan, now=talk.now)
    assert "/events · Events: what is on, and my seat" in await talk.says(ANA, "/help")
    assert (await talk.says(CLEO, "/help")).count("/events") == 1


async def test_help_names_offers_and_likes_where_something_is_sold_by_name(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    assert "/likes" not in await talk.says(ANA, "/help")
    await talk.db.write(add_item, await cleo(talk), opened.shop.id, "Coffee: hot", now=talk.now)
    for person in (ANA, CLEO):
        said = await talk.says(person, "/help")
        assert "/offers" in said
        assert "/likes" in said


async def cleo(talk: Talk) -> ActingPerson:
    found = await talk.db.write(
        recognise, Caller("telegram", "stempel_bot", CLEO.id, name="Cleo", language="en"), now=talk.now
    )
    return ActingPerson(found.person.id)


def is_refusal(said: str) -> bool:
    return said.startswith(("Only the shop's owner", "That is for the shop's staff"))


async def test_the_same_purchase_twice_was_booked_not_stamped(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=POINTS)
    await talk.stamped(ANA, opened, 0)
    shown = await talk.opens(ANA, "j" + opened.shop.code)
    code = shown.rpartition("Code: ")[2][:6]
    await talk.says(EVA, code)
    await talk.says(EVA, "5")
    assert "lready booked at 12:00 by Eva." in await talk.says(EVA, code)
    assert "Book again" in talk.labels(EVA)


async def test_what_was_typed_at_the_till_is_told_to_the_owner_and_stands_in_the_export(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=POINTS)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.stamped(ANA, opened, 0)
    code = (await talk.opens(ANA, "j" + opened.shop.code)).rpartition("Code: ")[2][:6]
    for spent in ("12,50", "7.60"):
        await talk.says(EVA, code)
        await talk.says(EVA, spent)
        talk.wait(minutes=2)
    said = await talk.says(CLEO, "/stats")
    assert "💰 €20.10 spent by members, €10.05 a visit (last week by now: €0.00)" in said
    assert "📆 March: €20.10 spent by members, €10.05 a visit (February: €0.00)" in said
    await talk.says(CLEO, "/export")
    ledger = talk.replies[CLEO.id][1].document
    assert isinstance(ledger, File)
    assert ",25,12.50,Eva," in whole(ledger).decode()
    talk.now = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
    assert "💰 €20.10 spent by members, €10.05 a visit (the week before: €0.00)" in await hears(
        talk, opened.shop.id, CLEO
    )
