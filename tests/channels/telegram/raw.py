"""A platform that answers byte by byte, and a bot that speaks to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from channels.messages import Address
from channels.telegram.channel import Telegram
from tests.fakes.people import ANA

TOKEN = "700:the-token"
TO_ANA = Address("telegram", "700", str(ANA.id))
ARRIVED = b'{"ok":true,"result":{"message_id":7,"date":1767225600,"chat":{"id":1,"type":"private","first_name":"A"},"text":"x"}}'
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def heard(reader: asyncio.StreamReader) -> bytes:
    """Read one request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
    return head + await reader.readexactly(int(length or 0))


def http(body: bytes = ARRIVED, status: str = "200 OK", *, length: int | None = None) -> bytes:
    """Write an answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body


@asynccontextmanager
async def platform(serve: Serve) -> AsyncIterator[str]:
    """Serve each connection so, and hang up."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def bot_at(url: str, **timeouts: float) -> AsyncIterator[Telegram]:
    """Open a bot that speaks to a server."""
    bot = Telegram(
        TOKEN,
        api_url=url,
        answer_timeout_s=timeouts.get("answer", 5),
        connect_timeout_s=timeouts.get("connect", 5),
    )
    try:
        yield bot
    finally:
        await bot.stop()
