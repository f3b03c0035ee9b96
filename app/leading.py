"""What one of several processes does at a time: the rounds, the night's work, and asking a platform for messages."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex
from typing import Any

from app.house import House
from channels.messages import AccountKey
from channels.setup import Handle, SetupError
from scheduler.lease import Lease
from storage.engine.errors import StorageError

_PAUSE_S = 10.0  # in which whoever lost a lease notices


@dataclass(slots=True)
class Leading:
    """One process among those that share a database."""

    house: House
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    _owner: str = field(default_factory=partial(token_hex, 8))
    _rounds: Lease = field(init=False)

    def __post_init__(self) -> None:
        """Make the lease of the rounds, which is nobody's yet."""
        self._rounds = self._lease("rounds")

    async def beat(self) -> None:
        """Keep what is ours, and see what other processes learned."""
        await self._rounds.keep()
        await self.house.beat()

    async def campaign(self) -> None:
        """Do a round where that is ours to do."""
        if await self._rounds.keep():
            await self.house.campaign(through=self._rounds)

    async def tidy(self, more: Callable[[], Awaitable[None]]) -> None:
        """Learn what the platforms changed, and where that is ours to do, tidy up, and do more."""
        await self.house.refresh()
        if await self._rounds.keep():
            await self.house.tidy()
            await more()

    async def refit(self) -> None:
        """Learn again where that is ours to do."""
        if await self._rounds.keep():
            await self.house.refit(through=self._rounds)

    async def stop(self) -> None:
        """Let what is on its way arrive, give back what has not left, and let another process lead at once."""
        await self.house.stop()
        with suppress(StorageError):
            await self._rounds.leave()

    async def hear(self, ours: AccountKey, ask: Callable[[Handle], Coroutine[Any, Any, None]]) -> None:
        """Ask a platform for what is said to an account, for ever, while no other process does.

        A refusal may mean whoever asked before, and has not noticed yet that the lease is ours: it counts if it comes twice.
        """
        asking = self._lease(f"asking of {ours.channel}/{ours.account}")
        refused = False
        while True:
            try:
                await asking.while_ours(partial(ask, self.house.handle))
                refused = False
            except SetupError:
                if refused or asking.alone:
                    raise
                refused = True
            await self.wait(_PAUSE_S)

    def _lease(self, name: str) -> Lease:
        return Lease(self.house.db, name, self._owner, self.house.clock)
