"""What happens where hat day was added: it is set, due, eligible, capped, worded, sent, explained, judged and rehearsed."""

import pytest

from actions.campaigns.kinds import kind_named
from actions.rehearsal.results import RewardTally
from scheduler.rehearsal.rules import read_rules
from storage.engine.database import Database
from tests.actions.crowds import LEFT_OUT_AND_AWAY, TOLD_AND_CAME
from tests.bot.owner.test_experiment_results import Luna
from tests.journeys.campaigns import TEN_STAMPS, comes, either, opened, round_for, sets
from tests.journeys.people import ANA, CLEO
from tests.journeys.platforms import EACH_PLATFORM, TELEGRAM
from tests.journeys.stage import Stage
from tests.kinds import BIRTHDAY
from tests.scheduler.rehearsal.test_rehearse import of_ana, rehearsed, rules, visits
from tests.talk import CLEO as OWNER
from tests.talk import Talk

HAT_DAY = kind_named("hat_day")
THURSDAY = "4"
each_platform = pytest.mark.parametrize("where", EACH_PLATFORM, ids=str)


async def luna(stage: Stage) -> None:
    """Open the café with hats on Thursdays, which it is, and let Ana come once."""
    await opened(stage, TEN_STAMPS, HAT_DAY, BIRTHDAY)
    await sets(stage, "Hat day", "Worn on", THURSDAY)
    await comes(stage)


@each_platform
async def test_it_goes_from_due_to_sent_with_its_gift_once_and_is_explained(stage: Stage) -> None:
    await luna(stage)
    await sets(stage, "Hat day", "Gift", "Feather")
    stage.later(days=7)
    said = await round_for(stage, ANA)
    assert either(stage, "🎩 Café Luna wears a hat.\n🎁 For you: Feather.", "For you: Feather.") in said
    assert await round_for(stage, ANA) == ""
    stage.later(days=7)
    assert await round_for(stage, ANA) == ""
    assert "Because it is hat day." in await stage.taps(ANA, "Why this?")
    assert "Feather" in await stage.says(ANA, "/rewards")


@each_platform
async def test_without_a_gift_it_greets(stage: Stage) -> None:
    await luna(stage)
    stage.later(days=7)
    expected = either(stage, "🎩 Café Luna wears a hat.", "Everybody at Café Luna wears one today")
    assert expected in await round_for(stage, ANA)


@TELEGRAM
async def test_its_day_is_its_owners_and_its_change_is_on_record(stage: Stage) -> None:
    await luna(stage)
    await stage.says(CLEO, "/campaigns")
    assert "· Worn on: 4" in await stage.taps(CLEO, "✔ Hat day")
    await stage.taps(CLEO, "Worn on")
    assert "It must be from 1 to 7." in await stage.says(CLEO, "8")
    await sets(stage, "Hat day", "Worn on", "5")
    assert await round_for(stage, ANA) == ""
    stage.later(days=1)
    assert "🎩" in await round_for(stage, ANA)
    assert "Hat day · Worn on" in await stage.says(CLEO, "/audit")


@TELEGRAM
async def test_who_has_nothing_on_their_card_hears_nothing(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, HAT_DAY)
    await sets(stage, "Hat day", "Worn on", THURSDAY)
    assert await round_for(stage, ANA) == ""
    await comes(stage)
    stage.later(days=7)
    assert "🎩" in await round_for(stage, ANA)


@TELEGRAM
async def test_it_gives_way_to_a_birthday_and_keeps_to_the_dose(stage: Stage) -> None:
    await luna(stage)
    await stage.says(ANA, "/birthday 20 March")
    stage.later(days=7)
    assert await round_for(stage, ANA) == ""
    stage.later(days=1)
    assert "🎂 Happy birthday, Ana!" in await round_for(stage, ANA)
    stage.later(days=1)
    assert await round_for(stage, ANA) == ""


@TELEGRAM
async def test_nobody_hears_of_it_without_a_yes_or_after_a_no(stage: Stage) -> None:
    await luna(stage)
    assert "🎩" in await round_for(stage, ANA)
    await stage.taps(ANA, "Why this?")
    assert "no more messages of the kind “Hat day”" in await stage.taps(ANA, "Never this kind")
    assert "Not at all: Hat day" in await stage.says(ANA, "/messages")
    stage.later(days=371)
    assert await round_for(stage, ANA) == ""


@TELEGRAM
@pytest.mark.parametrize("language", ["en", "nl", "hu"])
async def test_what_nobody_translated_is_said_in_english(stage: Stage, language: str) -> None:
    await luna(stage)
    await stage.says(ANA, f"/language {language}")
    assert "🎩 Café Luna wears a hat." in await round_for(stage, ANA)


@TELEGRAM
async def test_its_owner_may_word_it(stage: Stage) -> None:
    await luna(stage)
    await sets(stage, "Hat day", "Gift", "Feather")
    await stage.taps(CLEO, "✍ English")
    assert "There are: {date} {gift} {name} {shop}." in await stage.says(CLEO, "Hats, {who}!")
    await stage.says(CLEO, "Hats at {shop}, {name}, and a {gift}!")
    await stage.taps(CLEO, "✔ Use these words")
    assert "Hats at Café Luna, Ana, and a Feather!" in await round_for(stage, ANA)


async def test_whether_it_works_is_told_by_those_who_were_held_out(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    place = Luna(talk, await talk.opens_shop())
    await talk.opens(OWNER, "i" + place.opened.owner_token)
    await place.lives_through([TOLD_AND_CAME, LEFT_OUT_AND_AWAY] * 20, HAT_DAY)
    assert "It works: about +21 visits per 20 people" in await place.asks("✔ Hat day")


async def test_it_is_rehearsed_by_rules_from_a_file() -> None:
    file = '[campaigns.hat_day]\nweekday = 4\ngift = "Feather"\ngift_cost = 1.5\non = true'
    done = await rehearsed(of_ana(*visits(1)), read_rules(file, rules()))
    (facts,) = [facts for facts in done.campaigns if facts.kind == HAT_DAY]
    assert (facts.messages, facts.gifts) == (1, RewardTally(1, 150, 0))
