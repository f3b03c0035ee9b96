"""What a customer says to a person reaches one: passed on with a tap, answered in the same chat, seen by no cashier."""

import json

import pytest

from actions.shop.open_shop import Opened
from bot.customer.unclear import reads_like_a_message
from bot.turn import File
from channels.messages import Blocked
from storage.engine.database import Database
from tests.post import drained
from tests.talk import ANA, CLEO, EVA, Person, Talk, whole

BEN = Person("Ben", "700010")
COLD = "My coffee was cold this morning and nobody cared"


async def luna(db: Database) -> tuple[Talk, Opened]:
    """Open Café Luna with Cleo, Eva at its till, and Ana as a customer."""
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.stamped(ANA, opened, 1)
    await read(talk, ANA)
    return talk, opened


async def read(talk: Talk, person: Person) -> str:
    """Deliver what waits, and return what somebody reads; its buttons can be tapped then."""
    replies = [reply for to, reply in await talk.db.write(drained, now=talk.now) if to == person.id]
    if replies:
        talk.replies[person.id] = replies
    return "\n".join(reply.text for reply in replies)


async def complains(talk: Talk, text: str = COLD) -> str:
    await talk.says(ANA, text)
    return await talk.taps(ANA, "✉ Tell Café Luna")


async def test_a_complaint_reaches_the_owner_who_answers_and_the_customer_reads_it(db: Database) -> None:
    talk, _ = await luna(db)
    assert "Shall I pass this on?" in await talk.says(ANA, COLD)
    assert "✔ Passed on to Café Luna" in await talk.taps(ANA, "✉ Tell Café Luna")
    assert await read(talk, CLEO) == f"💬 Café Luna: Ana writes to you:\n“{COLD}”"
    answer = talk.button(CLEO, "↩ Answer")
    assert COLD in await talk.taps(CLEO, answer)
    assert "on its way" in await talk.says(CLEO, "Sorry, Ana! Your next one is on us.")
    said = await read(talk, ANA)
    assert said.startswith("💬 Café Luna answers you:\n“Sorry, Ana! Your next one is on us.”")
    assert "↩ Answered, 12 March: “Sorry, Ana!" in await talk.taps(CLEO, answer)
    await talk.says(CLEO, "And thank you for telling us.")
    assert (await read(talk, ANA)).startswith("💬 Café Luna answers you:\n“And thank you")


async def test_nothing_is_passed_on_without_the_tap(db: Database) -> None:
    talk, _ = await luna(db)
    await talk.says(ANA, COLD)
    await talk.taps(ANA, "No, thanks")
    assert await read(talk, CLEO) == ""


async def test_a_typed_yes_passes_it_on_and_what_came_in_pieces_goes_as_one(db: Database) -> None:
    talk, _ = await luna(db)
    await talk.says(ANA, COLD)
    await talk.says(ANA, "and I waited for ten minutes")
    await talk.says(ANA, "yes")
    assert f"“{COLD}\nand I waited for ten minutes”" in await read(talk, CLEO)


async def test_a_letter_is_passed_on_after_other_taps_in_between(db: Database) -> None:
    talk, _ = await luna(db)
    await talk.says(ANA, COLD)
    tell = talk.button(ANA, "✉ Tell Café Luna")
    await talk.taps(ANA, "How it works")
    await talk.says(ANA, "/birthday")
    await talk.says(ANA, "3 May")
    talk.wait(hours=3)
    await talk.says(ANA, "And the music is far too loud")
    loud = talk.button(ANA, "✉ Tell Café Luna")
    assert "✔ Passed on to Café Luna" in await talk.taps(ANA, tell)
    assert f"“{COLD}”" in await read(talk, CLEO)
    assert "✔ Passed on to Café Luna" in await talk.taps(ANA, loud)
    assert "loud" in await read(talk, CLEO)


async def test_a_second_tap_says_that_it_arrived_and_passes_nothing_on(db: Database) -> None:
    talk, _ = await luna(db)
    await talk.says(ANA, COLD)
    tell = talk.button(ANA, "✉ Tell Café Luna")
    await talk.taps(ANA, tell)
    assert COLD in await read(talk, CLEO)
    said = await talk.taps(ANA, tell)
    assert "They have that already: there is nothing more to do." in said
    assert "again" not in said
    assert await read(talk, CLEO) == ""


async def test_words_that_are_gone_are_asked_for_once_more(sqlite_db: Database) -> None:
    talk, _ = await luna(sqlite_db)
    await talk.says(ANA, COLD)
    tell = talk.button(ANA, "✉ Tell Café Luna")
    talk.wait(hours=13)
    assert await talk.taps(ANA, tell) == "I don't have those words any more. Please type them again."
    assert await read(talk, CLEO) == ""


