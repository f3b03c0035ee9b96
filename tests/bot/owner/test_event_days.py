"""The day of an event: read as it is said, said back at once, and never promised more about than can be kept."""

import pytest

from storage.engine.database import Database
from tests.bot.customer.test_letters import luna
from tests.bot.owner.test_events import tasting
from tests.kinds import EVENT_SOON
from tests.post import only_campaign
from tests.talk import ANA, CLEO, Talk


async def asked_the_day(db: Database) -> Talk:
    """Let Cleo plan a tasting on Thursday 12 March, up to the question for its day."""
    talk, _ = await luna(db)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ New event")
    await talk.says(CLEO, "Tasting")
    return talk


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in two weeks", "Thursday 26 March"),
        ("friday", "Friday 13 March"),
        ("the 15th", "Sunday 15 March"),
    ],
)
async def test_the_day_that_was_understood_is_said_back_with_a_way_to_another(
    sqlite_db: Database, text: str, day: str
) -> None:
    talk = await asked_the_day(sqlite_db)
    assert f"It is on {day}. At which time" in await talk.says(CLEO, text)
    assert "On which day?" in await talk.taps(CLEO, "↩ Another day")
    assert "It is on Saturday 14 March." in await talk.says(CLEO, "14 March")
    await talk.taps(CLEO, "19:00")
    assert "Tasting, Saturday 14 March, 19:00" in await talk.says(CLEO, "8")


async def test_of_two_days_the_one_that_is_tapped_counts(sqlite_db: Database) -> None:
    talk = await asked_the_day(sqlite_db)
    assert await talk.says(CLEO, "next friday") == "Which day do you mean?"
    assert {"Friday 13 March", "Friday 20 March"} <= set(talk.labels(CLEO))
    assert "It is on Friday 20 March." in await talk.taps(CLEO, "Friday 20 March")


async def test_a_day_that_is_over_or_too_far_ahead_is_said_at_once(sqlite_db: Database) -> None:
    talk = await asked_the_day(sqlite_db)
    assert (await talk.says(CLEO, "11 March")).startswith("Wednesday 11 March is over. On which day?")
    assert (await talk.says(CLEO, "yesterday")).startswith("Wednesday 11 March is over.")
    assert "Thursday 2 July is too far ahead: at most 90 days. On which day?" in await talk.says(
        CLEO, "2 July"
    )
    assert "Friday 12 March 2027 is too far ahead" in await talk.says(CLEO, "in a year")
    assert "can't read that as one day" in await talk.says(CLEO, "29 feb 2027")
    assert "It is on Friday 13 March." in await talk.says(CLEO, "tomorrow")


async def test_a_sentence_that_begins_with_a_weekday_begins_with_a_large_letter(sqlite_db: Database) -> None:
    talk = await asked_the_day(sqlite_db)
    await talk.says(CLEO, "/language")
    await talk.taps(CLEO, "Nederlands")
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ Nieuw evenement")
    await talk.says(CLEO, "Proeverij")
    assert (await talk.says(CLEO, "11 maart")).startswith("Woensdag 11 maart is al voorbij.")
    assert (await talk.says(CLEO, "2 juli")).startswith("Donderdag 2 juli is te ver vooruit")


async def test_where_an_event_moves_is_said_back_too(sqlite_db: Database) -> None:
    talk, _ = await tasting(sqlite_db)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    await talk.taps(CLEO, "✏ Day and time")
    assert "It is on Thursday 26 March." in await talk.says(CLEO, "in two weeks")
    await talk.taps(CLEO, "↩ Another day")
    await talk.says(CLEO, "the 24th")
    assert "to Tuesday 24 March, 19:00?" in await talk.taps(CLEO, "19:00")


async def test_of_another_place_alone_the_time_is_said_once(sqlite_db: Database) -> None:
    talk, _ = await tasting(sqlite_db)
    await talk.says(CLEO, "/branches")
    for name in ("Harbour", "Station"):
        await talk.taps(CLEO, "➕ Add a branch")
        await talk.says(CLEO, name)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    begins = "“Tasting of new coffees”, Tuesday 17 March, 19:30, is to be at"
    for place, asked in (
        ("Harbour", "Harbour?"),
        ("Station", "Station, no longer at Harbour?"),
        ("At no branch in particular", "no branch in particular, no longer at Station?"),
    ):
        await talk.taps(CLEO, "✏ Where")
        assert f"{begins} {asked}" in await talk.taps(CLEO, place)
        await talk.taps(CLEO, "✔ Yes, move it")


@pytest.mark.parametrize(
    ("day", "when"),
    [("today", "today, 19:00."), ("tomorrow", "Friday 13 March, 19:00."), ("14 March", "Saturday 14 March, 19:00. I remind you the day before.")],
)  # fmt: skip
async def test_a_reminder_is_promised_only_where_the_day_before_is_to_come(
    sqlite_db: Database, day: str, when: str
) -> None:
    talk = await asked_the_day(sqlite_db)
    for answer in (day, "19:00"):
        await talk.says(CLEO, answer)
    assert ("is reminded the day before" in await talk.says(CLEO, "8")) == when.endswith("before.")
    await talk.taps(CLEO, "✔ Invite them")
    await talk.says(ANA, "/events")
    assert (await talk.taps(ANA, "✔ I come: Tasting")) == f"✔ You have a seat: Tasting at Café Luna, {when}"


async def test_no_reminder_is_promised_where_the_owner_switched_it_off(sqlite_db: Database) -> None:
    talk, opened = await tasting(sqlite_db)
    await only_campaign(talk, opened.shop.id)
    await talk.says(ANA, "/events")
    assert "remind" not in await talk.taps(ANA, "✔ I come: Tasting")
    await only_campaign(talk, opened.shop.id, EVENT_SOON)
    await talk.taps(ANA, "I can't come")
    assert "I remind you" in await talk.taps(ANA, "✔ I come after all")


async def test_what_coming_brings_is_asked_in_what_the_shop_counts(sqlite_db: Database) -> None:
    talk = await asked_the_day(sqlite_db)
    for answer in ("17 March", "19:00", "8"):
        await talk.says(CLEO, answer)
    assert "How many stamps does who comes get?" in await talk.taps(CLEO, "✏ For coming")


async def test_a_button_of_a_question_that_is_closed_leads_on_to_the_events(sqlite_db: Database) -> None:
    talk = await asked_the_day(sqlite_db)
    for answer in ("17 March", "19:00", "8"):
        await talk.says(CLEO, answer)
    invite = talk.button(CLEO, "✔ Invite them")
    await talk.says(CLEO, "/card")
    assert "something else came in between" in await talk.taps(CLEO, invite)
    assert "Café Luna: events" in await talk.taps(CLEO, "← Events")
