"""PostgreSQL is stopped and started while tills scan: what was acknowledged is there, and is there once.

`python -m benchmarks.database_stops 34` does so 34 times in each of three ways, or in those that are named, and prints a line
for each. One `stempel
serve` hears the scans by its webhook. As a messenger does, whoever brought a scan that was not acknowledged brings it again.
"""

import asyncio
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import text

from app.clock import read_clock
from benchmarks import bots
from benchmarks.bots import Bot
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, Crowd, crowded, run
from benchmarks.databases import STOPS, PostgresServer, Stop, postgres
from benchmarks.platform import Webhook
from benchmarks.telegram import Telegram
from loyalty.tokens import card_token
from storage.engine.database import read_database
from storage.engine.statements import Tx

_TILLS, _CASHIERS = 8, 100
_BEFORE, _DURING, _AFTER = (
    15,
    25,
    10,
)  # scans: taken before a stop, for while it comes, and once the server is back
_CARDS_A_STOP = _BEFORE + _DURING + _AFTER
_PATIENCE_S = 120
_BOOKED = text("SELECT account_id, count(*) FROM visits WHERE key NOT LIKE 'before:%' GROUP BY account_id")


@dataclass(slots=True)
class Tally:
    """What came of it: scans acknowledged, how often one was not and came again, and those that are missing or doubled."""

    how: Stop
    stops: int = 0
    acknowledged: set[int] = field(default_factory=set)
    refused: int = 0
    lost: int = 0
    doubled: int = 0
    longest_s: float = 0  # from a start to the next scan that was taken

    def __str__(self) -> str:
        return (
            f"{self.how:<10} {self.stops:>4} stops {len(self.acknowledged):>6} scans acknowledged "
            f"{self.refused:>5} came again {self.lost:>3} lost {self.doubled:>3} doubled "
            f"{self.longest_s:>6.2f} s at most until the next scan"
        )


async def stop_under_load(folder: Path, how: Stop, times: int) -> Tally:
    """Stop and start a server so many times, and count."""
    tally = Tally(how)
    async with postgres(folder) as server:
        database = await server.new_database("stempel")
        cards = times * _CARDS_A_STOP
        async with (
            crowded(database, cards, cashiers=_CASHIERS, now=read_clock()) as crowd,
            Telegram() as platform,
            bots.stempel(ACCOUNT, database, platform.url, hasty=True) as bot,
        ):
            await _scan_through(server, tally, times, _Load(crowd, platform, bot, tally))
        booked = await _booked(database)
    tally.lost = len(tally.acknowledged - booked.keys())
    tally.doubled = sum(number > 1 for number in booked.values())
    return tally


@dataclass(slots=True)
class _Load:
    """Tills that scan one card after the other."""

    crowd: Crowd
    platform: Telegram
    bot: Bot
    tally: Tally
    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))  # how many more may begin
    taken: asyncio.Condition = field(default_factory=asyncio.Condition)

    def scans(self) -> Iterator[tuple[int, Any]]:
        """Give each card's id, and the update in which somebody scans it."""
        for number, card in enumerate(self.crowd.cards):
            code = card_token(bots.KEY.encode(), card.public_id, now=read_clock())
            yield (
                card.id,
                self.platform.opens(self.bot.number, FIRST_CASHIER + number % _CASHIERS, f"c{code}"),
            )

    async def run(self) -> None:
        """Scan at all tills."""
        scans = self.scans()
        async with asyncio.TaskGroup() as tills:
            for _ in range(_TILLS):
                tills.create_task(self._scan(scans))

    async def _scan(self, scans: Iterator[tuple[int, Any]]) -> None:
        while await self.begun.acquire():
            card_id, update = next(scans, (0, None))
            if update is None:
                self.begun.release()  # for the other tills: it is over
                return
            while not await self._acknowledged(update):
                self.tally.refused += 1
                await asyncio.sleep(0.05)
            async with self.taken:
                self.tally.acknowledged.add(card_id)
                self.taken.notify_all()

    async def _acknowledged(self, update: Any) -> bool:
        async with Webhook(self.bot.webhook, self.platform.proof) as webhook:
            return await webhook.deliver(update) == 200

    def begin(self, scans: int) -> None:
        """Let so many more scans begin."""
        for _ in range(scans):
            self.begun.release()

    async def wait_for_more(self, scans: int) -> None:
        """Wait until so many more scans were taken."""
        wanted = len(self.tally.acknowledged) + scans
        async with asyncio.timeout(_PATIENCE_S), self.taken:
            await self.taken.wait_for(lambda: len(self.tally.acknowledged) >= wanted)


async def _scan_through(server: PostgresServer, tally: Tally, times: int, load: _Load) -> None:
    dice = random.Random(times)  # noqa: S311 - no secret
    async with asyncio.TaskGroup() as group:
        group.create_task(load.run())
        for _ in range(times):
            load.begin(_BEFORE + _DURING)
            await load.wait_for_more(_BEFORE)
            await asyncio.sleep(dice.uniform(0, 0.1))
            await server.stop(tally.how)
            await asyncio.sleep(dice.uniform(0, 0.3))
            await server.start()
            began = perf_counter()
            load.begin(_AFTER)
            await load.wait_for_more(1)
            tally.longest_s = max(tally.longest_s, perf_counter() - began)
            tally.stops += 1
        load.begin(1)  # one more than there are: the tills close


async def _booked(database: str) -> dict[int, int]:
    def count(tx: Tx) -> dict[int, int]:
        return {row[0]: row[1] for row in tx.execute(_BOOKED)}

    async with read_database(database) as db:
        return await db.read(count)


def main(words: Sequence[str]) -> None:
    """Stop in each way as often as is asked for, and print what came of it."""
    times = int(words[0]) if words else 2
    for how in [one for one in STOPS if one in words] or STOPS:
        with TemporaryDirectory(prefix="stempel-stops-") as folder:
            print(run(stop_under_load(Path(folder), how, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
