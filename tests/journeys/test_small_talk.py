"""What customers ask in passing, and how they take their leave: each gets an answer of its own, in their language."""

from dataclasses import replace

import pytest

from loyalty.cards.programme import Reward
from tests.journeys.both import Both
from tests.journeys.people import ANA, EVA, SANNE
from tests.journeys.platforms import EACH_PLATFORM, TELEGRAM
from tests.journeys.stage import Stage
from tests.programmes import stamp_card

_EACH = pytest.mark.parametrize("where", EACH_PLATFORM, ids=str)
_SHORT = stamp_card((Reward("r1", "Free coffee", 1),), voucher_days=7)
_FADING = stamp_card((Reward("r1", "Free coffee", 4),), idle_days=30)


@_EACH
async def test_who_asks_whether_stamps_run_out_reads_that_they_do_not(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert "run out" not in await stage.says(ANA, "do my stamps run out?")  # there is none yet
    await stage.scans(EVA, ANA)
    said = await stage.says(ANA, "when do they expire?")
    assert said.startswith("What you collected on this card doesn't run out.")
    assert "1 of 4 stamps" in said


async def test_who_asks_when_stamps_run_out_reads_their_last_day(stage: Stage) -> None:
    cafe = await stage.cafe(programme=_FADING)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    said = await stage.says(ANA, "when do they expire?")
    assert "doesn't run out" not in said
    assert "Valid until 11 April" in said


@_EACH
async def test_a_goodbye_is_answered_in_kind_and_is_no_letter_to_the_shop(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await cafe.joins(SANNE)
    assert await stage.says(ANA, "thanks, bye!") == "See you soon!"
    assert await stage.says(SANNE, "doei, fijne avond!") == "Tot gauw!"
    assert "Shall I pass this on" not in await stage.says(ANA, "haha")


@_EACH
async def test_a_question_waits_for_its_answer_while_the_language_is_changed(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(ANA, "/birthday")
    await stage.says(ANA, "magyarul")
    assert "Feljegyeztem: május 3." in await stage.says(ANA, "május 3")
    await stage.says(ANA, "/birthday")
    await stage.taps(ANA, "Módosítás")
    await stage.says(ANA, "/language")
    await stage.taps(ANA, "Nederlands")
    assert "Genoteerd: 4 mei" in await stage.says(ANA, "4 mei")


async def test_a_cashier_may_change_the_language_before_the_amount(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "/language hu")
    assert "Ana: +12 pont ✔" in await stage.says(EVA, "12,50")


async def test_a_yes_after_the_language_was_changed_does_nothing_that_stands_above(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "really?" in await stage.says(EVA, "1250")
    await stage.says(EVA, "/language nl")
    await stage.says(EVA, "ja")
    assert await stage.balance(ANA) == 0


@TELEGRAM
async def test_a_name_is_changed_where_the_messenger_tells_it_anew_each_time(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    said = await stage.says(ANA, "My name is Anna")
    assert "I call you Ana, as you are called on Telegram. Change it there" in said
    await stage.says(replace(ANA, first_name="Anna"), "/card")
    assert "Anna, 1 of 4 stamps" in await stage.scans(EVA, ANA)


async def test_who_has_two_chats_changes_their_name_by_a_word(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="telegram")
    await both.whatsapp.says(ANA, "hi")
    await both.links(ANA)
    assert "like this: “my name is Anna”" in await both.telegram.says(ANA, "change my name")
    assert "You are Anna from now on" in await both.whatsapp.says(ANA, "My name is Anna!")
    await both.telegram.says(ANA, "/card")  # whose messenger calls her Ana still
    await both.telegram.says(EVA, "/find anna")
    assert both.telegram.last(EVA).labels == ("Anna · 0 of 4 stamps",)


async def test_a_story_that_begins_with_a_name_is_a_letter(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert "Shall I pass this on" in await stage.says(ANA, "my name is Ana and I left my umbrella")


@_EACH
async def test_who_misses_a_reward_reads_that_it_ran_out_and_when(stage: Stage) -> None:
    cafe = await stage.cafe(programme=_SHORT)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(days=8)
    gone = "“Free coffee” has run out: 19 March was its last day."
    assert gone in await stage.says(ANA, "where is my free coffee?")
    stage.later(days=14)
    assert gone not in await stage.says(ANA, "/rewards")


@_EACH
async def test_a_cashier_whose_customers_code_fails_reads_the_other_ways(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    said = await stage.says(EVA, "the code doesn't scan")
    assert said.startswith("Type the six characters under the code, or look for the name.")
    assert "Whom are you looking for?" in await stage.says(EVA, "customer has no phone")
    assert "Code: " in await stage.says(ANA, "the code doesn't scan")


@pytest.mark.parametrize(("yes", "no"), [("y", "n"), ("k", "nah"), ("ja hoor", "nee hoor"), ("aha", "nem")])
async def test_a_yes_and_a_no_may_be_as_short_as_they_are_typed(stage: Stage, yes: str, no: str) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(ANA, "the coffee was cold")
    assert "All right, nothing was changed." in await stage.says(ANA, no)
    await stage.says(ANA, "the coffee was cold")
    assert "✔ Passed on to Café Luna." in await stage.says(ANA, yes)
