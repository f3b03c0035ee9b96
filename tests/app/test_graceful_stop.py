"""A server that is told to stop while tills are at work and receipts leave: it keeps what it acknowledged, and ends in time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic

import asyncpg
import pytest

from app.clock import read_clock
from benchmarks import bots
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, FIRST_CUSTOMER, crowded
from benchmarks.platform import Webhook
from benchmarks.telegram import Telegram
from loyalty.records import Account
from loyalty.tokens import card_token
from storage.engine.database import read_database
from storage.engine.statements import Tx
from tests.forks import heard

_TILLS, _CARDS, _BEFORE = 16, 300, 40
_LONGEST_S = 10
_PATIENCE_S = 60


class _Counting(Telegram):
    """Counts what customers are sent: receipts, since no cashier is one."""

    receipts = 0

    def _note(self, bot: str, chat: str, text: str) -> int:
        self.receipts += int(chat) >= FIRST_CUSTOMER
        return super()._note(bot, chat, text)


@dataclass(slots=True)
class _Server:
    """A real `stempel serve`, and which cards it said it had scanned."""

    process: BaseProcess
    webhook: str
    kept: list[int] = field(default_factory=list)

    async def stops(self, platform: _Counting) -> float:
        """Tell it to stop once it is busy with tills and, unless answers leave no room for them, with receipts."""
        async with asyncio.timeout(_PATIENCE_S):
            while len(self.kept) < (_BEFORE if platform.receipts else _CARDS // 2):  # noqa: ASYNC110 - the tills have no event for it
                await asyncio.sleep(0.01)
        told_at = monotonic()
        self.process.terminate()
        await asyncio.to_thread(self.process.join, _PATIENCE_S)
        return monotonic() - told_at


@asynccontextmanager
async def _serving(url: str, platform: Telegram, folder: Path) -> AsyncIterator[_Server]:
    settings = {
        "STEMPEL_DATABASE_URL": url,
        "STEMPEL_SECRET": bots.KEY,
        "STEMPEL_PUBLIC_URL": "https://stempel.example",
        "TELEGRAM_API_URL": platform.url,
        "TELEGRAM_BOT_TOKEN": f"{ACCOUNT}:token",
        "TELEGRAM_WEBHOOK_SECRET": bots.SECRET,
    }
    with heard("serve", folder=folder, settings=settings) as fork:
        line = await asyncio.to_thread(fork.out.readline)
        yield _Server(fork.process, f"{line.split()[-1]}/telegram/webhook")


async def _scans(platform: Telegram, server: _Server, cards: Iterator[tuple[int, Account]]) -> None:
    """Scan card after card until the server is gone, and note what it acknowledged."""
    try:
        async with Webhook(server.webhook, platform.proof) as webhook:
            for cashier, card in cards:
                code = card_token(bots.KEY.encode(), card.public_id, now=read_clock())
                await webhook.post(platform.opens(ACCOUNT, cashier, f"c{code}"))
                server.kept.append(card.id)
    except (OSError, AssertionError, asyncio.IncompleteReadError):
        pass


async def _visits(url: str) -> dict[int, int]:
    def ask(tx: Tx) -> dict[int, int]:
        return dict(tx.exec_driver_sql("SELECT account_id, count(*) FROM visits GROUP BY account_id").all())

    async with read_database(url) as db:
        return await db.read(ask)


async def _receipts(url: str) -> dict[str, int]:
    """Count the receipts of this test's scans by how they stand; those of before were never tried."""
    asked = "SELECT state, count(*) FROM outbox WHERE kind = 'visit' AND (attempts > 0 OR state <> 'sent') GROUP BY state"

    async with read_database(url) as db:
        return await db.read(lambda tx: dict(tx.exec_driver_sql(asked).all()))


@pytest.mark.slow
@pytest.mark.engines
async def test_a_stop_under_load_keeps_what_was_acknowledged_and_settles_what_was_sent(
    db_url: str, tmp_path: Path
) -> None:
    async with (
        crowded(db_url, _CARDS, cashiers=_CARDS, now=read_clock()) as crowd,
        _Counting() as platform,
        _serving(db_url, platform, tmp_path) as server,
        asyncio.TaskGroup() as tills,
    ):
        cards = enumerate(crowd.cards, FIRST_CASHIER)
        for _ in range(_TILLS):
            tills.create_task(_scans(platform, server, cards))
        took_s = await server.stops(platform)
    visits, receipts = await _visits(db_url), await _receipts(db_url)
    assert _BEFORE <= len(server.kept) < _CARDS
    assert [card for card in server.kept if visits[card] != 2] == []
    assert "sending" not in receipts
    assert receipts.get("sent", 0) == platform.receipts
    assert server.process.exitcode == 0
    assert took_s < _LONGEST_S


@pytest.mark.slow
async def test_a_stop_ends_in_time_also_while_the_database_does_not_answer(
    postgres_url: str, tmp_path: Path
) -> None:
    async with (
        crowded(postgres_url, 1, now=read_clock()) as crowd,
        _Counting() as platform,
        _serving(postgres_url, platform, tmp_path) as server,
        _held(postgres_url),
        asyncio.TaskGroup() as tills,
    ):
        tills.create_task(_scans(platform, server, enumerate(crowd.cards, FIRST_CASHIER)))
        await asyncio.sleep(0.5)
        told_at = monotonic()
        server.process.terminate()
        await asyncio.to_thread(server.process.join, _PATIENCE_S)
        assert monotonic() - told_at < _LONGEST_S + 1
    assert server.kept == []


@asynccontextmanager
async def _held(url: str) -> AsyncIterator[None]:
    """Hold every person's row as a transaction does that nobody ends."""
    connection = await asyncpg.connect(url)
    await connection.execute("BEGIN; LOCK TABLE persons IN ACCESS EXCLUSIVE MODE")
    yield
    await connection.close()
