"""Disks that are full, slow or read-only, a database that is gone or cut off, a process that is paused, a clock that is wrong.

`python -m benchmarks.troubles full` meets one of them while tills work, on each database that can have it, or on the one that is
named, and prints a line for each. It wants root on a Linux machine: `full` mounts a disk of its own, `read_only` makes files
unchangeable, `slow` builds what waits at each commit with a C compiler, `pulled` drops packets by `iptables`.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.clock import read_clock
from benchmarks import bots, claims
from benchmarks.campaign import broadcast
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.databases import PostgresServer, address, free_port, postgres
from benchmarks.kills import Engine, all_sent, crew, webhooks
from benchmarks.packets import dropped
from benchmarks.tills import Tills
from benchmarks.witness import Witness
from storage.engine.database import open_database
from tests.fleet import Fleet

_CARDS, _CASHIERS = 120, 30
_BEFORE, _DURING, _AFTER = 30, 40, 50
_MEANWHILE = 30  # of what is scanned after it, where a trouble takes a while to begin
_DISK_MB = {"sqlite": 24, "postgres": 160}
_SWITCH = "SLOW"  # names the file that makes disks slow while it is there
_SLOW = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static int later(const char *name, int file) {
    if (access(getenv("SLOW"), F_OK) == 0) usleep(300000);
    return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}
int fsync(int file) { return later("fsync", file); }
int fdatasync(int file) { return later("fdatasync", file); }
"""


@dataclass(slots=True)
class Scene:
    """A café under load: its disk, its server where it has one, and the processes that serve it."""

    disk: Path
    server: PostgresServer | None
    fleet: Fleet
    tills: Tills
    database: Path | str
    also: list[str]  # where others are called, besides the fleet


async def full(scene: Scene) -> None:
    """Fill the disk to its last byte, and make room again after a while."""
    ballast = scene.disk / "ballast"
    await asyncio.to_thread(_fill, ballast)
    await asyncio.sleep(10)
    ballast.unlink()
    if scene.server:
        await scene.server.start()  # it may have given up, as its supervisor would notice


async def read_only(scene: Scene) -> None:
    """Let nothing be written any more, not even to files that are open, and let it be again after a while."""
    log = scene.server.place / "pg_wal" if scene.server else scene.disk
    files = [each for each in log.iterdir() if each.is_file()]
    subprocess.run(("chattr", "+i", *files), check=True)  # noqa: ASYNC221, S603, S607 - at once, our own
    await asyncio.sleep(10)
    subprocess.run(("chattr", "-i", *files), check=True)  # noqa: ASYNC221, S603, S607
    if scene.server:
        await scene.server.start()


async def gone(scene: Scene) -> None:
    """Take the database away for a minute."""
    assert scene.server
    await scene.server.stop("fast")
    await asyncio.sleep(60)
    await scene.server.start()


async def pulled(scene: Scene) -> None:
    """Let nothing pass between the processes and the database for a minute and a half, as where a cable is pulled."""
    assert scene.server
    with dropped(scene.server.port):
        await asyncio.sleep(90)


async def paused(scene: Scene) -> None:
    """Stop one of two processes for five minutes."""
    sleeper = scene.fleet.servers[0]
    sleeper.freezes()
    await asyncio.sleep(300)
    sleeper.thaws()


async def clock(scene: Scene) -> None:
    """Put the clock of a third process, which is given scans as the others are, a day ahead for a minute."""
    url, switch = scene.tills.platform.url, scene.disk / "ahead"
    async with bots.stempel(ACCOUNT, scene.database, url, ahead=switch) as third:
        scene.also.append(third.webhook)
        switch.touch()
        scene.tills.begin(_MEANWHILE)
        await asyncio.sleep(60)
        switch.unlink()
        await asyncio.sleep(2)
        scene.also.clear()


async def slow(scene: Scene) -> None:  # noqa: ARG001 - every process was started so that it looks for the file
    """Let each `fsync` of every process take a third of a second longer, for a while."""
    switch = Path(os.environ[_SWITCH])
    await asyncio.to_thread(switch.touch)
    await asyncio.sleep(30)
    await asyncio.to_thread(switch.unlink)


