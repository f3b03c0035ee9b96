"""Whether something can be stored, found out by storing something: `/readyz` says so to whoever shares out the traffic."""

from collections.abc import Callable, Coroutine
from typing import Any

from actions.people.chat_state import StorageError
from web.inquiry import Inquiry

SLOW = "Nothing was stored within {seconds:g} seconds: the database is busy, or does not answer."


class Readiness:
    """Knows from `store` why nothing can be stored."""

    def __init__(self, store: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Ask nothing yet."""
        self._store = store
        self.inquiry = Inquiry(self._try)

    async def trouble(self) -> str:
        """Return why nothing can be stored; an empty text where something can."""
        why = await self.inquiry.answer()
        return SLOW.format(seconds=self.inquiry.patience_s) if why is None else why

    async def _try(self) -> str:
        try:
            await self._store()
        except StorageError as error:
            return str(error)
        return ""
