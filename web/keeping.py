"""An answer to a platform that is given as soon as what it brought is kept; people are answered after it."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Keep = Callable[[asyncio.TaskGroup], Awaitable[bool]]


class Kept(Response):
    """Acknowledges what `keep` kept, and goes on until everybody is answered; `verdict` words it."""

    def __init__(self, keep: Keep, verdict: Callable[[bool], Response]) -> None:
        super().__init__()
        self._keep, self._verdict = keep, verdict

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with asyncio.TaskGroup() as answering:
            await self._verdict(await self._keep(answering))(scope, receive, send)
