"""Several real `stempel serve` on one PostgreSQL behind a balancer, and a Telegram that counts what comes in a second."""

import asyncio
import os
import signal
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.fakes.people import User
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_rules import Json, RefusedError
from tests.forks import Fork, heard

SECRET = "fleet"
CODES = "the key that signs codes in the fleet"
_PATIENCE_S = 60


class CountingTelegram(FakeTelegram):
    """Notes when each message arrived, and answers 429 above so many a second, of which as many may come at once."""

    def __init__(self, most_a_second: int = 30) -> None:
        super().__init__()
        self.at: dict[str, list[float]] = defaultdict(list)  # by chat
        self.refused = 0
        self._most = most_a_second
        self._left, self._since = float(most_a_second), 0.0

    async def opens_twice(self, person: User, link: str) -> None:
        """Open a link whose update is brought twice at the same moment."""
        await asyncio.gather(self.opens(person, link), self._brings_again())

    async def _brings_again(self) -> None:
        assert self.updates.last
        await self.updates.put(self.updates.last, chat=None)

    async def _call(self, method: str, given: Json) -> Any:
        if method.startswith("send"):
            self._count(given["chat_id"])
        return await super()._call(method, given)

    def _count(self, chat: str) -> None:
        now = asyncio.get_running_loop().time()
        self._left = min(self._left + (now - self._since) * self._most, self._most)
        self._since = now
        if self._left < 1:
            self.refused += 1
            raise RefusedError(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        self._left -= 1
        self.at[chat].append(now)

    def arrivals(self) -> list[float]:
        """Return when messages arrived, in order."""
        return sorted(moment for moments in self.at.values() for moment in moments)

    def shortest_gap_s(self) -> float:
        """Return how soon after another a message came into its chat."""
        pairs = (pair for moments in self.at.values() for pair in pairwise(moments))
        return min((later - first for first, later in pairs), default=_PATIENCE_S)


@dataclass(eq=False, slots=True)
class Server:
    """One of the processes."""

    url: str
    process: BaseProcess
    log: asyncio.Future[str]

    def freezes(self) -> None:
        """Stop in the middle of whatever it does."""
        self._signal(signal.SIGSTOP)

    def thaws(self) -> None:
        """Go on as if nothing had been."""
        self._signal(signal.SIGCONT)

    async def stops(self) -> None:
        """End as an operator ends it."""
        self.process.terminate()
        await self.ended()

    async def dies(self) -> None:
        """End without a word."""
        self.process.kill()
        await self.ended()

    async def ended(self) -> None:
        """Wait for the end."""
        await asyncio.to_thread(self.process.join, _PATIENCE_S)
        await self.log

    def _signal(self, number: int) -> None:
        assert self.process.pid
        os.kill(self.process.pid, number)


@dataclass(slots=True)
class Fleet:
    """The processes that are there now, and the balancer before them: an ASGI app that asks one after the other."""

    folder: Path
    settings: Mapping[str, str]
    servers: list[Server] = field(default_factory=list)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=30, trust_env=False))
    _turn: int = 0

    async def grows(self) -> Server:
        """Start one more process, and give it its share as soon as it listens."""
        fork: Fork = self._stack.enter_context(heard("serve", folder=self.folder, settings=self.settings))
        log = asyncio.ensure_future(asyncio.to_thread(fork.err.read))
        async with asyncio.timeout(_PATIENCE_S):
            line = await asyncio.to_thread(fork.out.readline)
        server = Server(line.split()[-1], fork.process, log)
        self.servers.append(server)
        return server

    async def shrinks(self, server: Server) -> None:
        """Stop a process while others go on."""
        self.servers.remove(server)
        await server.stops()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to the next process; to another where the connection is refused."""
        request = Request(scope, receive)
        body = await request.body()
        response = Response(status_code=502)
        for _ in range(len(self.servers)):
            server = self._next()
            try:
                answer = await self._client.post(
                    f"{server.url}{request.url.path}", content=body, headers=dict(request.headers)
                )
            except httpx.ConnectError:
                continue
            except httpx.TransportError:
                break
            response = Response(answer.content, answer.status_code)
            break
        await response(scope, receive, send)

    def _next(self) -> Server:
        self._turn += 1
        return self.servers[self._turn % len(self.servers)]

    async def ends(self) -> None:
        """Stop all that is there."""
        for server in self.servers:
            server.thaws()
            server.process.terminate()
        for server in self.servers:
            await server.ended()
        await self._client.aclose()
        await self._stack.aclose()


@asynccontextmanager
async def fleet(url: str, telegram: FakeTelegram, folder: Path, *, size: int) -> AsyncIterator[Fleet]:
    """Serve a database with so many processes, where Telegram calls the balancer."""
    settings = {
        "STEMPEL_DATABASE_URL": url,
        "STEMPEL_SECRET": CODES,
        "STEMPEL_PUBLIC_URL": "https://stempel.example",
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    opened = Fleet(folder, settings)
    telegram.updates.patience = 1000
    await telegram.delivers_to("https://stempel.example/telegram/webhook", SECRET, app=opened)
    try:
        for _ in range(size):
            await opened.grows()
        yield opened
    finally:
        await opened.ends()
