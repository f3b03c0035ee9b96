"""`kill -9` of Stempel's own processes while tills scan, undo and redeem and a campaign goes out: nothing lost, nothing doubled.

`python -m benchmarks.kills 150` kills 150 times one process on SQLite, and 150 times one of two on PostgreSQL, and prints a line
for each; `sqlite` or `postgres` after the number chooses one. After each kill the database is looked through; in the end, when
all that is owed has left, everybody's chat is.
"""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from sqlalchemy import text

from actions.tell import URGENT
from app.clock import read_clock
from benchmarks import bots, claims
from benchmarks.campaign import broadcast
from benchmarks.claims import OFFER, Broken
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.databases import address, postgres
from benchmarks.tills import Tills
from benchmarks.witness import Witness
from storage.engine.database import open_database
from storage.engine.statements import Tx
from tests.fleet import Fleet

_URGENT_OFFERS = text("UPDATE outbox SET urgency = :urgent WHERE kind = 'campaign' AND id % 2 = 0")
Engine = Literal["sqlite", "postgres"]
ENGINES: tuple[Engine, ...] = ("sqlite", "postgres")
_CASHIERS = 50
_SCANS = 12  # at each life of a process
_AFTER = 3  # that must be taken before the next death
_AT_ONCE = 50  # deaths of one database; then there is a new one
_PATIENCE_S = 400


@dataclass(slots=True)
class Tally:
    """What came of it."""

    engine: Engine
    kills: int = 0
    scans: int = 0
    undone: int = 0
    redeemed: int = 0
    offers: int = 0
    brought_again: int = 0
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.engine:<9} {self.kills:>4} kills {self.scans:>6} scans {self.undone:>5} undone {self.redeemed:>5} redeemed "
            f"{self.offers:>6} offers {self.brought_again:>6} brought again   "
            f"{'; '.join(self.broken) or 'nothing lost, nothing doubled'}"
        )


@asynccontextmanager
async def crew(database: Path | str, platform: Witness, *, size: int) -> AsyncIterator[Fleet]:
    """Serve a database with so many processes, without a balancer: whoever brings an update chooses one."""
    with TemporaryDirectory(prefix="stempel-crew-") as folder:
        fleet = Fleet(Path(folder), bots.on_telegram(ACCOUNT, database, platform.url))
        try:
            for _ in range(size):
                await fleet.grows()
            yield fleet
        finally:
            await fleet.ends()


def webhooks(fleet: Fleet) -> list[str]:
    """Return where each process is called."""
    return [f"{server.url}/telegram/webhook" for server in fleet.servers]


async def kill_under_load(database: Path | str, tally: Tally, times: int) -> None:
    """Kill so many times, and add up."""
    size = 1 if isinstance(database, Path) else 2
    async with (
        crowded(database, times * _SCANS, cashiers=_CASHIERS, now=read_clock()) as crowd,
        Witness() as platform,
    ):
        async with open_database(address(database)) as db:
            await broadcast(db, crowd.cards, crowd.cashiers[0], now=read_clock())
            await db.write(_let_half_the_offers_be_urgent)
        async with crew(database, platform, size=size) as fleet:
            tills = Tills(crowd, platform, lambda: webhooks(fleet), busy=True)
            async with tills.open():
                await _kill_through(fleet, address(database), tills, tally, times)
            await all_sent(address(database))
            broken = await claims.look_at_chats(address(database), tills.deeds, platform)
    _add_up(tally, tills, broken)


def _let_half_the_offers_be_urgent(tx: Tx) -> None:
    # Else they wait for all receipts, and no death meets one.
    tx.execute(_URGENT_OFFERS, {"urgent": URGENT})


async def _kill_through(fleet: Fleet, database: str, tills: Tills, tally: Tally, times: int) -> None:
    dice = random.Random()  # noqa: S311 - no secret
    for number in range(times):
        tills.begin(_SCANS)
        await tills.wait_for_more(_AFTER)
        await asyncio.sleep(dice.choice((0.0, 0.1, 1.0, 3.0)) * dice.random())
        victim = dice.choice(fleet.servers)
        fleet.servers.remove(victim)
        await victim.dies()
        tally.kills += 1
        broken = await claims.look(database, tills.deeds)
        if broken:
            tally.broken.append(f"kill {number + 1}: {broken}")
        await fleet.grows()
    await tills.wait_for(times * _SCANS)


async def all_sent(database: str) -> None:
    """Wait until nothing is owed; on PostgreSQL what a dead hand holds comes back after two minutes."""
    async with asyncio.timeout(_PATIENCE_S):
        while await claims.still_owed(database):  # noqa: ASYNC110 - the processes have no event for us
            await asyncio.sleep(1)


def _add_up(tally: Tally, tills: Tills, broken: Broken) -> None:
    deeds = tills.deeds
    tally.scans += len(deeds.scanned)
    tally.undone += len(deeds.undone)
    tally.redeemed += len(deeds.redeemed)
    tally.brought_again += deeds.brought_again
    tally.offers += sum(OFFER in said.text for chat in tills.platform.chats.values() for said in chat)
    if broken:
        tally.broken.append(f"in the end: {broken}")


async def kill(engine: Engine, times: int) -> Tally:
    """Kill so many times on one kind of database, a few dozen times on each."""
    tally = Tally(engine)
    while tally.kills < times:
        some = min(times - tally.kills, _AT_ONCE)
        with TemporaryDirectory(prefix="stempel-kills-") as folder:
            if engine == "sqlite":
                await kill_under_load(Path(folder) / "stempel.db", tally, some)
            else:
                async with postgres(Path(folder)) as server:
                    await kill_under_load(await server.new_database("stempel"), tally, some)
        print(f"so far: {tally}", file=sys.stderr, flush=True)
    return tally


def main(words: Sequence[str]) -> None:
    """Kill as often as is asked for, and print what came of it."""
    times = int(words[0]) if words else 3
    for engine in [one for one in ENGINES if one in words] or ENGINES:
        print(run(kill(engine, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
