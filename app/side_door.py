"""A side door: the command line speaks to the Stempel that has the database open, since only one may write a file."""

import asyncio
import json
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from storage.engine.database import parsed, sqlite_path

_LOG = logging.getLogger(__name__)
_LONGEST_ANSWER = 4 * 1024 * 1024
_PATIENCE_S = 30.0

OfficeCommand = Callable[..., Awaitable[Any]]


class BadOptionError(Exception):
    """An option of the command line that can't be, with words for who typed it."""


@asynccontextmanager
async def side_door(url: str, commands: Mapping[str, OfficeCommand]) -> AsyncIterator[None]:
    """Answer commands at a socket that only this user may open; without one where none is needed, or allowed."""
    path = _door_of(url)
    if path is None:
        yield
        return
    path.unlink(missing_ok=True)  # of a process that died: whoever gets here holds the database's lock

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(await _carry_out(await reader.readline(), commands))
            await writer.drain()
        finally:
            writer.close()

    try:
        server = await asyncio.start_unix_server(answer, sock=_private(path), limit=_LONGEST_ANSWER)
    except OSError as error:
        _LOG.warning("commands can't reach a running Stempel: %s", error)
        yield
        return
    try:
        async with server:
            yield
    finally:
        path.unlink(missing_ok=True)


def _door_of(url: str) -> Path | None:
    """Return where the socket of a database is; PostgreSQL has room for many writers and needs none."""
    place = parsed(url)
    if place.drivername != "sqlite":
        return None
    path = sqlite_path(place)
    return path.with_name(f"{path.name}.door")


def _private(path: Path) -> socket.socket:
    """Make a socket that nobody else can open, not even in its first moment."""
    door = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        door.bind(str(path))
    except OSError:
        door.close()
        raise
    finally:
        os.umask(before)
    return door


async def _carry_out(line: bytes, commands: Mapping[str, OfficeCommand]) -> bytes:
    asked = json.loads(line)
    try:
        result = await commands[asked["command"]](**asked["options"])
    except BadOptionError as error:
        return json.dumps({"refused": str(error)}).encode() + b"\n"
    return json.dumps({"result": result}).encode() + b"\n"


async def knock(url: str, command: str, options: Mapping[str, Any]) -> tuple[Any] | None:
    """Have the Stempel that runs on a database carry out a command; None where none has a door."""
    path = _door_of(url)
    if path is None:
        return None
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=_LONGEST_ANSWER)
    except OSError:
        return None
    try:
        writer.write(json.dumps({"command": command, "options": options}).encode() + b"\n")
        await writer.drain()
        async with asyncio.timeout(_PATIENCE_S):
            answer = json.loads(await reader.readline())
    finally:
        writer.close()
    if "refused" in answer:
        raise BadOptionError(answer["refused"])
    return (answer["result"],)
