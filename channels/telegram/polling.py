"""Long polling that forgets an update only after it was kept, and lets nobody wait for somebody else's."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from channels.fields import Json
from channels.keeping import keep
from channels.messages import Address, Incoming
from channels.telegram.errors import retry_after_s, startup_error_of

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
_PATIENCE_S = 0.25  # with who takes long, before it is asked whether somebody else has written

Handle = Callable[[Incoming], Awaitable[None]]


async def poll(
    leave_webhook: Callable[[], Awaitable[object]],
    fetch: Callable[[int, bool], Awaitable[Sequence[Json]]],
    read: Callable[[Json], Incoming | None],
    handle: Handle,
    *,
    wait: Callable[[float], Awaitable[None]],
) -> None:
    """Hand every update to `handle`, one person's in order and different people's at once, for ever.

    `fetch` is given an offset, and whether to wait until something comes. An update for which `handle` raises
    `NotAcknowledgedError` comes again after a pause, and so do the same person's that stood behind it. Raises
    `AnotherPollerError` and `TokenRefusedError`; any other error of `handle` is a bug and ends the polling.
    """
    async with asyncio.TaskGroup() as people:
        end = await _receive(leave_webhook, fetch, read, _Desk(people, handle), wait=wait)
    raise end


async def _receive(
    leave_webhook: Callable[[], Awaitable[object]],
    fetch: Callable[[int, bool], Awaitable[Sequence[Json]]],
    read: Callable[[Json], Incoming | None],
    desk: "_Desk",
    *,
    wait: Callable[[float], Awaitable[None]],
) -> Exception:
    """Fetch updates for the desk until the platform forbids it, and return why it does."""
    pause_s, webhook_gone = _FIRST_PAUSE_S, False
    while True:
        try:
            if not webhook_gone:
                await leave_webhook()
                webhook_gone = True
            updates = await fetch(desk.offset, not desk.open)
        except (Conflict, InvalidToken) as error:
            return startup_error_of(error)
        except TelegramError as error:
            await wait(retry_after_s(error) if isinstance(error, RetryAfter) else pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            continue
        desk.take([update for update in updates if isinstance(update.get("update_id"), int)], read)
        if await desk.all_kept():
            pause_s = _FIRST_PAUSE_S
        else:
            await wait(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)


@dataclass(slots=True)
class _Desk:
    """Updates in hand: a queue for each person, and from where on the platform must keep them."""

    people: asyncio.TaskGroup
    handle: Handle
    offset: int = 0
    open: set[int] = field(default_factory=set)
    _done: set[int] = field(default_factory=set)
    _refused: set[int] = field(default_factory=set)
    _queues: dict[Address, deque[tuple[int, Incoming]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def take(self, updates: Sequence[Json], read: Callable[[Json], Incoming | None]) -> None:
        """Put what is new into the queues; what is in hand, or was handled, comes again until the offset passes it."""
        for update in updates:
            update_id = update["update_id"]
            if update_id in self.open or update_id in self._done:
                continue
            incoming = read(update)
            if incoming is None:
                self._done.add(update_id)
                continue
            self.open.add(update_id)
            queue = self._queues.setdefault(incoming.sender, deque())
            queue.append((update_id, incoming))
            if len(queue) == 1:
                self._tasks.add(self.people.create_task(self._serve(incoming.sender)))

    async def all_kept(self) -> bool:
        """Give those in hand a moment, and move the offset; False where something could not be kept."""
        if self._tasks:
            _, self._tasks = await asyncio.wait(self._tasks, timeout=_PATIENCE_S)
        kept, unfinished = not self._refused, self.open | self._refused
        self.offset = max(self.offset, min(unfinished, default=max(self._done, default=-1) + 1))
        self._done = {one for one in self._done if one >= self.offset}
        self._refused.clear()
        return kept

    async def _serve(self, person: Address) -> None:
        """Have one person's updates kept in order; those behind one that could not be come again with it."""
        queue = self._queues[person]
        while queue:
            update_id, incoming = queue[0]
            if not await keep(incoming, self.handle, self.people):
                refused = {update_id for update_id, _ in queue}
                self._refused |= refused
                self.open -= refused
                break
            queue.popleft()
            self.open.remove(update_id)
            self._done.add(update_id)
        del self._queues[person]
