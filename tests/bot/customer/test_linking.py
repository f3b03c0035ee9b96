"""Ana links her two messengers: in words, with a code, and with a way back."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.buttons import encode
from bot.fitting import menu_for
from channels.messages import Address, Content, Incoming
from storage.engine.database import Database
from tests.answers import answers
from tests.post import drained
from tests.talk import ANA, EVA, LINKS, PLATFORM, Person, Talk

BOTH = replace(PLATFORM, links=replace(LINKS, others=("telegram", "whatsapp")))
ANA_THERE = Person("Ana", "WA.700001")  # the same Ana, whom we don't know yet to be the same


@dataclass(slots=True)
class Messengers(Talk):
    """Chats on two messengers."""

    async def _send(self, person: Person, content: Content) -> str:
        channel = "whatsapp" if person.id.startswith("WA") else "telegram"
        sender = Address(channel, "stempel_bot", person.id)
        incoming = Incoming(f"update:{next(self._keys)}", sender, person.name, person.language, content)
        self.replies[person.id] = await answers(self.db, incoming, self.platform, now=self.now)
        for button in filter(lambda one: one.verb, self.buttons(person)):
            encode(LINKS.secret, person.id, button.verb, button.arg, now=self.now)
        return "\n\n".join(reply.text for reply in self.replies[person.id])


@pytest.fixture
async def talk(sqlite_db: Database) -> Messengers:
    """Let Ana have four stamps on Telegram and three on WhatsApp."""
    talk = Messengers(sqlite_db, platform=BOTH)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 4)
    await talk.stamped(ANA_THERE, opened, 3)
    return talk


async def code(talk: Messengers, person: Person = ANA_THERE) -> str:
    """Ask for a code, and read it off the screen."""
    said = await talk.says(person, "link")
    return said.partition("Your code: ")[2][:7]


async def links(talk: Messengers) -> str:
    """Link both chats."""
    await talk.says(ANA, f"/link {await code(talk)}")
    return await talk.taps(ANA, "Yes, make them one")


async def test_link_gives_a_code_and_says_what_to_do_with_it(talk: Messengers) -> None:
    said = await talk.says(ANA_THERE, "/link")
    made = said.partition("Your code: ")[2][:7]
    assert made[3] == "-"
    assert f"type: link {made.replace('-', '')}" in said
    assert "once, for 15 minutes" in said
    assert "whoever types it has your cards." in said
    assert "may do at work what you may" in await talk.says(EVA, "/link")


async def test_link_is_offered_only_where_there_is_another_chat(talk: Messengers) -> None:
    assert "/link · One card on two messengers" in await talk.says(ANA, "/help")
    assert "link" in dict(menu_for(None, "en", BOTH.links))
    talk.platform = PLATFORM
    assert "/link" not in await talk.says(ANA, "/help")
    assert "link" not in dict(menu_for(None, "en", LINKS))


async def test_who_types_it_where_there_is_no_other_chat_reads_so_and_how_a_card_comes_to_a_new_account(
    talk: Messengers,
) -> None:
    talk.platform = PLATFORM
    said = await talk.says(ANA, "/link")
    assert said.startswith("I have no other chat to link this one with: your cards are all here.")
    for typed in ("new phone", "nieuwe telefoon", "új telefon"):
        assert "Your card is safe" in await talk.says(ANA, typed)
    assert "your cards are all here" in await talk.says(ANA, "link")


async def test_at_two_bots_of_one_messenger_a_code_is_typed_in_the_other_chat(talk: Messengers) -> None:
    talk.platform = replace(PLATFORM, links=replace(LINKS, others=("telegram",)))
    said = await talk.says(ANA, "/link")
    assert "Open our other chat and type: link " in said
    assert talk.buttons(ANA) == []


async def test_a_button_carries_the_code_into_the_other_messenger(talk: Messengers) -> None:
    chats = {
        "telegram": lambda payload: f"https://t.me/x?start={payload}",
        "whatsapp": lambda payload: f"https://wa.me/1?text=%23{payload}",
    }
    talk.platform = replace(PLATFORM, links=replace(BOTH.links, channels=tuple(chats), chats=chats))
    said = await talk.says(ANA_THERE, "/link")
    made = said.partition("Your code: ")[2][:7].replace("-", "")
    assert f"Tap below to open our chat on Telegram, or type there: link {made}" in said
    [button] = talk.buttons(ANA_THERE)
    assert (button.label, button.url) == ("Open Telegram", f"https://t.me/x?start=l{made}")
    assert "Is the chat of Ana on WhatsApp yours too?" in await talk.opens(ANA, "l" + made)
    assert "Done: both chats are one." in await talk.says(ANA, "yes")
    assert "works once" in await talk.opens(ANA, "l" + made)


async def test_the_code_alone_is_understood_but_not_guessed(talk: Messengers) -> None:
    made = await code(talk)
    assert "Is the chat of Ana on WhatsApp yours too?" in await talk.says(ANA, made.lower())
    for wrong in ("AAAAAA", "CCCCCC", "DDDDDD", "EEEEEE", "FFFFFF"):
        assert "That I don't understand." in await talk.says(ANA, wrong)
    assert "yours too?" not in await talk.says(ANA, made)
    assert "No card has the code" in await talk.says(EVA, made)


async def test_the_code_shows_what_comes_together_and_asks(talk: Messengers) -> None:
    said = await talk.says(ANA, f"link {(await code(talk)).lower()}")
    assert "Is the chat of Ana on WhatsApp yours too?" in said
    assert "· Café Luna: 4 of 10 stamps + 3 of 10 stamps" in said
    assert await talk.taps(ANA, "No, keep them apart") == "All right, nothing was changed."
    assert "4 of 10 stamps" in await talk.says(ANA, "/card")
    assert "3 of 10 stamps" in await talk.says(ANA_THERE, "/card")


async def test_after_a_yes_both_chats_show_one_card(talk: Messengers) -> None:
    assert "· Café Luna: 7 of 10 stamps, 🎁 Cookie" in await links(
        talk
    )  # both halves together reach the fifth
    for person in (ANA, ANA_THERE):
        assert "7 of 10 stamps" in await talk.says(person, "/card")


async def test_a_yes_to_an_old_question_asks_again_and_finds_the_code_too_old(talk: Messengers) -> None:
    await talk.says(ANA, f"/link {await code(talk)}")
    talk.wait(minutes=16)
    assert "This code is too old" in await talk.taps(ANA, "Yes, make them one")


async def test_the_link_stands_in_the_history_of_both_chats_with_a_way_back(talk: Messengers) -> None:
    await links(talk)
    for person in (ANA, ANA_THERE):
        said = await talk.says(person, "/history")
        assert "🔗" in said
        assert "two chats became one" in said
        assert said.count("moved from one card to another") == 2
    assert "your chats are two again" in await talk.taps(ANA_THERE, "↩ Undo")
    assert "· Café Luna: 3 of 10 stamps" in "\n".join(r.text for r in talk.replies[ANA_THERE.id])
    assert "your chats became two again" in await talk.says(ANA, "/history")
    assert "↩ Undo: make two chats of one" not in talk.labels(ANA)
    assert "4 of 10 stamps" in await talk.says(ANA, "/card")


async def test_somebody_without_a_card_can_undo_too(sqlite_db: Database) -> None:
    talk = Messengers(sqlite_db, platform=BOTH)
    await talk.says(ANA, "/start")
    await links(talk)
    assert "two chats became one" in await talk.says(ANA_THERE, "/history")
    assert "two again" in await talk.taps(ANA_THERE, "↩ Undo")


async def test_after_a_week_it_stays_and_no_button_says_otherwise(talk: Messengers) -> None:
    await links(talk)
    undo = talk.button(ANA, "↩ Undo")
    talk.now += timedelta(days=7, minutes=1)
    assert "more than 7 days ago" in await talk.taps(ANA, undo)
    await talk.says(ANA, "/history")
    assert not any(label.startswith("↩ Undo") for label in talk.labels(ANA))


async def test_what_is_missing_after_an_undo_is_said(talk: Messengers) -> None:
    await links(talk)
    undo = talk.button(ANA, "↩ Undo")
    card = (await talk.says(ANA, "/card")).rpartition("Code: ")[2][:6]
    for _ in range(4):  # the card is full, and the next begun
        talk.wait(minutes=2)
        await talk.says(EVA, card)
    said = await talk.taps(ANA, undo)
    assert "Café Luna: 2 could not go back" in said


async def test_refusals_say_what_to_do(talk: Messengers) -> None:
    assert "don't know this code" in await talk.says(ANA, "/link maybe")
    own = await code(talk, ANA)
    assert "your own code" in await talk.says(ANA, f"/link {own}")
    ben = Person("Ben", "700009")
    assert "Both chats are on Telegram" in await talk.says(ben, f"/link {own}")
    used = await code(talk)
    await talk.says(ANA, f"/link {used}")
    await talk.taps(ANA, "Yes, make them one")
    assert "has been used" in await talk.says(ben, f"/link {used}")


async def test_the_chat_that_made_the_code_is_told_and_can_undo_it(talk: Messengers) -> None:
    await talk.db.write(drained, "whatsapp", now=talk.now)
    await links(talk)
    [(to, reply)] = await talk.db.write(drained, "whatsapp", now=talk.now)
    assert to == ANA_THERE.id
    assert "Was this not you? Undo it." in reply.text
    talk.replies[ANA_THERE.id] = [reply]
    assert "two again" in (await talk.taps(ANA_THERE, "↩ Undo")).lower()


async def test_a_chat_is_told_of_no_link_that_was_undone_before(talk: Messengers) -> None:
    await talk.db.write(drained, "whatsapp", now=talk.now)
    await links(talk)
    await talk.taps(ANA, "↩ Undo")
    assert await talk.db.write(drained, "whatsapp", now=talk.now) == []


async def test_two_messengers_that_know_two_names_leave_the_name_alone(talk: Messengers) -> None:
    await links(talk)
    named_otherwise = Person("Ana K. ☀", ANA_THERE.id)
    assert "Ana K." not in await talk.says(named_otherwise, "/mydata")


async def test_who_guesses_is_asked_to_wait(talk: Messengers) -> None:
    for _ in range(5):
        assert "don't know this code" in await talk.says(ANA, "/link AAAAAA")
    assert "wait an hour" in await talk.says(ANA, "/link AAAAAA")
    talk.wait(hours=1)
    assert "don't know this code" in await talk.says(ANA, "/link AAAAAA")


async def test_messages_offers_the_other_messenger_where_there_are_two(talk: Messengers) -> None:
    assert "I write to you on" not in await talk.says(ANA, "/messages")
    await links(talk)
    said = await talk.says(ANA, "/messages")
    assert "I write to you on Telegram." in said
    assert "I write to you on WhatsApp." in await talk.taps(ANA, "Write to me on WhatsApp")
    talk.wait(hours=1)
    assert "I write to you on WhatsApp." in await talk.says(ANA, "/messages")


async def test_mydata_names_both_chats_and_forget_erases_both(talk: Messengers) -> None:
    await links(talk)
    said = await talk.says(ANA, "/mydata")
    assert "Where you chat with me (Telegram and WhatsApp)" in said
    assert "Chats that became one (1)" in said
    await talk.says(ANA, "/forget")
    await talk.taps(ANA, "Yes, erase everything")
    for person in (ANA, ANA_THERE):
        assert "I keep your loyalty cards" in await talk.says(person, "/start")
