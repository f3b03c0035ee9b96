"""Who wants no more offers can end those alone with one tap, and keep the rest."""

import pytest

from storage.campaigns import consents
from storage.engine.database import Database
from tests.talk import ANA, Talk


@pytest.mark.parametrize(
    "typed", ["no more offers", "geen aanbiedingen meer", "nem kérek több ajánlatot", "no ads"]
)
async def test_offers_alone_end_with_one_tap(sqlite_db: Database, typed: str) -> None:
    talk = Talk(sqlite_db)
    await talk.joins(ANA)
    await talk.says(ANA, typed)
    await talk.db.write(
        consents.add, 1, "offers", given=True, channel="telegram", wording="Yes", now=talk.now
    )
    talk.wait(minutes=1)
    assert "All right, I won't." in await talk.taps(ANA, "Only no more offers")
    assert not (await talk.db.read(consents.answers, 1))["offers"].given


async def test_who_wants_no_messages_is_not_asked_about_offers(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await talk.joins(ANA)
    await talk.says(ANA, "how do I unsubscribe?")
    assert "Only no more offers" not in talk.labels(ANA)
