"""What people send besides words: each kind has a fitting sentence, and the help names words where there is no menu."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.spoken import as_words
from bot.turn import Reply
from channels.messages import Unsupported
from storage.engine.database import Database
from tests.talk import ANA, EVA, PLATFORM, Person, Talk

SANNE = Person("Sanne", "700004", "nl")
WORDS_ONLY = replace(PLATFORM, has_menu=False)
KINDS = (
    *("voice", "audio", "video", "video_note", "animation", "location", "venue", "contact", "contacts"),
    *("sticker", "reaction", "order", "nfm_reply", "call_permission_reply", "document", "hologram", ""),
)


async def answers(talk: Talk, person: Person, kinds: Iterable[str]) -> list[str]:
    return [await talk.sends(person, Unsupported(kind)) for kind in kinds]


async def test_each_kind_of_message_has_a_fitting_sentence_and_a_way_on(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await talk.joins(ANA)
    said = await answers(talk, ANA, KINDS)
    assert all(answer.count("\n") == 1 for answer in said)
    assert all("/card shows your card" in answer for answer in said)
    assert "voice messages" in said[0]
    assert len({answer.partition("\n")[0] for answer in said}) == 11
    assert talk.labels(ANA) == ["💳 My card", "How it works"]


async def test_staff_are_told_how_to_book_instead(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 1)
    [said] = await answers(talk, EVA, ["video"])
    assert said.endswith("send a photo of it, or type its six characters.")


@pytest.mark.parametrize(("person", "word"), [(ANA, "“card”"), (SANNE, "“kaart”")])
async def test_where_there_is_no_menu_commands_are_words(
    sqlite_db: Database, person: Person, word: str
) -> None:
    talk = Talk(sqlite_db, platform=WORDS_ONLY)
    await talk.joins(person)
    said = [await talk.says(person, "help"), *await answers(talk, person, ["voice"])]
    assert all(word in answer and "/" not in answer for answer in said)
    assert await talk.says(person, word.strip("“”")) != said[0]


def test_only_commands_become_words_and_no_addresses() -> None:
    text = "See https://stempel.example/s/card, €5/card, /carding, /card and /find."
    said = as_words(Reply(text), "hu").text
    assert said == "See https://stempel.example/s/card, €5/card, /carding, „kártya” and „keres”."


@pytest.mark.parametrize(
    ("channel", "known_as", "said"),
    [
        ("whatsapp", "31600001001", "WhatsApp: your number, +31600001001"),
        ("whatsapp", "NL.13491208655302741918", "No phone number"),
        ("telegram", "700001", "No phone number"),
    ],
)
async def test_whoever_is_known_by_a_phone_number_is_told_so(
    sqlite_db: Database, channel: str, known_as: str, said: str
) -> None:
    talk = Talk(sqlite_db, channel=channel)
    told = await talk.says(replace(ANA, id=known_as), "/mydata")
    assert said in told
    assert ("your number" in told) != ("No phone number" in told)
