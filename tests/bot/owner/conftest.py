"""Café Luna, as its owner finds it."""

import pytest

from actions.shop.invitations import invite
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.talk import ANA, CLEO, EVA, Talk


@pytest.fixture
async def luna(sqlite_db: Database) -> Talk:
    """Open Café Luna: Cleo owns it, Eva stands at the till, Ana has a card with one stamp."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await sqlite_db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    await talk.says(EVA, "/find Ana")
    await talk.taps(EVA, "Ana")
    return talk
