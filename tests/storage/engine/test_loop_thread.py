"""A loop in a thread of its own: what is worked out there holds up nobody here, and ends when nobody waits for it."""

import asyncio
import threading

import pytest

from storage.engine.loop_thread import loop_thread

_PATIENCE_S = 10


async def test_what_is_worked_out_there_holds_up_nobody_here() -> None:
    let_go = threading.Event()

    async def held() -> int:
        assert let_go.wait(_PATIENCE_S)
        return threading.get_ident()

    async with loop_thread() as thread, asyncio.TaskGroup() as group:
        waiting = group.create_task(thread.run(held()))
        await asyncio.sleep(0)
        let_go.set()  # which nobody would come to if we were held too
    assert waiting.result() != threading.get_ident()


async def test_what_fails_there_fails_here() -> None:
    async def fails() -> None:
        raise LookupError("nothing there")

    async with loop_thread() as thread:
        with pytest.raises(LookupError, match="nothing there"):
            await thread.run(fails())


async def _begun_there(began: threading.Event, ended: threading.Event) -> None:
    try:
        began.set()
        await asyncio.Event().wait()
    finally:
        ended.set()


async def test_whoever_is_cancelled_here_stops_there() -> None:
    began, ended = threading.Event(), threading.Event()
    async with loop_thread() as thread:
        waiting = asyncio.ensure_future(thread.run(_begun_there(began, ended)))
        assert await asyncio.to_thread(began.wait, _PATIENCE_S)
        waiting.cancel()
        assert await asyncio.to_thread(ended.wait, _PATIENCE_S)


async def test_what_still_runs_there_ends_with_the_thread() -> None:
    began, ended = threading.Event(), threading.Event()
    async with loop_thread() as thread:
        waiting = asyncio.ensure_future(thread.run(_begun_there(began, ended)))
        assert await asyncio.to_thread(began.wait, _PATIENCE_S)
    assert ended.is_set()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_what_was_cancelled_there_has_cleared_up_before_it_is_settled() -> None:
    began, ended = threading.Event(), threading.Event()

    async def clears_up() -> None:
        try:
            began.set()
            await asyncio.Event().wait()
        finally:
            for _ in range(100):
                await asyncio.sleep(0)
            ended.set()

    async with loop_thread() as thread:
        waiting = asyncio.ensure_future(thread.run(clears_up()))
        assert await asyncio.to_thread(began.wait, _PATIENCE_S)
        waiting.cancel()
        await thread.settle()
        assert ended.is_set()
