"""Drains the outbox: claim, word, send, settle, each row for itself. The second way through the house."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from actions import outbox
from actions.outbox import Message
from channels.messages import Delivery
from scheduler.retries import Again, Done, Drop, ShutOut, decide

_LOG = logging.getLogger(__name__)
_AT_ONCE = 4  # more would only keep answers waiting: Telegram takes thirty a second


class Storage(Protocol):
    """What the sender needs of a database."""

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction."""


@dataclass(slots=True)
class Sender:
    """Sends what waits; `deliver` words a message and sends it, or returns None when it grew stale."""

    db: Storage
    clock: Callable[[], datetime]
    deliver: Callable[[Message], Awaitable[Delivery | None]]
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _paused_until: datetime | None = None

    def kick(self) -> None:
        """Say that there may be something to send."""
        self._wake.set()

    async def run(self) -> None:
        """Drain at each kick, for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.drain()
            except outbox.StorageError:
                _LOG.exception("the outbox can't be read")

    async def drain(self) -> int:
        """Send all that is due now, and return how many rows were settled or put back."""
        handled = 0
        while not self._paused():
            batch: list[Message] = await self.db.write(outbox.claim, most=_AT_ONCE, now=self.clock())
            if not batch:
                break
            async with asyncio.TaskGroup() as group:
                for message in batch:
                    group.create_task(self._send(message))
            handled += len(batch)
        return handled

    def _paused(self) -> bool:
        return self._paused_until is not None and self.clock() < self._paused_until

    async def _send(self, message: Message) -> None:
        try:
            delivery = await self.deliver(message)
        except outbox.StorageError:
            raise
        except Exception:  # noqa: BLE001 - the one place where a bug in a message ends
            _LOG.exception("outbox row %s (%s) can't be sent", message.id, message.kind)
            await self.db.write(outbox.drop, message, "a fault of ours, see the log", now=self.clock())
            return
        await self._settle(message, delivery)

    async def _settle(self, message: Message, delivery: Delivery | None) -> None:
        now = self.clock()
        decision = decide(delivery, message.attempts) if delivery else Drop("stale")
        match decision:
            case Done(message_id):
                await self.db.write(outbox.sent, message, message_id, now=now)
            case Drop(why):
                await self.db.write(outbox.drop, message, why, now=now)
            case ShutOut(why):
                await self.db.write(outbox.shut, message, why, now=now)
            case Again(after, why, counted, whole_account):
                if whole_account:
                    self._paused_until = now + after
                await self.db.write(outbox.retry, message, why, due_at=now + after, counted=counted)
