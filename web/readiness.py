"""Whether something can be stored, found out by storing something: `/readyz` says so to whoever shares out the traffic."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from actions.people.chat_state import StorageError

_EVERY_S = 1.0  # however often it is asked
_PATIENCE_S = 2.0
SLOW = "Nothing was stored within {seconds:g} seconds: the database is busy, or does not answer."


@dataclass(slots=True)
class Readiness:
    """Asks `store` at most once a second, and never twice at once."""

    store: Callable[[], Coroutine[Any, Any, None]]
    patience_s: float = _PATIENCE_S
    _trying: asyncio.Future[str] | None = None
    _tried_at: float = field(default=0.0)

    async def trouble(self) -> str:
        """Return why nothing can be stored; an empty text where something can."""
        now = asyncio.get_running_loop().time()
        if self._trying is None or (self._trying.done() and now - self._tried_at >= _EVERY_S):
            self._trying, self._tried_at = asyncio.ensure_future(self._try()), now
        trying = self._trying
        await asyncio.wait({trying}, timeout=self._tried_at + self.patience_s - now)
        return trying.result() if trying.done() else SLOW.format(seconds=self.patience_s)

    async def _try(self) -> str:
        try:
            await self.store()
        except StorageError as error:
            return str(error)
        return ""
