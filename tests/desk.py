"""An operator's desk: the command line in a folder with settings."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.cli import app
from tests.forks import SETTINGS, heard

STEMPEL = Path(sys.executable).with_name("stempel")
_PATIENCE_S = 30
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

    async def runs(self, *words: str, says: str = "") -> Ended:
        """Run a command in this process, beside whatever it talks to; `says` is what it reads from standard input."""
        return await asyncio.to_thread(self._run, words, says)

    async def serves_in_vain(self) -> Ended:
        """Serve in a process of its own, which ends by itself."""
        with heard("serve", folder=self.folder, settings=self.settings) as fork:
            async with asyncio.timeout(_PATIENCE_S):
                out, err = await asyncio.gather(*map(asyncio.to_thread, (fork.out.read, fork.err.read)))
                await asyncio.to_thread(fork.process.join)
        return Ended(fork.process.exitcode or 0, out, err)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve in a process of its own, and give its address."""
        with heard("serve", folder=self.folder, settings=self.settings) as fork:
            async with asyncio.timeout(_PATIENCE_S):
                line = await asyncio.to_thread(fork.out.readline)
            try:
                yield line.split()[-1]
            finally:
                fork.process.terminate()
                await asyncio.to_thread(fork.process.join, _PATIENCE_S)

    def _run(self, words: tuple[str, ...], says: str = "") -> Ended:
        unset = {name: None for name in os.environ if name.startswith(SETTINGS)}
        with chdir(self.folder):
            ended = CliRunner().invoke(app, words, input=says, env={**unset, **self.settings})
        return Ended(ended.exit_code, ended.stdout, ended.stderr)
