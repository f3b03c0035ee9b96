"""What a person tells the platform rather than us: it is heard, and nobody is answered who did not write."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.platform import Billing, Platform
from bot.turn import Reply
from channels.messages import Address, Content, Incoming, MarketingResumed, MarketingStopped
from loyalty.delivery.message_costs import NO_PRICES
from storage.campaigns import consents
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import addresses, persons
from tests.answers import answers
from tests.talk import ANA, LINKS, Talk

_WHATSAPP = Platform(LINKS, window=timedelta(hours=24), billing=Billing("whatsapp", "luna", NO_PRICES))


class Platformed(Talk):
    """Ana's chat on a platform with a window, which lets her choose there."""

    async def chooses(self, choice: Content) -> list[Reply]:
        """Let the platform tell a choice of Ana's, which always has the same key."""
        told = Incoming("choice", Address("telegram", "stempel_bot", ANA.id), ANA.name, None, choice)
        return await answers(self.db, told, self.platform, now=self.now)

    async def agrees(self) -> None:
        """Let Ana say yes to offers."""
        facts = {"channel": "telegram", "wording": "Yes"}
        await self.db.write(consents.add, 1, "offers", given=True, **facts, now=self.now)


@pytest.fixture
def talk(sqlite_db: Database) -> Platformed:
    return Platformed(sqlite_db, platform=_WHATSAPP)


def _windows(tx: Tx) -> list[datetime | None]:
    return list(tx.execute(select(addresses.c.window_until)).scalars())


def _offers(tx: Tx) -> bool:
    return bool(consents.answers(tx, 1)["offers"].given)


def _people(tx: Tx) -> int:
    return int(tx.execute(select(func.count()).select_from(persons)).scalar_one())


@pytest.mark.parametrize("choice", [MarketingStopped(), MarketingResumed()])
async def test_a_choice_made_there_is_no_word_to_us(talk: Platformed, choice: Content) -> None:
    await talk.says(ANA, "/start")
    opened = await talk.db.write(_windows)
    talk.wait(hours=30)
    assert await talk.chooses(choice) == []
    assert await talk.db.write(_windows) == opened


async def test_a_stop_that_comes_again_is_not_answered_and_takes_back_no_later_yes(talk: Platformed) -> None:
    await talk.says(ANA, "/start")
    await talk.agrees()
    assert await talk.chooses(MarketingStopped()) == []
    assert not await talk.db.write(_offers)
    await talk.agrees()
    assert await talk.chooses(MarketingStopped()) == []
    assert await talk.db.write(_offers)


async def test_a_stop_of_somebody_unknown_makes_nobody(talk: Platformed) -> None:
    assert await talk.chooses(MarketingStopped()) == []
    assert await talk.db.write(_people) == 0
