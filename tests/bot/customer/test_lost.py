"""A phone is lost, stolen or new: everybody hears how to come back, to the card and to the till."""

from dataclasses import replace

import pytest

from actions.shop.invitations import invite
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.talk import ANA, CLEO, EVA, LINKS, PLATFORM, Person, Talk

NEW = Person("Ana", "700099")
TWO_MESSENGERS = replace(PLATFORM, links=replace(LINKS, others=("whatsapp",)))


async def luna(db: Database) -> Talk:
    """Open Café Luna with Cleo, Eva at its till, and Ana as a customer."""
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "I lost my phone", "I've lost my phone!", "help, I lost my phone", "my phone was stolen", "My phone got stolen yesterday",
        "my phone is broken", "somebody stole my phone", "I have a new number", "I've got a new phone", "new phone",
        "new number, what now?", "I changed my number", "lost phone", "what if I lose my phone?", "I lost my card",
        "how do I get my stamps back?", "what happens when I change my phone",
        "mijn telefoon is gestolen", "Ik ben mijn telefoon kwijt", "ik heb een nieuw nummer", "nieuwe telefoon",
        "telefoon kwijt", "mijn telefoon is kapot", "ik heb een nieuw telefoonnummer", "ze hebben mijn telefoon gestolen",
        "elveszett a telefonom", "Elvesztettem a telefonomat", "ellopták a telefonomat", "új telefonom van",
        "új számom van", "új telefon", "a telefonom elveszett", "telefont cseréltem", "mi lesz, ha elveszítem a telefonomat?",
    ],
)  # fmt: skip
async def test_a_customer_is_told_how_to_come_back(sqlite_db: Database, text: str) -> None:
    talk = await luna(sqlite_db)
    said = await talk.says(ANA, text)
    assert "Your card is safe: it belongs to your account on Telegram, not to the phone." in said
    assert "the owner moves everything from the old card onto the new one, with /move" in said
    assert "/link" not in said  # there is one messenger here
    assert "Else" not in said
    assert talk.labels(ANA) == ["💳 My card"]


@pytest.mark.parametrize("text", ["phone 06 1234", "your phone is lovely", "the number of stamps is new"])
async def test_other_words_about_phones_are_other_words(sqlite_db: Database, text: str) -> None:
    assert "Your card is safe" not in await (await luna(sqlite_db)).says(ANA, text)


async def test_a_new_account_hears_both_ways_where_there_are_two_messengers(sqlite_db: Database) -> None:
    talk = await luna(sqlite_db)
    talk.platform = TWO_MESSENGERS
    said = await talk.says(NEW, "I lost my phone")
    assert said.startswith("Nothing is lost: what you collected is kept.")
    assert "write /link in the old one" in said
    assert "with /move" in said
    assert "If you work in a shop, ask its owner to invite this account." in said


async def test_staff_tell_the_owner_and_an_only_owner_asks_who_runs_the_server(sqlite_db: Database) -> None:
    talk = await luna(sqlite_db)
    assert "Café Luna: tell its owner at once" in await talk.says(EVA, "I lost my phone")
    said = await talk.says(CLEO, "my phone was stolen")
    assert "you are its only owner" in said
    assert "stempel staff invite --shop 1 --role owner" in said
    assert "Type the name, or the code, of the card" in await talk.says(CLEO, "Ana lost her phone")