async def test_words_that_wait_for_a_tap_are_mine_to_see_and_go_when_i_am_forgotten(db: Database) -> None:
    talk, _ = await luna(db)
    await talk.says(ANA, COLD)
    tell = talk.button(ANA, "✉ Tell Café Luna")
    await talk.says(ANA, "/card")
    await talk.says(ANA, "/mydata")
    [document] = [reply.document for reply in talk.replies[ANA.id] if isinstance(reply.document, File)]
    assert COLD in json.dumps(json.loads(whole(document))["open_question"])
    await talk.says(ANA, "/forget")
    await talk.taps(ANA, "Yes, erase everything")
    await talk.taps(ANA, tell)
    assert await read(talk, CLEO) == ""


async def test_no_cashier_reads_or_answers_it(db: Database) -> None:
    talk, _ = await luna(db)
    await complains(talk)
    assert await read(talk, EVA) == ""
    await complains(talk, "And the music is far too loud")
    await read(talk, CLEO)
    assert "loud" not in await talk.taps(EVA, talk.button(CLEO, "↩ Answer"))


async def test_who_writes_without_end_is_stopped_for_the_day(db: Database) -> None:
    talk, _ = await luna(db)
    for n in range(5):
        assert "✔ Passed on" in await complains(talk, f"{COLD}, the {n}. time")
    assert "5 messages a day" in await complains(talk)
    talk.wait(hours=25)
    assert "✔ Passed on" in await complains(talk)


async def test_a_letter_goes_to_the_shop_that_is_tapped_of_several(db: Database) -> None:
    talk, _ = await luna(db)
    await talk.joins(ANA, name="Bar Sol")
    await talk.says(ANA, COLD)
    assert "✉ Tell Bar Sol" not in talk.labels(ANA)  # nobody reads it there yet
    sol = await talk.joins(ANA, name="Bar Luz")
    await talk.opens(BEN, "i" + sol.owner_token)
    await talk.says(ANA, COLD)
    assert {"✉ Tell Café Luna", "✉ Tell Bar Luz"} <= set(talk.labels(ANA))
    assert "✔ Passed on to Bar Luz" in await talk.taps(ANA, "✉ Tell Bar Luz")


async def test_where_nobody_reads_it_that_is_said_at_once_and_what_helps(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    said = await talk.says(ANA, COLD)
    assert "nobody at Café Luna reads along here: please say it at the counter" in said
    assert talk.labels(ANA) == ["💳 My card", "How it works"]
    await talk.says(ANA, "/birthday")
    assert "nobody at Café Luna reads along here" in await talk.says(ANA, COLD)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(ANA, COLD)
    tell = talk.button(ANA, "✉ Tell Café Luna")
    await talk.sends(CLEO, Blocked())
    assert "Nobody at Café Luna reads this chat" in await talk.taps(ANA, tell)
    assert "nobody at Café Luna reads along here" in await talk.says(ANA, COLD)


async def test_whoever_works_there_or_has_no_card_is_not_asked(db: Database) -> None:
    talk, _ = await luna(db)
    for person in (EVA, CLEO, BEN):
        assert "pass this on" not in await talk.says(person, COLD)


async def test_a_letter_is_mine_to_see_and_goes_when_i_am_forgotten(db: Database) -> None:
    talk, _ = await luna(db)
    await complains(talk)
    await talk.says(ANA, "/mydata")
    [document] = [reply.document for reply in talk.replies[ANA.id] if isinstance(reply.document, File)]
    assert json.loads(whole(document))["letters"]["rows"][0]["text"] == COLD
    await talk.says(ANA, "/forget")
    await talk.taps(ANA, "Yes, erase everything")
    assert await read(talk, CLEO) == ""


async def test_a_doubtful_stop_that_was_none_can_be_passed_on(db: Database) -> None:
    talk, _ = await luna(db)
    await talk.says(ANA, "Stop by tomorrow?")
    assert "Shall I pass this on?" in await talk.taps(ANA, "No, I meant something else")


@pytest.mark.parametrize(
    "text",
    [
        COLD,
        "I want to talk to a human",
        "slechte koffie vandaag",
        "Terrible service!",
        "咖啡太冷了",
        "กาแฟเย็นมาก",
    ],
)
def test_what_is_said_to_a_person_is_told_from(text: str) -> None:
    assert reads_like_a_message(text)


@pytest.mark.parametrize("text", ["", "hello", "K7M2QX", "12,50", "12 50 30", "👍👍👍 👍", "card?", "k ok"])
def test_words_numbers_and_greetings(text: str) -> None:
    assert not reads_like_a_message(text)
