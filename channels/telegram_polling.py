"""Long polling that forgets an update only after it was handled."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from channels.messages import Incoming, NotAcknowledgedError
from channels.telegram_errors import retry_after_s, startup_error_of
from channels.telegram_wire import Json

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0

Handle = Callable[[Incoming], Awaitable[None]]


async def poll(
    leave_webhook: Callable[[], Awaitable[object]],
    fetch: Callable[[int], Awaitable[Sequence[Json]]],
    read: Callable[[Json], Incoming | None],
    handle: Handle,
    *,
    wait: Callable[[float], Awaitable[None]],
) -> None:
    """Hand every update to `handle`, one person's in order and different people's at once, for ever.

    An update for which `handle` raises `NotAcknowledgedError` comes again after a pause; handled ones that
    stood behind it come again too, with the same key. Raises `AnotherPollerError` and `TokenRefusedError`;
    any other error of `handle` is a bug and ends the polling.
    """
    offset, pause_s, webhook_gone = 0, _FIRST_PAUSE_S, False
    while True:
        try:
            if not webhook_gone:
                await leave_webhook()
                webhook_gone = True
            updates = [update for update in await fetch(offset) if isinstance(update.get("update_id"), int)]
        except (Conflict, InvalidToken) as error:
            raise startup_error_of(error) from None
        except TelegramError as error:
            await wait(retry_after_s(error) if isinstance(error, RetryAfter) else pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            continue
        refused = await _handle_all(updates, read, handle)
        if refused is None:
            offset = max([offset, *(update["update_id"] + 1 for update in updates)])
            pause_s = _FIRST_PAUSE_S
        else:
            offset = max(offset, refused)
            await wait(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)


async def _handle_all(
    updates: Iterable[Json], read: Callable[[Json], Incoming | None], handle: Handle
) -> int | None:
    """Return the id of the earliest update that was refused, None when all were handled."""
    by_person: dict[object, list[tuple[int, Incoming]]] = defaultdict(list)
    for update in updates:
        if incoming := read(update):
            by_person[incoming.sender].append((update["update_id"], incoming))
    async with asyncio.TaskGroup() as people:
        tasks = [people.create_task(_handle_in_order(queue, handle)) for queue in by_person.values()]
    return min((refused for task in tasks if (refused := task.result()) is not None), default=None)


async def _handle_in_order(queue: Sequence[tuple[int, Incoming]], handle: Handle) -> int | None:
    for update_id, incoming in queue:
        try:
            await handle(incoming)
        except NotAcknowledgedError:
            return update_id
    return None
