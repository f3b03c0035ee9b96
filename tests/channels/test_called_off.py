"""A channel that is called off while it starts, since its bot is taken away or the program ends, leaves nothing open."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from channels.telegram.channel import Telegram
from channels.whatsapp.channel import WhatsApp


def _telegram(url: str) -> Coroutine[None, None, None]:
    return Telegram("700:x", api_url=url).start()


def _whatsapp(url: str) -> Coroutine[None, None, None]:
    return WhatsApp("111", "222", "token", api_url=url).start()


@pytest.mark.parametrize("start", [_telegram, _whatsapp])
async def test_a_start_that_is_called_off_closes_its_connection(
    start: Callable[[str], Coroutine[None, None, None]],
) -> None:
    asked, closed = asyncio.Event(), asyncio.Event()

    async def never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        while await reader.read(4096):
            pass
        closed.set()
        writer.close()

    async with asyncio.timeout(5), await asyncio.start_server(never_answer, "127.0.0.1", 0) as server:
        async with asyncio.TaskGroup() as group:
            starting = group.create_task(start(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"))
            await asked.wait()
            starting.cancel()
        await closed.wait()
