"""What customers wrote is listed, read, answered as often as an owner likes, done with, and told what came of it."""

import pytest

from actions.shop import invitations
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.bot.customer.test_letters import COLD, complains, luna, read
from tests.bot.owner.test_voice import agrees
from tests.kinds import IMPROVEMENT
from tests.post import days_until_heard, hears, only_campaign
from tests.talk import ANA, CLEO, EVA, MAX, Talk

LOUD = "The music is far too loud for me"


async def test_letters_wait_in_the_inbox_until_they_are_answered_or_done_with(db: Database) -> None:
    talk, _ = await luna(db)
    assert "no letter waits for you" in await talk.says(CLEO, "/inbox")
    await complains(talk)
    await complains(talk, LOUD)
    said = await talk.says(CLEO, "/inbox")
    assert "2 letters wait for a word of yours" in said
    assert said.index("My coffee was cold") < said.index("The music")
    assert f"💬 Ana wrote to Café Luna, 12 March:\n“{COLD}”" in await talk.taps(CLEO, "Ana: My coffee")
    await talk.taps(CLEO, "↩ Answer")
    await talk.says(CLEO, "Sorry, Ana!")
    await talk.taps(CLEO, "← Inbox")
    await talk.taps(CLEO, "Ana: The music")
    assert "Done with it" in await talk.taps(CLEO, "✔ Done")
    assert "no letter waits for you" in await talk.taps(CLEO, "← Inbox")
    said = await talk.taps(CLEO, "✔ Answered ones")
    assert said.index("The music") < said.index("My coffee")
    assert "↩ Answered, 12 March: “Sorry, Ana!”" in await talk.taps(CLEO, "Ana: My coffee")


async def test_nobody_but_an_owner_opens_the_inbox(db: Database) -> None:
    talk, _ = await luna(db)
    await complains(talk)
    await talk.says(CLEO, "/inbox")
    for button in talk.buttons(CLEO):
        for person in (EVA, ANA, MAX):
            if (person, button.verb) != (ANA, "letter"):  # it is hers
                assert "cold" not in await talk.taps(person, button)


@pytest.mark.parametrize("role", ["manager", "owner"])
async def test_a_complaint_never_goes_to_the_one_it_names(db: Database, role: str) -> None:
    talk, opened = await luna(db)
    token = await db.write(invitations.invite, Operator(), opened.shop.id, role, now=talk.now)
    await talk.opens(MAX, "i" + token)
    await read(talk, CLEO)
    await complains(talk, "max was very rude to my mother")
    assert "rude" not in await read(talk, MAX)
    await complains(talk, LOUD)
    assert ("loud" in await read(talk, MAX)) is (role == "owner")
    await talk.says(CLEO, "/inbox")
    about_max = talk.button(CLEO, "Ana: max was")
    assert "rude" in await talk.taps(CLEO, about_max)
    assert ("loud" in await talk.says(MAX, "/inbox")) is (role == "owner"), (
        "what names somebody else is listed"
    )
    for attempt in (talk.says(MAX, "/inbox"), talk.taps(MAX, about_max)):
        assert "rude" not in await attempt


async def test_who_is_named_reads_it_where_nobody_else_could(db: Database) -> None:
    talk, _ = await luna(db)
    await complains(talk, "cleo was rude to my mother")
    assert "rude" in await read(talk, CLEO)


async def test_a_shop_takes_no_letters_of_somebody_for_a_while_and_says_it_kindly(db: Database) -> None:
    talk, _ = await luna(db)
    await complains(talk)
    await talk.says(ANA, LOUD)
    tell = talk.button(ANA, "✉ Tell Café Luna")
    await talk.says(CLEO, "/inbox")
    await talk.taps(CLEO, "Ana: My coffee")
    assert "🔕 No letters of theirs reach you" in await talk.taps(CLEO, "🔕 No more letters of Ana")
    again = talk.button(CLEO, "🔔 Letters of Ana again")
    kindly = "At the counter you are welcome to say it"
    assert kindly in await talk.taps(ANA, tell)
    assert kindly in await talk.says(ANA, "are you open on Sunday?")
    assert "takes no more letters of who has card" in await talk.says(CLEO, "/audit")
    await talk.taps(CLEO, again)
    assert "✔ Passed on" in await complains(talk, LOUD)


async def test_who_wrote_is_told_once_what_came_of_it(db: Database) -> None:
    talk, opened = await luna(db)
    await only_campaign(talk, opened.shop.id, IMPROVEMENT)
    await talk.says(ANA, "/messages")
    await talk.taps(ANA, "Reminders")
    await talk.taps(ANA, "whenever there is something")
    await complains(talk)
    await complains(talk, "It was cold again")
    await talk.says(CLEO, "/inbox")
    await talk.taps(CLEO, "🛠 You said, we did")
    assert "Tap a letter first" in await talk.says(CLEO, "We bought warm cups.")
    await talk.says(CLEO, "/inbox")
    await talk.taps(CLEO, "🛠 You said, we did")
    await talk.taps(CLEO, "☐ Ana: My coffee")
    assert "2 letters are chosen" in await talk.taps(CLEO, "☐ Ana: It was cold")
    assert "1 letter is chosen" in await talk.taps(CLEO, "☑ Ana: It was cold")
    await talk.taps(CLEO, "☐ Ana: It was cold")
    assert "They will read:\n“We bought warm cups.”" in await talk.says(CLEO, "We bought warm cups.")
    tell = talk.button(CLEO, "✔ Tell them")
    assert "1 person hears of it" in await talk.taps(CLEO, tell)
    assert "told already" in await talk.taps(CLEO, tell)
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    told = "💬 Thank you, Ana! You said something to Café Luna, and this came of it:\n“We bought warm cups.”"
    assert said.startswith(told)
    assert "you wrote to the shop" in await talk.taps(ANA, "Why this?")
    talk.wait(days=10)
    assert await hears(talk, opened.shop.id, ANA) == ""
    assert "told who wrote what came of it: We bought warm cups." in await talk.says(CLEO, "/audit")


async def test_an_owners_own_words_leave_what_came_of_a_letter(sqlite_db: Database) -> None:
    talk, opened = await luna(sqlite_db)
    await only_campaign(talk, opened.shop.id, IMPROVEMENT)
    await agrees(talk, ANA)
    await complains(talk)
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ You said, we did")
    assert "“The cups are warm now.”" in await talk.taps(CLEO, "✍ English")
    assert "Café Luna: We listened, Cleo.\n“The cups are warm now.”" in await talk.says(
        CLEO, "We listened, {name}."
    )
    await talk.taps(CLEO, "✔ Use these words")
    await talk.says(CLEO, "/inbox")
    await talk.taps(CLEO, "🛠 You said, we did")
    await talk.taps(CLEO, "☐ Ana: My coffee")
    await talk.says(CLEO, "We bought warm cups.")
    await talk.taps(CLEO, "✔ Tell them")
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said.startswith("Café Luna: We listened, Ana.\n“We bought warm cups.”")


async def test_who_agreed_to_no_messages_hears_of_no_change(db: Database) -> None:
    talk, opened = await luna(db)
    await only_campaign(talk, opened.shop.id, IMPROVEMENT)
    await tells(talk, "We bought warm cups.")
    assert await hears(talk, opened.shop.id, ANA) == ""


async def tells(talk: Talk, text: str) -> None:
    await complains(talk)
    await talk.says(CLEO, "/inbox")
    await talk.taps(CLEO, "🛠 You said, we did")
    await talk.taps(CLEO, "☐ Ana: My coffee")
    await talk.says(CLEO, text)
    await talk.taps(CLEO, "✔ Tell them")
