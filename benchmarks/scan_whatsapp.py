"""Scans a second on WhatsApp, from the webhook's signed POST to the cashier's reply, beside the same on Telegram.

The same café on both, in turns: `scan_telegram` says what a scan is, and where the clock stops.
"""

from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from app.clock import read_clock
from benchmarks import bots
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.graph import Graph
from benchmarks.rows import Row, row
from benchmarks.scan_telegram import scan_all
from benchmarks.telegram import Telegram

_ROUNDS, _SCANS = 15, 100  # short and many: neighbours in time share the machine's mood


def measure(*, rounds: int = _ROUNDS, scans: int = _SCANS) -> list[Row]:
    """Return scans a second."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder), rounds, scans))


async def _measure(folder: Path, rounds: int, scans: int) -> list[Row]:
    everybody, now = scans * (rounds + 1), read_clock()
    here, there = folder / "whatsapp.db", folder / "telegram.db"
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        ours = await enter(crowded(here, everybody, cashiers=scans, channel="whatsapp", now=now))
        theirs = await enter(crowded(there, everybody, cashiers=scans, now=now))
        graph, telegram = await enter(Graph()), await enter(Telegram())
        bot = await enter(bots.stempel_on_whatsapp(ACCOUNT, here, graph.url))
        beside = await enter(bots.stempel(ACCOUNT, there, telegram.url))
        measured = []
        for first in range(0, everybody, scans):
            batch = slice(first, first + scans)
            reference = scans / await scan_all(telegram, beside, theirs.cards[batch])
            await telegram.told(beside.number, first + scans)
            value = scans / await scan_all(graph, bot, ours.cards[batch])
            await graph.told(bot.number, first + scans)
            measured.append((value, reference))
        return [row("scan_whatsapp", "scans/s", measured[1:])]  # the first round warms up