TROUBLES: dict[str, tuple[Callable[[Scene], Awaitable[None]], tuple[Engine, ...]]] = {
    "full": (full, ("sqlite", "postgres")),
    "read_only": (read_only, ("sqlite", "postgres")),
    "gone": (gone, ("postgres",)),
    "pulled": (pulled, ("postgres",)),
    "paused": (paused, ("postgres",)),
    "clock": (clock, ("postgres",)),
    "slow": (slow, ("sqlite", "postgres")),
}


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def _let_disks_become_slow(folder: Path) -> None:
    """Let every process that starts from now on wait at each `fsync` while the switch is there.

    Not from the beginning: to make a new server's files alone takes a thousand of them, five minutes.
    """
    source, shim = folder / "slow.c", folder / "slow.so"
    source.write_text(_SLOW)
    subprocess.run(("cc", "-shared", "-fPIC", "-o", shim, source, "-ldl"), check=True)  # noqa: S603, S607 - our own
    os.environ |= {"LD_PRELOAD": str(shim), _SWITCH: str(folder / "switch")}


async def meet(name: str, engine: Engine) -> str:
    """Meet a trouble once, and say what came of it."""
    trouble, _ = TROUBLES[name]
    async with _scene(engine, name) as (scene, database):
        tills = scene.tills
        async with tills.open():
            tills.begin(_BEFORE + _DURING)
            await tills.wait_for(_BEFORE)
            began = perf_counter()
            await trouble(scene)
            took = perf_counter() - began
            over, during = perf_counter(), len(tills.deeds.scanned)
            tills.begin(_AFTER)
            await tills.wait_for_more(1)
            next_s = perf_counter() - over
            await tills.wait_for(_CARDS)
        await all_sent(database)
        found = (
            await claims.look(database, tills.deeds),
            await claims.look_at_chats(database, tills.deeds, tills.platform),
        )
    wrong = "; ".join(str(one) for one in found if one) or "nothing lost, nothing doubled"
    return (
        f"{name:<8} {engine:<9} {took:>5.0f} s, {during - _BEFORE:>3} scans meanwhile, the next {next_s:.1f} s after it; "
        f"{len(tills.deeds.scanned)} scans, {tills.deeds.brought_again} brought again: {wrong}"
    )


@asynccontextmanager
async def _scene(engine: Engine, trouble: str) -> AsyncIterator[tuple[Scene, str]]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="stempel-troubles-")))
        if trouble == "full":
            stack.enter_context(_disk(folder, _DISK_MB[engine]))
        port = free_port() if trouble == "pulled" else 0
        server = (
            await stack.enter_async_context(postgres(folder, port=port)) if engine == "postgres" else None
        )
        database = await server.new_database("stempel") if server else folder / "stempel.db"
        crowd = await stack.enter_async_context(
            crowded(database, _CARDS, cashiers=_CASHIERS, now=read_clock())
        )
        platform = await stack.enter_async_context(Witness())
        async with open_database(address(database)) as db:
            await broadcast(db, crowd.cards, crowd.cashiers[0], now=read_clock())
        fleet = await stack.enter_async_context(crew(database, platform, size=2 if server else 1))
        also: list[str] = []
        tills = Tills(crowd, platform, lambda: webhooks(fleet) + also, busy=True)
        yield Scene(folder, server, fleet, tills, database, also), address(database)


@contextmanager
def _disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Mount a disk of so many megabytes, which lies in memory."""
    words = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder))
    subprocess.run(words, check=True)  # noqa: S603 - our own
    try:
        yield
    finally:
        subprocess.run(("umount", "--lazy", str(folder)), check=True)  # noqa: S603, S607 - our own


def main(words: Sequence[str]) -> None:
    """Meet the trouble that is named."""
    [name] = [word for word in words if word in TROUBLES]
    with TemporaryDirectory(prefix="stempel-slow-") as folder:
        if name == "slow":
            Path(folder).chmod(0o755)
            _let_disks_become_slow(Path(folder))
        for engine in [one for one in TROUBLES[name][1] if one in words] or TROUBLES[name][1]:
            print(run(meet(name, engine)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
