"""After a message to customers its owner hears what became of it, and can see it at any time."""

import pytest

from actions.shop.open_shop import Opened
from scheduler.campaigns.rounds import tell_results
from storage.engine.database import Database
from tests.kinds import BROADCAST
from tests.post import drained, hears, only_campaign
from tests.talk import ANA, CLEO, EVA, Person, Talk

BEN = Person("Ben", "700010")
DORA = Person("Dóra", "700011")


async def says_yes(talk: Talk, person: Person, *purposes: str) -> None:
    for purpose in purposes:
        await talk.says(person, "/messages")
        await talk.taps(person, purpose)
        await talk.taps(person, "whenever there is something")


async def luna(db: Database) -> tuple[Talk, Opened]:
    """Open Café Luna, where Ana, Ben and Dóra agreed to offers; Cleo writes to everybody."""
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, BROADCAST)
    for person in (BEN, DORA):
        await talk.opens(person, "j" + opened.shop.code)
    for person in (ANA, BEN, DORA):
        await says_yes(talk, person, "Offers")
    return talk, opened


async def writes(talk: Talk, text: str) -> str:
    await talk.says(CLEO, "/broadcast")
    await talk.taps(CLEO, "Everybody")
    await talk.says(CLEO, text)
    said = await talk.taps(CLEO, "✔ Send in ten minutes")
    talk.wait(minutes=11)
    return said


async def told(talk: Talk, person: Person = CLEO) -> str:
    """Do what the clock does for the owners of broadcasts, and return what one reads."""
    await tell_results(talk.db, now=talk.now)
    replies = [reply for to, reply in await talk.db.write(drained, now=talk.now) if to == person.id]
    if replies:
        talk.replies[person.id] = replies
    return "\n".join(reply.text for reply in replies)


async def test_the_owner_hears_how_many_got_it_and_why_some_did_not(db: Database) -> None:
    talk, opened = await luna(db)
    assert "I tell you what became of it when all is sent." in await writes(talk, "Soup on Friday!")
    await talk.says(DORA, "stop")
    assert "Soup" in await hears(talk, opened.shop.id, ANA)
    assert await told(talk) == (
        "Café Luna: your message “Soup on Friday!”\n"
        "✔ 2 customers got it\n"
        "👣 0 of them came since; I tell you again after four weeks"
    )
    assert await told(talk) == ""
    await writes(talk, "Cake on Sunday!")
    await hears(talk, opened.shop.id, ANA)
    assert await told(talk) == ""  # they wait: Ana and Ben heard something just now
    talk.wait(days=4)
    await hears(talk, opened.shop.id, ANA)
    said = await told(talk)
    assert "“Cake on Sunday!”\n✔ 0 customers got it\n✖ 2 had heard enough from shops lately" in said


async def test_who_said_no_meanwhile_is_counted_without_a_name(db: Database) -> None:
    talk, opened = await luna(db)
    await writes(talk, "Soup on Friday!")
    await hears(talk, opened.shop.id, EVA)
    await talk.taps(CLEO, "📬 What becomes of it")
    talk.wait(days=4)
    await writes(talk, "Cake on Sunday!")
    await talk.says(ANA, "stop")
    await hears(talk, opened.shop.id, BEN)
    await told(talk)
    await talk.says(CLEO, "/broadcast")
    await talk.taps(CLEO, "📬 What became of the last ones")
    assert [label.partition(" · ")[2] for label in talk.labels(CLEO)][:2] == [
        "Cake on Sunday!",
        "Soup on Friday!",
    ]
    assert "✔ 3 customers got it" in await talk.taps(CLEO, "12 March · Soup")


async def test_it_can_be_looked_at_while_it_runs(db: Database) -> None:
    talk, opened = await luna(db)
    await writes(talk, "Soup on Friday!")
    assert "It goes out at 12:10" in await talk.taps(CLEO, "📬 What becomes of it")
    await hears(talk, opened.shop.id, ANA)
    await writes(talk, "Cake on Sunday!")
    await hears(talk, opened.shop.id, ANA)
    said = await talk.taps(CLEO, "📬 What becomes of it")
    assert "⏳ 3 heard from a shop just now and wait their turn" in said
    assert "🔄 How is it now?" in talk.labels(CLEO)


