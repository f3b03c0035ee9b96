"""A shop asks one thing after a visit, and reads what ten and more people answered; everybody is thanked alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.shop.open_shop import Opened
from storage.engine.database import Database
from tests.bot.customer.test_letters import luna
from tests.kinds import QUESTION
from tests.post import hears, only_campaign
from tests.talk import ANA, CLEO, EVA, Person, Talk


async def asking(db: Database, *questions: str) -> tuple[Talk, Opened]:
    """Let Café Luna ask these, and Ana agree to offers."""
    talk, opened = await luna(db)
    await only_campaign(talk, opened.shop.id, QUESTION)
    for question in questions:
        await talk.says(CLEO, "/voice")
        await talk.taps(CLEO, f"☐ {question}")
    await agrees(talk, ANA)
    return talk, opened


async def agrees(talk: Talk, person: Person) -> None:
    await talk.says(person, "/messages")
    await talk.taps(person, "Offers")
    await talk.taps(person, "whenever there is something")


async def the_next_morning(talk: Talk, opened: Opened, person: Person = ANA) -> str:
    talk.now = (talk.now + timedelta(days=1)).replace(hour=9)
    return await hears(talk, opened.shop.id, person)


async def test_a_customer_is_asked_the_next_morning_and_answers_with_a_tap(db: Database) -> None:
    talk, opened = await asking(db, "Would they recommend you")
    assert await hears(talk, opened.shop.id, ANA) == "", "she has only just been there"
    said = await the_next_morning(talk, opened)
    assert said.startswith("Ana, you were at Café Luna lately. May I ask one thing?\nWould you recommend")
    nine = talk.button(ANA, "9")
    assert "Thank you! Café Luna counts it: 9." in await talk.says(ANA, "9")
    assert "not enough to tell yet: 0 of 10 people" in await talk.says(CLEO, "/voice")
    assert "counts it: 2." in await talk.taps(ANA, replace(nine, arg=nine.arg.removesuffix("9") + "2"))
    talk.wait(days=30)
    assert "counts it: 9." in await talk.taps(ANA, nine, shown_hours_ago=700)
    talk.wait(days=60)
    assert "too long ago to count" in await talk.taps(ANA, nine, shown_hours_ago=2000)
    assert "not asked any more" in await talk.taps(EVA, nine), "it was not her visit"


async def test_nobody_is_asked_who_did_not_agree_or_where_nothing_is_asked(db: Database) -> None:
    talk, opened = await luna(db)
    await only_campaign(talk, opened.shop.id, QUESTION)
    assert await the_next_morning(talk, opened) == ""
    await agrees(talk, ANA)
    await talk.stamped(ANA, opened, 1)
    assert await the_next_morning(talk, opened) == ""


async def test_questions_come_in_turn_one_a_visit_with_a_rest_between(db: Database) -> None:
    talk, opened = await asking(db, "Would they recommend you", "What they value most")
    assert "Would you recommend" in await the_next_morning(talk, opened)
    talk.wait(days=7)
    await talk.stamped(ANA, opened, 1)
    assert await the_next_morning(talk, opened) == "", "she was asked a week ago"
    talk.wait(days=20)
    await talk.stamped(ANA, opened, 1)
    assert "What do you value most at Café Luna?" in await the_next_morning(talk, opened)
    assert "counts it: The people." in await talk.taps(ANA, "The people")
    talk.wait(days=2)
    assert await hears(talk, opened.shop.id, ANA) == ""


async def test_everybody_who_answers_is_shown_the_same_page_whatever_they_said(db: Database) -> None:
    talk, opened = await asking(db, "Would they recommend you")
    await talk.says(CLEO, "/voice")
    await talk.taps(CLEO, "🔗 Page for reviews")
    assert "it begins with https://" in await talk.says(CLEO, "reviews of luna")
    await talk.says(CLEO, "https://example.org/luna")
    await the_next_morning(talk, opened)
    button = talk.button(ANA, "0")
    thanked = set()
    for answer in range(11):
        said = await talk.taps(ANA, replace(button, arg=button.arg.removesuffix(":0") + f":{answer}"))
        thanked.add(said.replace(f": {answer}.", ""))
        [review] = talk.buttons(ANA)
        assert review.url == "https://example.org/luna"
    assert len(thanked) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Do you like our new bread?", "one question at a time: Do you like our new bread?"),
        ("Ok?", "too short"),
        ("Are you pregnant, dear?", "no shop's business, and I ask nobody about it"),
        ("Why? " * 40, "At most 120 letters."),
    ],
)
async def test_an_owner_types_a_question_of_the_shops_own(sqlite_db: Database, typed: str, said: str) -> None:
    talk, _ = await asking(sqlite_db)
    await talk.says(CLEO, "/voice")
    await talk.taps(CLEO, "✏ A question of my own")
    assert said in await talk.says(CLEO, typed)


async def test_what_is_asked_no_more_is_no_more_asked(db: Database) -> None:
    talk, opened = await asking(db, "What brings them")
    await talk.says(CLEO, "/voice")
    await talk.taps(CLEO, "☑ What brings them")
    assert await the_next_morning(talk, opened) == ""
    assert "asks customers no more" in await talk.says(CLEO, "/audit")


async def test_a_rest_begins_anew_with_the_answer(db: Database) -> None:
    talk, opened = await asking(db, "Would they recommend you")
    await the_next_morning(talk, opened)
    nine = talk.button(ANA, "9")
    talk.wait(days=22)
    await talk.stamped(ANA, opened, 1)
    assert "counts it: 9." in await talk.taps(ANA, nine, shown_hours_ago=528)
    assert await the_next_morning(talk, opened) == "", "she answered yesterday"
    talk.wait(days=21)
    await talk.stamped(ANA, opened, 1)
    assert "Would you recommend" in await the_next_morning(talk, opened)


async def test_only_owners_choose_and_cashiers_read_nothing(db: Database) -> None:
    talk, _ = await asking(db, "What brings them")
    await talk.says(CLEO, "/voice")
    seen = talk.buttons(CLEO)
    assert "Only the shop's owner" in await talk.says(EVA, "/voice")
    for button in seen:
        assert "Only the shop's owner" in await talk.taps(EVA, button)
