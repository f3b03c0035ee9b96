"""Every message that nobody asked for says why it came, and can be had less, never, or put right."""

import re
from datetime import timedelta

import pytest

from actions.people.identify import Caller, recognise
from actions.people.profile import how_often
from bot.turn import Choice
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.kinds import BIRTHDAY, GOAL, VOUCHER_WAITING
from tests.post import days_until_heard, only_campaign
from tests.programmes import stamp_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Talk
from words.campaigns import known
from words.campaigns.kind_names import REFUSABLE, because
from words.campaigns.kinds import WORDING
from words.language import words

ONE_STAMP = stamp_card((Reward("r1", "Free coffee", 1),))


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    """Let Ana, who agreed to everything, talk to the bot."""
    talk = Talk(sqlite_db)
    for purpose in ("Reminders", "Offers"):
        await talk.says(ANA, "/messages")
        await talk.taps(ANA, purpose)
        await talk.taps(ANA, "whenever there is something")
    return talk


async def waits(talk: Talk) -> int:
    """Let a reward wait until Ana is reminded of it; return the shop."""
    opened = await talk.joins(ANA, programme=ONE_STAMP)
    await only_campaign(talk, opened.shop.id, VOUCHER_WAITING)
    await talk.stamped(ANA, opened, 1)
    assert (await days_until_heard(talk, opened.shop.id, ANA))[1]
    return opened.shop.id


async def chosen(talk: Talk) -> dict[str, str]:
    found = await talk.db.write(
        recognise, Caller("telegram", "stempel_bot", ANA.id, name=ANA.name, language="en"), now=talk.now
    )
    return await talk.db.write(how_often, found.person.id)


async def test_why_names_the_rule_the_data_and_how_often(talk: Talk) -> None:
    await waits(talk)
    said = await talk.taps(ANA, "Why this?")
    assert "Because a reward has been waiting for you for two weeks." in said
    assert "I used: the reward and the day you earned it." in said
    assert "· Free coffee, yours since 12 March" in said
    assert "Your last visit" not in said  # it was not used
    assert "How often: whenever there is something. All shops together write at most once in 3 days" in said
    assert talk.labels(ANA) == ["Less often", "Never this kind", "That's wrong about me"]


async def test_less_slows_its_own_kind_a_step_at_a_time_and_says_when_it_is_the_last(talk: Talk) -> None:
    await waits(talk)
    await talk.taps(ANA, "Why this?")
    less = talk.button(ANA, "Less often")
    assert await talk.taps(ANA, less) == "Noted: “Reward waits” at most once a week from now on."
    assert await talk.taps(ANA, less) == "Noted: “Reward waits” at most once a month from now on."
    assert "as seldom as I can: at most once a month" in await talk.taps(ANA, less)
    assert {"voucher_waiting": "monthly", "reminders": "always"}.items() <= (await chosen(talk)).items()


async def test_what_comes_less_often_is_seen_among_the_messages_and_comes_again(talk: Talk) -> None:
    await talk.taps(ANA, Choice("Less often", "less", GOAL))
    assert "Less often: Goal\n" in await talk.says(ANA, "/messages")
    assert "Less often" not in await talk.taps(ANA, "Again: Goal")


@pytest.mark.parametrize("kind", [kind for kind in REFUSABLE if kind.policy.dated])
async def test_what_has_a_date_promises_no_less_but_offers_never(talk: Talk, kind: MessageKind) -> None:
    before = await chosen(talk)
    said = await talk.taps(ANA, Choice("Less often", "less", kind))
    assert "has a date: it comes on its day or not at all" in said
    assert await chosen(talk) == before
    assert "no more messages of the kind" in await talk.taps(ANA, "Never this kind")


async def test_never_this_kind_silences_one_kind_and_messages_brings_it_back(talk: Talk) -> None:
    shop_id = await waits(talk)
    await talk.taps(ANA, "Why this?")
    assert await talk.taps(ANA, "Never this kind") == "Noted: no more messages of the kind “Reward waits”."
    assert (await chosen(talk))["voucher_waiting"] == "never"
    assert "Not at all: Reward waits" in await talk.says(ANA, "/messages")
    assert "Not at all" not in await talk.taps(ANA, "Again: Reward waits")
    assert shop_id


