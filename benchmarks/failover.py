"""A primary that goes while tills scan, and a standby that takes its place: what was acknowledged is there, and is there once.

`python -m benchmarks.failover 5` does so five times in each of two ways, or in the one that is named, and prints a line for
each: `kill`, where all of the primary's processes end at once, and `silent`, where they say nothing more, as when a network
breaks. What the primary acknowledges the standby has, too (`synchronous_standby_names`). Both stand in STEMPEL_DATABASE_URL. The
standby is promoted at once, as whatever looks after the servers would do after its own time; the other comes back as the new
primary's standby.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Literal

from benchmarks.crowd import run
from benchmarks.databases import PostgresServer, postgres_pair
from benchmarks.tally import SCANS, Tally, begin, counted, go_on
from benchmarks.tills import Tills

How = Literal["kill", "silent"]
HOWS: tuple[How, ...] = ("kill", "silent")


async def fail_over(folder: Path, how: How, times: int) -> Tally:
    """Let a primary go so many times, and count."""
    tally = Tally(how)
    async with postgres_pair(folder) as pair:
        primary, standby = pair
        await primary.new_database("stempel")
        url = f"postgresql://postgres@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/stempel"
        async with counted(tally, url, times) as tills:
            for _ in range(times):
                await _once(primary, standby, tally, tills)
                primary, standby = standby, primary
    return tally


async def _once(primary: PostgresServer, standby: PostgresServer, tally: Tally, tills: Tills) -> None:
    await begin(tills)
    await asyncio.sleep(random.uniform(0, 0.2))  # noqa: S311 - no secret
    end = perf_counter()
    if tally.how == "silent":
        primary.freeze()
    else:
        await primary.vanish()
    await standby.promote()
    await standby.keep_alone()
    await go_on(tally, tills, {"its end": end, "the promotion": perf_counter()})
    await tills.wait_for(tally.times * SCANS)
    await primary.vanish()
    await primary.follow(standby)
    await standby.keep_twice()


def main(words: Sequence[str]) -> None:
    """Fail over in each way as often as is asked for, and print what came of it."""
    times = int(words[0]) if words else 2
    for how in [one for one in HOWS if one in words] or HOWS:
        with TemporaryDirectory(prefix="stempel-failover-") as folder:
            print(run(fail_over(Path(folder), how, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
