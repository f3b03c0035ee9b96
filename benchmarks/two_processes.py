"""Scans a second with two processes on one PostgreSQL, beside one process on another database of the same server.

64 cashiers scan, each time another process gets the webhook's POST. Database, cashiers, platform and processes share
this machine, so that two processes are worth what cores the others leave. Receipts go out while the cashiers scan, faster
than Telegram allows; those that are left are waited for off the clock.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.clock import read_clock
from benchmarks import bots
from benchmarks.bots import Bot
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, Crowd, crowded, run
from benchmarks.databases import postgres
from benchmarks.platform import Platform, Webhook
from benchmarks.rows import Row, row
from benchmarks.telegram import Telegram
from loyalty.records import Account
from loyalty.tokens import card_token

_ROUNDS, _SCANS, _TILLS = 5, 300, 64
_PATIENCE_S = 120


@dataclass(frozen=True, slots=True)
class Fleet:
    """So many processes of one café."""

    platform: Platform
    bots: Sequence[Bot]
    crowd: Crowd

    async def scans(self, first: int, scans: int) -> float:
        """Scan the next cards, and return how many were scanned a second."""
        cards = iter(enumerate(self.crowd.cards[first : first + scans], FIRST_CASHIER))
        turns = cycle(self.bots)
        start = perf_counter()
        async with asyncio.timeout(_PATIENCE_S), asyncio.TaskGroup() as group:
            for _ in range(min(_TILLS, scans)):
                group.create_task(self._scan(next(turns), cards))
        speed = scans / (perf_counter() - start)
        await self.platform.told(ACCOUNT, first + scans)
        return speed

    async def _scan(self, bot: Bot, cards: Iterator[tuple[int, Account]]) -> None:
        async with Webhook(bot.webhook, self.platform.proof) as webhook:
            for cashier, card in cards:
                code = card_token(bots.KEY.encode(), card.public_id, now=read_clock())
                reply = self.platform.expect(bot.number, cashier)
                await webhook.post(self.platform.opens(bot.number, cashier, f"c{code}"))
                assert "✔ stamped" in await reply


def measure(*, rounds: int = _ROUNDS, scans: int = _SCANS) -> list[Row]:
    """Return scans a second."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder), rounds, scans))


async def _measure(folder: Path, rounds: int, scans: int) -> list[Row]:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(postgres(folder))
        two, one = [
            await stack.enter_async_context(
                fleet(await server.new_database(f"of_{size}"), size, scans * (rounds + 1), scans)
            )
            for size in (2, 1)
        ]
        measured = [
            (await two.scans(first, scans), await one.scans(first, scans))
            for first in range(0, scans * (rounds + 1), scans)
        ]
        return [row("two_processes", "scans/s", measured[1:])]  # the first round warms up


@asynccontextmanager
async def fleet(url: str, size: int, customers: int, cashiers: int) -> AsyncIterator[Fleet]:
    """Fill a database, and run so many processes on it."""
    async with AsyncExitStack() as stack:
        crowd = await stack.enter_async_context(crowded(url, customers, cashiers=cashiers, now=read_clock()))
        platform = await stack.enter_async_context(Telegram())
        crew = [
            await stack.enter_async_context(bots.stempel(ACCOUNT, url, platform.url, hasty=True))
            for _ in range(size)
        ]
        yield Fleet(platform, crew, crowd)
