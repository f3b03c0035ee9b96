"""A question that costs something, asked at most once in a while, however often its answer is wanted."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_EVERY_S = 1.0
_PATIENCE_S = 2.0


@dataclass(slots=True)
class Inquiry(Generic[T]):
    """Asks at most once a second and never twice at once, and waits two seconds for an answer."""

    ask: Callable[[], Coroutine[Any, Any, T]]
    patience_s: float = _PATIENCE_S
    _asking: asyncio.Future[T] | None = None
    _asked_at: float = 0.0

    async def answer(self) -> T | None:
        """Return an answer no older than a second; None where none came in time, also while that is still awaited."""
        now = asyncio.get_running_loop().time()
        if self._asking is None or (self._asking.done() and now - self._asked_at >= _EVERY_S):
            self._asking, self._asked_at = asyncio.ensure_future(self.ask()), now
        asking = self._asking
        await asyncio.wait({asking}, timeout=self._asked_at + self.patience_s - now)
        return asking.result() if asking.done() else None
