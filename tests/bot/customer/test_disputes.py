"""A customer asks about a line of their card, and reads the answer beneath it; who booked it does not read it."""

from actions.shop import invitations
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.bot.customer.test_letters import luna, read
from tests.talk import ANA, CLEO, EVA, MAX, Talk


async def asks(talk: Talk, *labels: str) -> str:
    said = await talk.says(ANA, "/history")
    for label in ("❓ Ask about a line", *labels):
        said = await talk.taps(ANA, label)
    return said


async def test_a_line_is_asked_about_and_the_answer_stands_beneath_it(db: Database) -> None:
    talk, _ = await luna(db)
    line = "12 March, 12:00 · +1 · Eva"
    assert line in await asks(talk, line)
    assert "✔ Passed on to Café Luna" in await talk.taps(ANA, "This wasn't me")
    assert f"About: {line}\n“This wasn't me”" in await read(talk, CLEO)
    assert f"{line}\n   ❓ You: “This wasn't me”\n   … no answer yet" in await talk.says(ANA, "/history")
    await talk.says(CLEO, "/inbox")
    assert f"About: {line}" in await talk.taps(CLEO, "Ana: This wasn't me")
    await talk.taps(CLEO, "↩ Answer")
    await talk.says(CLEO, "It was your husband, with your code.")
    assert "It was your husband" in await read(talk, ANA)
    said = await talk.says(ANA, "/history")
    assert f"{line}\n   ❓ You: “This wasn't me”\n   💬 Café Luna: “It was your husband" in said


async def test_a_question_that_is_tapped_twice_reaches_the_shop_once(db: Database) -> None:
    talk, _ = await luna(db)
    await asks(talk, "12 March, 12:00 · +1 · Eva")
    more, not_me = talk.button(ANA, "It should be more"), talk.button(ANA, "This wasn't me")
    await talk.taps(ANA, more)
    assert "It should be more" in await read(talk, CLEO)
    assert "They have that already" in await talk.taps(ANA, more)
    assert await read(talk, CLEO) == ""
    assert "✔ Passed on" in await talk.taps(ANA, not_me)


async def test_what_is_missing_is_said_in_words(db: Database) -> None:
    talk, _ = await luna(db)
    await asks(talk, "Something is missing")
    assert "✔ Passed on" in await talk.says(ANA, "I was there on Tuesday too")
    assert "“I was there on Tuesday too”" in await read(talk, CLEO)
    assert "❓ You: “I was there on Tuesday too”" in await talk.says(ANA, "/history")


async def test_who_booked_the_line_does_not_read_what_is_asked_about_it(db: Database) -> None:
    talk, opened = await luna(db)
    token = await db.write(invitations.invite, Operator(), opened.shop.id, "owner", now=talk.now)
    await talk.opens(MAX, "i" + token)
    await read(talk, CLEO)
    code = (await talk.says(ANA, "/card")).rpartition("Code: ")[2][:6]
    talk.wait(minutes=10)
    await talk.says(MAX, code)
    await read(talk, ANA)
    await asks(talk, "12 March, 12:12 · +1 · Max")
    await talk.taps(ANA, "This wasn't me")
    assert "This wasn't me" in await read(talk, CLEO)
    assert "wasn't me" not in await talk.says(MAX, "/inbox")


async def test_nobody_asks_about_a_line_of_somebody_elses_card(db: Database) -> None:
    talk, opened = await luna(db)
    await asks(talk, "12 March, 12:00 · +1 · Eva")
    button = talk.button(ANA, "This wasn't me")
    await talk.opens(MAX, "j" + opened.shop.code)
    assert "not on a card of yours" in await talk.taps(MAX, button)
    assert "not on a card of yours" in await talk.taps(EVA, button)
    assert await read(talk, CLEO) == ""
