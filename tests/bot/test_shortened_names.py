"""A name that is too long is shortened, and whoever typed it is told."""

import pytest

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
