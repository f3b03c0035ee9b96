"""`stempel serve` killed between the commit and the reply: the stamp is there once, and its answer comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from actions.shop import open_shop
from actions.shop.invitations import invite
from actions.shop.open_shop import NewShop
from app.clock import read_clock
from bot.scanner import read_codes
from loyalty.actor import Operator
from loyalty.roles import Role
from storage.engine.database import open_database, read_database
from storage.engine.statements import Tx
from tests.fakes.people import Seen, User
from tests.forks import start
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import TelegramPlatform
from tests.journeys.stage import FOUR_STAMPS

_PATIENCE_S = 30


@asynccontextmanager
async def _serving(telegram: TelegramPlatform, url: str, folder: Path) -> AsyncIterator[BaseProcess]:
    """Run the real program in a process of its own, and kill it in the end."""
    settings = {
        "STEMPEL_DATABASE_URL": url,
        "STEMPEL_SECRET": "the secret of the journeys",
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_BOT_TOKEN": telegram.token,
    }
    process = start("serve", folder=folder, settings=settings)
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.join, _PATIENCE_S)


async def _links(url: str) -> tuple[str, str]:
    """Open a shop before anybody serves it: its poster's payload, and an invitation's."""
    async with open_database(url, migrate=False) as db:
        opened = await db.write(
            open_shop.open_shop, Operator(), NewShop("Café Luna", FOUR_STAMPS), now=read_clock()
        )
        assert isinstance(opened, open_shop.Opened)
        token = await db.write(invite, Operator(), opened.shop.id, Role.CASHIER, now=read_clock())
        return "j" + opened.shop.code, "i" + token


async def _stamps(url: str) -> list[int]:
    def ask(tx: Tx) -> list[int]:
        return [row[0] for row in tx.exec_driver_sql("SELECT amount FROM entries")]

    async with read_database(url) as db:
        return await db.read(ask)


async def _reads(telegram: TelegramPlatform, person: User, words: str) -> Seen:
    """Wait until somebody reads these words."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            found = [seen for seen in telegram.sent_to(person) if words in seen.text]
            if found:
                return found[-1]
            await telegram.arrived.wait()


@pytest.mark.slow
async def test_killed_between_commit_and_reply_counts_once_and_answers(
    sqlite_url: str, tmp_path: Path
) -> None:
    poster, invitation = await _links(sqlite_url)
    async with TelegramPlatform() as telegram:
        async with _serving(telegram, sqlite_url, tmp_path) as process:
            await telegram.opens(ANA, poster)
            await telegram.opens(EVA, invitation)
            card = await _reads(telegram, ANA, "Welcome to Café Luna, Ana!")
            await _reads(telegram, EVA, "Let's practise")
            assert card.picture
            codes = read_codes(card.picture)
            assert isinstance(codes, tuple)
            telegram.swallows("sendMessage")
            await telegram.opens(EVA, codes[0])
            async with asyncio.timeout(_PATIENCE_S):
                await telegram.swallowed.wait()
            process.kill()
        assert await _stamps(sqlite_url) == [1]
        assert not any("stamped" in seen.text for seen in telegram.sent_to(EVA))
        async with _serving(telegram, sqlite_url, tmp_path):
            await _reads(telegram, EVA, "Ana, 1 of 4 stamps: already stamped at")
            await _reads(telegram, ANA, "1 of 4 stamps")
        assert await _stamps(sqlite_url) == [1]
