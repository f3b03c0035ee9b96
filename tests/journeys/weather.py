"""What Telegram may be like: out of reach, flooded, slow. Each lasts as long as its block."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_rules import Json, RefusedError
from tests.fakes.telegram_server import Bot, Server
from tests.journeys.stage import Stage

_SENDS = ("send", "edit")
_Call = Callable[[str, Json], Awaitable[Any]]


@asynccontextmanager
async def out_of_reach(telegram: FakeTelegram) -> AsyncIterator[None]:
    """Break off every connection to the platform, and let none be made."""
    for connection in telegram._server._uvicorn.server_state.connections:
        # Without a farewell, after which its port would be kept for a minute.
        connection.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    await telegram._server.stop()
    yield
    server = Server()
    server.let_in(telegram.token, Bot(telegram._call, telegram._file))
    server._socket.close()
    server._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    server._socket.bind(("127.0.0.1", urlsplit(telegram.url).port or 0))
    await server.start()
    telegram._server = server


@contextmanager
def flooded(stage: Stage, until: datetime) -> Iterator[list[datetime]]:
    """Refuse all that is sent before a moment, and note when somebody tried all the same."""
    tried: list[datetime] = []

    async def call(method: str, given: Json, usual: _Call) -> Any:
        left = ceil((until - stage.hours.now).total_seconds())
        if method.startswith(_SENDS) and left > 0:
            tried.append(stage.hours.now)
            raise RefusedError(429, f"Too Many Requests: retry after {left}", {"retry_after": left})
        return await usual(method, given)

    with _between(stage.telegram, call):
        yield tried


@contextmanager
def slow(stage: Stage, chats: set[int]) -> Iterator[asyncio.Event]:
    """Answer what is sent into these chats only when the event is set."""
    goes_on = asyncio.Event()

    async def call(method: str, given: Json, usual: _Call) -> Any:
        if method.startswith(_SENDS) and int(given.get("chat_id", 0)) in chats:
            await goes_on.wait()
        return await usual(method, given)

    with _between(stage.telegram, call):
        yield goes_on


@contextmanager
def _between(telegram: FakeTelegram, call: Callable[[str, Json, _Call], Awaitable[Any]]) -> Iterator[None]:
    server, usual = telegram._server, telegram._server._bots[telegram.token]

    async def instead(method: str, given: Json) -> Any:
        return await call(method, given, usual.call)

    server.let_in(telegram.token, Bot(instead, usual.file))
    try:
        yield
    finally:
        server.let_in(telegram.token, usual)