@pytest.mark.slow
async def test_a_kind_that_is_not_wanted_does_not_come(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=ONE_STAMP)
    await only_campaign(talk, opened.shop.id, VOUCHER_WAITING)
    await talk.taps(ANA, Choice("Never this kind", "nokind", VOUCHER_WAITING))
    await talk.stamped(ANA, opened, 1)
    assert await days_until_heard(talk, opened.shop.id, ANA, most=40) == (40, "")


@pytest.mark.slow
async def test_what_is_wrong_leads_to_where_it_is_put_right(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=TEN_STAMPS)
    await only_campaign(talk, opened.shop.id, BIRTHDAY)
    await talk.says(ANA, "/birthday 2 April")
    await days_until_heard(talk, opened.shop.id, ANA)
    assert "· Your birthday: 2 April" in await talk.taps(ANA, "Why this?")
    assert "Your birthday is 2 April" in await talk.taps(ANA, "That's wrong about me")


async def test_what_has_no_place_of_its_own_leads_to_each_that_there_is_and_to_the_shop(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=ONE_STAMP)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, VOUCHER_WAITING)
    await talk.stamped(ANA, opened, 1)
    await days_until_heard(talk, opened.shop.id, ANA)
    await talk.taps(ANA, "Why this?")
    wrong = talk.button(ANA, "That's wrong about me")
    asked = await talk.taps(ANA, wrong)
    assert "Anything else you can type now: I pass it on to Café Luna." in asked
    assert talk.labels(ANA) == ["What happened on my card", "All you know about me", "✖ Cancel"]
    await talk.taps(ANA, "What happened on my card")
    assert "❓ Ask about a line" in talk.labels(ANA)
    await talk.says(CLEO, "/items")
    await talk.taps(CLEO, "➕ Something else")
    await talk.says(CLEO, "Ham sandwich: meat")
    await talk.taps(ANA, wrong)
    await talk.taps(ANA, "👍 What I like")
    assert "meat" in talk.labels(ANA)


async def test_what_is_wrong_can_be_said_to_the_shop_in_own_words(talk: Talk) -> None:
    opened = await talk.joins(ANA, programme=ONE_STAMP)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, VOUCHER_WAITING)
    await talk.stamped(ANA, opened, 1)
    await days_until_heard(talk, opened.shop.id, ANA)
    await talk.taps(ANA, "Why this?")
    await talk.taps(ANA, "That's wrong about me")
    assert "✔ Passed on to Café Luna." in await talk.says(ANA, "I had that coffee on Monday already")
    assert "I had that coffee on Monday already" in await talk.says(CLEO, "/inbox")


async def test_where_nobody_reads_along_the_counter_is_named(talk: Talk) -> None:
    await waits(talk)
    await talk.taps(ANA, "Why this?")
    said = await talk.taps(ANA, "That's wrong about me")
    assert "Anything else please say at the counter of Café Luna." in said
    assert "Passed on" not in await talk.says(ANA, "I had that coffee on Monday already")


async def test_why_tells_nobody_about_somebody_else(talk: Talk) -> None:
    await waits(talk)
    said = await talk.taps(EVA, talk.button(ANA, "Why this?"))
    assert "Because a reward" in said
    assert "Your last visit" not in said
    assert "Café Luna" not in said


async def test_why_answers_nobody_who_is_forgotten(talk: Talk) -> None:
    await waits(talk)
    why = talk.button(ANA, "Why this?")
    await talk.says(ANA, "/forget")
    await talk.taps(ANA, "Yes, erase everything")
    talk.now += timedelta(minutes=2)
    assert "To begin anew, scan the poster" in await talk.taps(ANA, why)


@pytest.mark.parametrize("kind", REFUSABLE)
def test_what_is_shown_is_what_was_used(kind: MessageKind) -> None:
    used, shown = because(words("en"), kind)[1], WORDING[kind].known
    assert ("balance" in used) == (known.sum_on_card in shown)
    assert known.last_visit not in shown or re.search("visit|came", used)


@pytest.mark.parametrize("kind", REFUSABLE)
def test_every_kind_has_a_rule_and_names_its_data(kind: MessageKind) -> None:
    assert all(because(words("en"), kind))
