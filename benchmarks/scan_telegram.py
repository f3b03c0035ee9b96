"""Scans a second from the webhook's POST to the cashier's reply, beside a bot that only answers "ok".

Each bot runs in a process of its own with uvloop, httptools and Starlette; cashiers and platform share this one.
A scan is whole: a deep link with a signed code, each of another customer. In a round every cashier scans one card, some
of them at the same moment: a person scans every few seconds, and Stempel lets nobody ask for much more at once. Receipts
go out through the outbox while the cashiers scan; those that are left when the last cashier has her reply are waited for
off the clock.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.clock import read_clock
from benchmarks import bots
from benchmarks.bots import Bot
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, crowded, run
from benchmarks.platform import Platform, Webhook
from benchmarks.rows import Row, row
from benchmarks.telegram import Telegram
from loyalty.records import Account
from loyalty.tokens import card_token

_ROUNDS, _SCANS, _AT_ONCE = 9, 300, 16
_PATIENCE_S = 120  # a reply that is lost must not keep the run waiting for ever


def measure(*, rounds: int = _ROUNDS, scans: int = _SCANS) -> list[Row]:
    """Return scans a second."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder), rounds, scans))


async def _measure(folder: Path, rounds: int, scans: int) -> list[Row]:
    database = folder / "stempel.db"
    async with AsyncExitStack() as stack:
        everybody = scans * (rounds + 1)
        crowd = await stack.enter_async_context(
            crowded(database, everybody, cashiers=scans, now=read_clock())
        )
        platform = await stack.enter_async_context(Telegram())
        ours = await stack.enter_async_context(bots.stempel(ACCOUNT, database, platform.url))
        theirs = await stack.enter_async_context(bots.ok_bot("701", platform.url))
        measured = []
        for first in range(0, everybody, scans):
            cards = crowd.cards[first : first + scans]
            reference = scans / await scan_all(platform, theirs, cards, answer="ok")
            value = scans / await scan_all(platform, ours, cards)
            await platform.told(ours.number, first + scans)
            measured.append((value, reference))
        return [row("scan_telegram", "scans/s", measured[1:])]  # the first round warms up


async def scan_all(
    platform: Platform, bot: Bot, cards: Sequence[Account], *, answer: str = "✔ stamped"
) -> float:
    """Scan each card once, each by another cashier, some at the same moment, and return how many seconds it took."""
    codes = [card_token(bots.KEY.encode(), card.public_id, now=read_clock()) for card in cards]
    scans = enumerate(codes, FIRST_CASHIER)
    start = perf_counter()
    async with asyncio.timeout(_PATIENCE_S), asyncio.TaskGroup() as group:
        for _ in range(_AT_ONCE):
            group.create_task(_scan(platform, bot, scans, answer))
    return perf_counter() - start


async def _scan(platform: Platform, bot: Bot, scans: Iterator[tuple[int, str]], answer: str) -> None:
    async with Webhook(bot.webhook, platform.proof) as webhook:
        for cashier, code in scans:
            reply = platform.expect(bot.number, cashier)
            await webhook.post(platform.opens(bot.number, cashier, f"c{code}"))
            assert answer in await reply
