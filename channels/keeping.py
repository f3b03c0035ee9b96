"""From the moment an update is kept the platform may be told, while its sender is still being answered."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from channels.channel import NotAcknowledgedError
from channels.messages import Event, Incoming


async def keep(event: Event, handle: Callable[[Any], Awaitable[None]], answering: asyncio.TaskGroup) -> bool:
    """Return once an event has its effect, while `answering` goes on; False where it must come again."""
    kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(*, well: bool = True) -> None:
        if not kept.done():
            kept.set_result(well)

    async def do() -> None:
        try:
            await handle(replace(event, kept=settle) if isinstance(event, Incoming) else event)
        except NotAcknowledgedError:
            settle(well=False)
        settle()

    answering.create_task(do())
    return await kept
