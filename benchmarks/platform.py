"""A messenger that costs next to nothing: it takes what bots send and posts what people say, over real HTTP.

It runs in the measuring process and every bot in a process of its own, so that all bots have the machine alike.
`tests/fakes` has the strict ones; here the bot's work is to be seen, not the platform's.
"""

import asyncio
import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any, Self
from urllib.parse import urlsplit

from benchmarks.crowd import external_id


class Platform(ABC):
    """A messenger's API on a loopback port, for any number of bots."""

    channel: str
    url: str

    def __init__(self) -> None:
        self._unasked: Counter[str] = Counter()  # by bot, messages to people who did not just write: receipts
        self._expected: dict[tuple[str, str], asyncio.Future[str]] = {}
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @abstractmethod
    def opens(self, bot: str, person: int, payload: str) -> Any:
        """Make what the webhook is told when a person opens a bot's link."""

    @abstractmethod
    def proof(self, body: bytes) -> str:
        """Return the header that shows a webhook who calls."""

    @abstractmethod
    def _answer(self, target: str, body: bytes) -> tuple[int, Any]:
        """Answer a bot's request: a status, and what goes with it as JSON."""

    def expect(self, bot: str, person: int) -> asyncio.Future[str]:
        """Wait for the text of a bot's next message to a person."""
        reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._expected[bot, external_id(self.channel, person)] = reply
        return reply

    def unasked(self, bot: str) -> int:
        """Count the messages of a bot to people who did not just write: receipts, campaigns."""
        return self._unasked[bot]

    async def told(self, bot: str, messages: int) -> None:
        """Wait until a bot has sent so many messages to people who did not just write: receipts."""
        async with asyncio.timeout(120):
            while self._unasked[bot] < messages:  # noqa: ASYNC110 - an event would cost at each message
                await asyncio.sleep(0.01)

    def _note(self, bot: str, chat: str, text: str) -> int:
        """Note that a bot's message arrived, and number it."""
        expected = self._expected.pop((bot, chat), None)
        if expected:
            expected.set_result(text)
        else:
            self._unasked[bot] += 1
        return next(self._numbers)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head, body = await _read_message(reader)
                status, content = self._answer(head.split(b" ", 2)[1].decode(), body)
                _write_message(writer, f"HTTP/1.1 {status} OK", json.dumps(content).encode())
        except (asyncio.IncompleteReadError, ConnectionResetError):  # the bot hung up
            writer.close()


class Webhook:
    """One connection to a bot's webhook, kept alive."""

    def __init__(self, url: str, proof: Callable[[bytes], str]) -> None:
        self._place = urlsplit(url)
        self._proof = proof

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._place.hostname, self._place.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def post(self, update: Any) -> None:
        """Deliver an update, and see it acknowledged."""
        status = await self.deliver(update)
        assert status == 200, status

    async def deliver(self, update: Any) -> int:
        """Deliver an update, and return the status of the answer."""
        body = json.dumps(update).encode()
        line = f"POST {self._place.path} HTTP/1.1\r\nHost: bot\r\n{self._proof(body)}"
        _write_message(self._writer, line, body)
        head, _ = await _read_message(self._reader)
        return int(head.split(b" ", 2)[1])


async def _read_message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read one HTTP message: its head, and its body, which is empty where no length is named."""
    head = await reader.readuntil(b"\r\n\r\n")
    _, _, rest = head.lower().partition(b"content-length:")
    return head, await reader.readexactly(int(rest.split(b"\r\n", 1)[0] or 0))


def _write_message(writer: asyncio.StreamWriter, line: str, body: bytes) -> None:
    """Write one HTTP message with JSON in it."""
    head = f"{line}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
