"""An owner moves a customer's card to a new account: by name or code, with a reason, and back again."""

from dataclasses import replace

import pytest

from actions.shop import invitations
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.talk import ANA, CLEO, EVA, Talk

AGAIN = replace(ANA, id="700009")  # Ana, with another account


async def lost(talk: Talk) -> str:
    """Let Ana have three stamps and come with a new account, and return the code of the card that she gets there."""
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 3)
    token = await talk.db.write(invitations.invite, Operator(), opened.shop.id, "owner", now=talk.now)
    await talk.opens(CLEO, "i" + token)
    shown = await talk.opens(AGAIN, "j" + opened.shop.code)
    return shown.rpartition("Code: ")[2][:6]


async def asked_for_a_yes(talk: Talk, new_code: str) -> str:
    await talk.says(CLEO, "/move")
    await talk.says(CLEO, "Ana")
    assert len(talk.labels(CLEO)) >= 2
    await talk.taps(CLEO, next(label for label in talk.labels(CLEO) if "3 of 10" in label))
    await talk.says(CLEO, new_code)
    await talk.taps(CLEO, f"Ana · {new_code}")
    return await talk.says(CLEO, "Card of the old phone, which is lost")


async def test_a_card_moves_with_a_reason_and_back_with_a_tap(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    asked = await asked_for_a_yes(talk, await lost(talk))
    assert "with your reason: Card of the old phone, which is lost." in asked
    said = await talk.taps(CLEO, "Yes, move it")
    assert said.startswith("✔ Moved. Ana · ")
    undo = talk.button(CLEO, "↩ Undo")
    assert "3 of 10 stamps" in await talk.says(AGAIN, "/card")
    assert "3 of 10 stamps" not in await talk.says(ANA, "/card")
    assert "moved card" in await talk.says(CLEO, "/audit")
    assert "the card is back" in await talk.taps(CLEO, undo)
    assert "3 of 10 stamps" in await talk.says(ANA, "/card")


async def test_a_typed_yes_moves_it_too_and_a_no_leaves_it(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    code = await lost(talk)
    await asked_for_a_yes(talk, code)
    assert await talk.taps(CLEO, "No, leave it") == "All right, nothing was changed."
    assert "3 of 10 stamps" in await talk.says(ANA, "/card")
    await asked_for_a_yes(talk, code)
    assert "✔ Moved." in await talk.says(CLEO, "yes")


@pytest.mark.parametrize("word", ["/move", "move"])
async def test_a_cashier_can_move_nothing(sqlite_db: Database, word: str) -> None:
    talk = Talk(sqlite_db)
    await lost(talk)
    assert "owner" in await talk.says(EVA, word)
    refused = "for the shop's staff" if word.startswith("/") else "Shall I pass this on?"
    assert refused in await talk.says(ANA, word)


async def test_a_name_that_nobody_has_can_be_typed_again(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await lost(talk)
    await talk.says(CLEO, "/move")
    assert "I find no such card" in await talk.says(CLEO, "Zebedee")
    assert "Which card?" in await talk.says(CLEO, "ana")


async def test_a_card_is_not_offered_as_its_own_new_one(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    code = await lost(talk)
    await talk.says(CLEO, "/move")
    await talk.says(CLEO, "ana")
    await talk.taps(CLEO, next(label for label in talk.labels(CLEO) if "3 of 10" in label))
    await talk.says(CLEO, "ana")
    assert talk.labels(CLEO) == [f"Ana · {code} · 0 of 10 stamps", "✖ Cancel"]
