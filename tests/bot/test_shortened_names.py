"""A name that is too long is shortened, and whoever typed it is told."""

import pytest

from actions.shop.invitations import FOUNDER, invite
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.talk import CLEO, Talk


@pytest.mark.parametrize(("letters", "times"), [(60, 1), (12, 0)])
async def test_an_owner_is_told_when_the_shops_name_is_shortened(
    sqlite_db: Database, letters: int, times: int
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(CLEO, "shop name")
    await talk.taps(CLEO, "Name")
    assert (await talk.says(CLEO, "N" * letters)).count("I shortened the name.") == times


@pytest.mark.parametrize(("letters", "times"), [(61, 1), (60, 0)])
async def test_an_owner_is_told_when_a_new_rewards_name_is_shortened(
    sqlite_db: Database, letters: int, times: int
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(CLEO, "/rewards")
    await talk.taps(CLEO, "➕ Add a reward")
    assert (await talk.says(CLEO, "R" * letters)).count("I shortened the name.") == times


async def test_a_founder_is_told_when_a_name_is_shortened(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    token = await sqlite_db.write(invite, Operator(), None, FOUNDER, now=talk.now)
    await talk.opens(CLEO, "i" + token)
    await talk.says(CLEO, "/newshop")
    await talk.taps(CLEO, "💈 Barber")
    assert (await talk.says(CLEO, "N" * 41)).count("I shortened the name.") == 1
    assert (await talk.says(CLEO, "R" * 61)).count("I shortened the name.") == 1
