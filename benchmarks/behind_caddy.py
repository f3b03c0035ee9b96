"""Two processes behind Caddy, as `compose.yaml` has them, stopped and started in turn while tills scan: what a messenger is answered.

`python -m benchmarks.behind_caddy 4` lets each of both stop and start four times behind `deploy/Caddyfile`, or behind another file that is
named, and prints how the calls were answered. It wants a `caddy` to be installed.
"""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.clock import read_clock
from benchmarks import bots, claims
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.databases import free_port, postgres
from benchmarks.tills import Tills
from benchmarks.witness import Witness
from tests.fleet import Fleet

_CADDYFILE = Path(__file__).parent.parent / "deploy" / "Caddyfile"
_CASHIERS = 50
_SCANS = 40  # while one of both stops and starts


@asynccontextmanager
async def caddy(file: Path, port: int, servers: Sequence[int]) -> AsyncIterator[str]:
    """Run Caddy on a port of this machine before servers on others, without a certificate."""
    with TemporaryDirectory(prefix="stempel-caddy-") as folder:
        ours = _quiet(file, Path(folder))
        told = {
            "STEMPEL_DOMAIN": f"http://:{port}",
            "STEMPEL_SERVERS": " ".join(f"127.0.0.1:{server}" for server in servers),
            "HOME": folder,
        }
        words = ("caddy", "run", "--config", str(ours), "--adapter", "caddyfile")
        process = await asyncio.create_subprocess_exec(
            *words, env=os.environ | told, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            await process.wait()


def _quiet(file: Path, folder: Path) -> Path:
    """Copy a Caddyfile, without the port on which a Caddy of this machine takes orders."""
    ours = folder / "Caddyfile"
    ours.write_text("{\n\tadmin off\n}\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    return ours


async def roll(folder: Path, file: Path, times: int) -> str:
    """Stop and start each of two processes so many times, and say how calls were answered."""
    ports = (free_port(), free_port())
    async with postgres(folder) as server:
        database = await server.new_database("stempel")
        async with (
            crowded(database, times * 2 * _SCANS, cashiers=_CASHIERS, now=read_clock()) as crowd,
            Witness() as platform,
            caddy(file, free_port(), ports) as front,
        ):
            crew = Fleet(folder, bots.on_telegram(ACCOUNT, database, platform.url))
            tills = Tills(crowd, platform, lambda: [f"{front}/telegram/webhook"])
            try:
                for port in ports:
                    await _starts(crew, port)
                await _roll_through(crew, tills, ports, times)
            finally:
                await crew.ends()
            broken = await claims.look(database, tills.deeds)
    return f"{len(tills.deeds.scanned)} scans, answered {_said(tills.deeds.answers)}: {broken}"


async def _roll_through(crew: Fleet, tills: Tills, ports: Sequence[int], times: int) -> None:
    async with tills.open():
        for port in [*ports] * times:
            tills.begin(_SCANS)
            await tills.wait_for_more(_SCANS // 4)
            await crew.shrinks(crew.servers[0])
            await _starts(crew, port)
        await tills.wait_for(times * 2 * _SCANS)


async def _starts(crew: Fleet, port: int) -> None:
    crew.settings = {**crew.settings, "STEMPEL_PORT": str(port)}
    await crew.grows()


def _said(answers: Counter[int]) -> str:
    return ", ".join(f"{times} × {status or 'nothing'}" for status, times in sorted(answers.items()))


def main(words: Sequence[str]) -> None:
    """Roll as often as is asked for, and print what came of it."""
    times = int(words[0]) if words else 2
    file = Path(words[1]) if len(words) > 1 else _CADDYFILE
    with TemporaryDirectory(prefix="stempel-caddy-") as folder:
        print(run(roll(Path(folder), file, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
