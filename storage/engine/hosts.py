"""Of several PostgreSQL servers the one that writes: all are asked at once, so that one that says nothing holds nobody up.

asyncpg asks one after the other and has one limit for all: a first host that swallows what it is sent (its machine hangs, its
network broke) keeps it from ever asking the second.
"""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg

_LOG = logging.getLogger(__name__)
_Place = tuple[str, int]
PATIENCE_S = 5.0
_PRIMARY = "primary"
_NOT_THERE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
# A machine that vanished without a word is noticed within half a minute; TCP alone waits for a quarter of an hour, or for ever.
_SILENCE = {
    "TCP_KEEPIDLE": 10,
    "TCP_KEEPINTVL": 5,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 25_000,  # ms, and for what was sent and never confirmed
}


class _Watch:
    """Does something again and again, every `PATIENCE_S`, until its timer is cancelled."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._do = do
        self._wait()

    def _wait(self) -> None:
        self.timer = asyncio.get_running_loop().call_later(PATIENCE_S, self._over)

    def _over(self) -> None:
        self._do()
        self._wait()


class Hosts:
    """Connects to the servers of one address, and knows which connection leads where."""

    def __init__(self) -> None:
        self._leads_to: WeakKeyDictionary[Any, _Place] = WeakKeyDictionary()
        self._how: dict[str, Any] = {}
        self._looking = False
        self._looks: set[asyncio.Future[None]] = set()

    async def connect(self, **how: Any) -> Any:
        """Connect as asyncpg does; where the primary of several is wanted, to whichever says first that it is."""
        if isinstance(how.get("host"), list) and how.get("target_session_attrs") == _PRIMARY:
            self._how = how
            connection = await self._find_primary()
        else:
            connection = await asyncpg.connect(**how)
        _notice_silence(connection)
        return connection

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look, while something takes very long, whether another server writes by now."""
        if not self._how:  # there is one alone
            yield
            return
        watch = _Watch(self._look)
        try:
            yield
        finally:
            watch.timer.cancel()

    async def close(self) -> None:
        """Look no more: nobody waits for a server."""
        looks = list(self._looks)
        for looking in looks:
            looking.cancel()
        await asyncio.gather(*looks, return_exceptions=True)

    def _look(self) -> None:
        looking = asyncio.ensure_future(self._let_go())
        self._looks.add(looking)
        looking.add_done_callback(self._looked)

    def _looked(self, looking: asyncio.Future[None]) -> None:
        self._looks.discard(looking)
        error = None if looking.cancelled() else looking.exception()
        if error:  # what waits goes on waiting, and the next look may find more
            _LOG.error("which server writes was not found out", exc_info=error)

    async def _let_go(self) -> None:
        """Give up all connections to other servers than the one that writes now: what waits on them begins anew."""
        if self._looking:
            return
        self._looking = True
        try:
            with suppress(*_NOT_THERE):  # nobody writes now: there is nothing to choose
                found = await self.connect(**self._how)
                now = self._leads_to[found]
                await found.close()
                for connection, place in list(self._leads_to.items()):
                    if place != now:
                        connection.terminate()
        finally:
            self._looking = False

    async def _find_primary(self) -> Any:
        found: list[Any] = []
        failed: list[Exception] = []
        asked: list[asyncio.Task[None]] = []

        async def ask(place: _Place) -> None:
            try:
                connection = await asyncpg.connect(**{**self._how, "host": place[0], "port": place[1]})
            except _NOT_THERE as error:
                failed.append(error)
                return
            self._leads_to[connection] = place
            found.append(connection)
            for other in asked:
                other.cancel()

        async with asyncio.TaskGroup() as group:
            places = zip(self._how["host"], self._how["port"], strict=True)
            asked.extend([group.create_task(ask(place)) for place in places])
        for late in found[1:]:
            late.terminate()
        if not found:  # what a server says tells more than that another is not there
            raise max(failed, key=lambda error: isinstance(error, asyncpg.PostgresError))
        return found[0]


def _notice_silence(connection: Any) -> None:
    # Nothing public leads to the socket.
    wire = connection._transport.get_extra_info("socket")  # noqa: SLF001
    if wire.family == socket.AF_UNIX:
        return
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _SILENCE.items():
        if hasattr(socket, name):  # each system has its own
            wire.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
