"""PostgreSQL is stopped and started while tills scan: what was acknowledged is there, and is there once.

`python -m benchmarks.database_stops 34` does so 34 times in each of three ways, or in those that are named, and prints a line
for each. One `stempel serve` hears the scans by its webhook. As a messenger does, whoever brought a scan that was not
acknowledged brings it again.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.crowd import run
from benchmarks.databases import STOPS, PostgresServer, Stop, postgres
from benchmarks.tally import Tally, begin, counted, go_on
from benchmarks.tills import Tills


async def stop_under_load(folder: Path, how: Stop, times: int) -> Tally:
    """Stop and start a server so many times, and count."""
    tally = Tally(how)
    async with postgres(folder) as server:
        database = await server.new_database("stempel")
        async with counted(tally, database, times) as tills:
            dice = random.Random(times)  # noqa: S311 - no secret
            for _ in range(times):
                await _once(server, how, tally, tills, dice)
    return tally


async def _once(server: PostgresServer, how: Stop, tally: Tally, tills: Tills, dice: random.Random) -> None:
    await begin(tills)
    await asyncio.sleep(dice.uniform(0, 0.1))
    await server.stop(how)
    await asyncio.sleep(dice.uniform(0, 0.3))
    await server.start()
    await go_on(tally, tills, {"its start": perf_counter()})


def main(words: Sequence[str]) -> None:
    """Stop in each way as often as is asked for, and print what came of it."""
    times = int(words[0]) if words else 2
    for how in [one for one in STOPS if one in words] or STOPS:
        with TemporaryDirectory(prefix="stempel-stops-") as folder:
            print(run(stop_under_load(Path(folder), how, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
