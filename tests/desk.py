"""An operator's desk: the command line in processes of its own, in a folder with settings."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STEMPEL = Path(sys.executable).with_name("stempel")
_PATIENCE_S = 30
SETTINGS = ("STEMPEL", "TELEGRAM", "WHATSAPP")  # what the names of all settings begin with
CAFE = (
    "shop",
    "create",
    "--name",
    "Café Luna",
    "--kind",
    "stamps",
    "--stamps",
    "10",
    "--reward",
    "Free coffee",
)


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """A folder with an operator in front of it."""

    folder: Path
    settings: Mapping[str, str]

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        known = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        return await asyncio.create_subprocess_exec(
            STEMPEL,
            *words,
            cwd=self.folder,
            env={**known, "STEMPEL_PORT": "0", **self.settings},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def runs(self, *words: str) -> Ended:
        process = await self.start(*words)
        async with asyncio.timeout(_PATIENCE_S):
            out, err = await process.communicate()
        return Ended(process.returncode or 0, out.decode(), err.decode())

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        process = await self.start("serve")
        assert process.stdout is not None
        async with asyncio.timeout(_PATIENCE_S):
            line = (await process.stdout.readline()).decode()
        try:
            yield line.split()[-1]
        finally:
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(_PATIENCE_S):
                await process.communicate()
