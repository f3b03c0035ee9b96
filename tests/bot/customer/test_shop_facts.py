"""Who asks when a shop is open, or where it is, reads what it told of itself, and may still pass the question on."""

import pytest
from sqlalchemy import text

from actions.tx import Tx
from storage.engine.database import Database
from tests.bot.customer.test_letters import luna
from tests.talk import ANA, Talk

_WEEK = "0800-1800/0800-1800/0800-1800/0800-1230 1300-1800/1800-2600/1000-1400/"  # from Monday on


async def _tells(talk: Talk) -> None:
    def do(tx: Tx) -> None:
        known = {"hours": _WEEK, "address": "Keizersgracht 1"}
        tx.execute(text("UPDATE shops SET hours = :hours, address = :address"), known)

    await talk.db.write(do)


@pytest.mark.parametrize("asked", [
    "When are you open?", "what time do you close today", "are you open?", "open?", "Are you still open now", "opening hours", "what are your hours?",
    "until when is the café open?", "Do you open on sundays?", "hours",
    "Hoe laat zijn jullie open?", "wanneer gaan jullie dicht", "zijn jullie vandaag open?", "openingstijden", "tot hoe laat zijn jullie open", "zondag open?", "gesloten?",
    "Mikor vagytok nyitva?", "nyitva vagytok?", "meddig vagytok nyitva ma", "hány órakor nyittok", "nyitvatartás", "zárva vagytok?", "mikor zártok", "zárva?",
    "wann habt ihr offen?", "Quels sont vos horaires ?", "¿A qué hora abren?",
])  # fmt: skip
async def test_who_asks_when_a_shop_is_open_reads_it_and_may_pass_the_question_on(
    sqlite_db: Database, asked: str
) -> None:
    talk, _ = await luna(sqlite_db)
    await _tells(talk)
    read = await talk.says(ANA, asked)
    assert "🕘 Café Luna, " in read
    assert "The week: Mon–Wed 08:00–18:00 · Thu 08:00–12:30, 13:00–18:00 · Fri 18:00–02:00 · Sat" in read
    assert "Shall I pass this on?" in read
    assert "don't understand" not in read
    assert "✔ Passed on" in await talk.taps(ANA, "✉ Tell Café Luna")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("are you open?", "🕘 Café Luna, today: 08:00–12:30, 13:00–18:00\nOpen now, until 12:30."),
        ("are you open tomorrow?", "🕘 Café Luna, Friday: 18:00–02:00\nThe week"),
        ("Vasárnap nyitva vagytok?", "🕘 Café Luna, Sunday: closed\nThe week"),
        ("szombaton meddig vagytok nyitva", "🕘 Café Luna, Saturday: 10:00–14:00\nThe week"),
        ("zijn jullie zondag open?", "🕘 Café Luna, Sunday: closed\nThe week"),
        ("do you open on sundays", "🕘 Café Luna, Sunday: closed\nThe week"),
        ("where are you?", "📍 Café Luna: Keizersgracht 1\n"),
        ("waar zitten jullie?", "📍 Café Luna: Keizersgracht 1\n"),
        ("hol vagytok?", "📍 Café Luna: Keizersgracht 1\n"),
    ],
)
async def test_the_day_that_is_asked_for_is_told(sqlite_db: Database, asked: str, said: str) -> None:
    talk, _ = await luna(sqlite_db)  # Thursday, 12:00
    await _tells(talk)
    assert said in await talk.says(ANA, asked)


async def test_after_midnight_the_evening_before_counts(sqlite_db: Database) -> None:
    talk, _ = await luna(sqlite_db)
    await _tells(talk)
    talk.wait(hours=37, minutes=30)  # Saturday, 01:30
    assert "Open now, until 02:00." in await talk.says(ANA, "are you open?")
    talk.wait(hours=1)
    assert "Closed now." in await talk.says(ANA, "are you open?")


@pytest.mark.parametrize("asked", [
    "My coffee was cold when you opened the second bag", "where is my card from the other shop gone", "I opened my letter from you", "what a nice place this is",
])  # fmt: skip
async def test_what_asks_for_neither_is_only_offered(sqlite_db: Database, asked: str) -> None:
    talk, _ = await luna(sqlite_db)
    await _tells(talk)
    read = await talk.says(ANA, asked)
    assert "🕘" not in read
    assert "📍" not in read


async def test_a_shop_that_told_nothing_is_asked(sqlite_db: Database) -> None:
    talk, _ = await luna(sqlite_db)
    assert (await talk.says(ANA, "When are you open?")).startswith("I am the bot that keeps your card.")


async def test_an_open_question_for_a_day_stays_open_beside_it(sqlite_db: Database) -> None:
    talk, _ = await luna(sqlite_db)
    await _tells(talk)
    await talk.says(ANA, "/birthday")
    assert "🕘 Café Luna, today" in await talk.says(ANA, "mikor vagytok nyitva")
