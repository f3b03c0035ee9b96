"""A primary that goes while tills scan, and a standby that takes its place: what was acknowledged is there, and is there once.

`python -m benchmarks.failover 5` does so five times in each of four ways, or in the one that is named, and prints a line for
each: `kill`, where all of the primary's processes end at once; `silent`, where they say nothing more; `pulled`, where no packet
passes to or from it any more, and it goes on by itself; and `moved`, the same where STEMPEL_DATABASE_URL has one address, which
leads to the new primary then. In the others both stand in it. What the primary acknowledges the standby has, too
(`synchronous_standby_names`). `pulled` and `moved` want root and `iptables`. The standby is promoted at once, as whatever looks after the servers would do after its own time; the other comes back as the new
primary's standby.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Literal

from benchmarks.crowd import run
from benchmarks.databases import PostgresServer, free_port, postgres_pair
from benchmarks.packets import dropped, led
from benchmarks.tally import SCANS, Tally, begin, counted, go_on
from benchmarks.tills import Tills

How = Literal["kill", "silent", "pulled", "moved"]
HOWS: tuple[How, ...] = ("kill", "silent", "pulled", "moved")
CUT_OFF: tuple[How, ...] = ("pulled", "moved")  # no packet passes


class Front:
    """An address that leads to one server, and later to another."""

    def __init__(self, to: PostgresServer) -> None:
        """Lead to the first."""
        self.port = free_port()
        self._leads = ExitStack()
        self.lead(to)

    def lead(self, to: PostgresServer) -> None:
        """Lead whoever comes from now on to this one."""
        self.close()
        self._leads.enter_context(led(self.port, to=to.port))

    def close(self) -> None:
        """Lead nowhere."""
        self._leads.close()


async def fail_over(folder: Path, how: How, times: int) -> Tally:
    """Let a primary go so many times, and count."""
    tally = Tally(how)
    async with postgres_pair(folder) as pair:
        primary, standby = pair
        await primary.new_database("stempel")
        with ExitStack() as stack:
            front = stack.enter_context(closing(Front(primary))) if how == "moved" else None
            async with counted(tally, _address(front or primary, standby), times) as tills:
                for _ in range(times):
                    await _once(primary, standby, tally, tills, front)
                    primary, standby = standby, primary
    return tally


def _address(first: PostgresServer | Front, standby: PostgresServer) -> str:
    """Return the address of the one that is named, or of both."""
    ports = [first.port] if isinstance(first, Front) else [first.port, standby.port]
    return f"postgresql://postgres@{','.join(f'127.0.0.1:{port}' for port in ports)}/stempel"


async def _once(
    primary: PostgresServer, standby: PostgresServer, tally: Tally, tills: Tills, front: Front | None
) -> None:
    await begin(tills)
    await asyncio.sleep(random.uniform(0, 0.2))  # noqa: S311 - no secret
    end = perf_counter()
    with ExitStack() as stack:
        if tally.how == "kill":
            await primary.vanish()
        elif tally.how == "silent":
            primary.freeze()
        else:
            stack.enter_context(dropped(primary.port))
        await standby.promote()
        await standby.keep_alone()
        if front:
            front.lead(standby)
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