async def test_four_weeks_later_the_owner_hears_who_came(db: Database) -> None:
    talk, opened = await luna(db)
    await writes(talk, "Soup on Friday!")
    await hears(talk, opened.shop.id, ANA)
    await told(talk)
    talk.wait(days=2)
    await talk.stamped(ANA, opened, 1)
    talk.wait(days=25)
    assert "You work at" not in await told(talk)
    talk.wait(days=2)
    await talk.stamped(BEN, opened, 1)  # too late to be because of it
    assert "👣 1 of them came within four weeks" in await told(talk)
    assert await told(talk) == ""


async def test_an_owner_chooses_how_many_are_left_out_to_compare(db: Database) -> None:
    talk, opened = await luna(db)
    await talk.says(CLEO, "/broadcast")
    await talk.taps(CLEO, "Everybody")
    assert "⚖ Nobody is left out" in await talk.says(CLEO, "Soup on Friday!")
    assert "nobody can tell. I tell you after four weeks." in await talk.taps(CLEO, "⚖ Leave some out")
    assert "⚖ About 2 of them are left out" in await talk.taps(CLEO, "50 %")
    await talk.taps(CLEO, "✔ Send in ten minutes")
    talk.wait(minutes=11)
    await hears(talk, opened.shop.id, ANA)
    assert "left out, to compare\n👣 0 of the 2 it was meant for came so far; of the 1 left out, 0." in (
        await told(talk)
    )
    talk.wait(days=29)
    assert "⚖ They are too few to tell whether that was your message's doing." in await told(talk)


async def test_nobody_but_the_shops_owners_sees_it(db: Database) -> None:
    talk, _ = await luna(db)
    await writes(talk, "Soup on Friday!")
    see = talk.button(CLEO, "📬 What becomes of it")
    assert "Soup" not in await talk.taps(ANA, see)


@pytest.mark.parametrize("language", ["nl", "hu"])
async def test_it_is_told_in_the_owners_language(sqlite_db: Database, language: str) -> None:
    talk, opened = await luna(sqlite_db)
    await writes(talk, "Soup on Friday!")
    await talk.says(CLEO, f"/language {language}")
    await hears(talk, opened.shop.id, ANA)
    assert {"nl": "3 klanten", "hu": "3 vendég"}[language] in await told(talk)


@pytest.mark.parametrize("command", ["/broadcast Soup on Friday!", "/broadcast"])
async def test_words_that_come_before_it_is_known_to_whom_are_kept(sqlite_db: Database, command: str) -> None:
    talk, opened = await luna(sqlite_db)
    asked = await talk.says(CLEO, command)
    if command == "/broadcast":
        asked = await talk.says(CLEO, "Soup on Friday!")
    assert "to which customers?" in asked
    assert "What they will read: “Soup on Friday!”" in asked
    assert "Choose others" in await talk.taps(CLEO, "Who stays away")
    await talk.taps(CLEO, "← Other customers")
    assert "Soup on Friday!" in await talk.taps(CLEO, "Everybody")
    assert "“Soup on Friday!”" in await talk.taps(CLEO, "← Other customers")
    assert "So it will read:" in await talk.taps(CLEO, "Everybody")
    assert "It goes out at" in await talk.taps(CLEO, "✔ Send in ten minutes")
    talk.wait(minutes=11)
    assert "Soup" in await hears(talk, opened.shop.id, ANA)
    assert "Soup" not in await talk.says(CLEO, "/broadcast")


async def test_words_that_can_not_be_sent_are_refused_before_anybody_is_chosen(sqlite_db: Database) -> None:
    talk, _ = await luna(sqlite_db)
    said = await talk.says(CLEO, "/broadcast Soup for {nmae}!")
    assert "{name}" in said
    assert "to which customers?" in said
    assert "So it will read:" not in await talk.taps(CLEO, "Everybody")


async def test_a_card_or_a_command_between_broadcast_and_its_customers_is_what_it_was(
    sqlite_db: Database,
) -> None:
    talk, _ = await luna(sqlite_db)
    figures = await talk.says(CLEO, "/stats")
    await talk.says(CLEO, "/broadcast")
    assert await talk.says(CLEO, "stats") == figures
    await talk.says(CLEO, "/broadcast")
    assert "What they will read" not in await talk.says(CLEO, "K7M2QX")
