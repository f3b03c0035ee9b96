"""An event loop in a thread of its own: what is worked out there between two awaits holds up nobody here."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")

_PATIENCE_S = 5  # with what clears up after itself: a server that is gone never answers


class LoopThread:
    """Runs coroutines in the other thread, and gives what they come to here; cancelling here cancels there."""

    def __init__(self) -> None:
        """Be there, not started yet."""
        here = asyncio.get_running_loop()
        self._started: asyncio.Future[asyncio.AbstractEventLoop] = here.create_future()
        self._enough = asyncio.Event()
        self._thread = Thread(target=self._live, args=(here,), name="reading", daemon=True)

    async def start(self) -> None:
        """Wait until the other loop runs."""
        self._thread.start()
        self._loop = await self._started

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine over there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def settle(self) -> None:
        """Wait until what was cancelled over there has cleared up behind itself, for `_PATIENCE_S` at most."""
        await self.run(self._settled())

    async def _settled(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                while others := asyncio.all_tasks() - {asyncio.current_task(), self._life}:
                    await asyncio.wait(others)

    async def stop(self) -> None:
        """Cancel what still runs over there, and wait for the thread's end."""
        self._loop.call_soon_threadsafe(self._enough.set)
        await asyncio.to_thread(self._thread.join)

    def _live(self, here: asyncio.AbstractEventLoop) -> None:
        with asyncio.Runner(loop_factory=type(here)) as runner:
            runner.run(self._until_enough(here))

    async def _until_enough(self, here: asyncio.AbstractEventLoop) -> None:
        self._life = asyncio.current_task()
        here.call_soon_threadsafe(self._started.set_result, asyncio.get_running_loop())
        await self._enough.wait()


@asynccontextmanager
async def loop_thread() -> AsyncIterator[LoopThread]:
    """Have a loop in a thread of its own for as long."""
    thread = LoopThread()
    await thread.start()
    try:
        yield thread
    finally:
        await thread.stop()
