"""A Telegram that costs next to nothing: it takes what bots send and posts what people say, over real HTTP.

It runs in the measuring process and every bot in a process of its own, so that all bots have the machine alike.
`tests/fakes` has the strict one; here the bot's work is to be seen, not the platform's.
"""

import asyncio
import json
from collections import Counter
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

_DATE = 1_767_225_600
_ME = {"is_bot": True, "first_name": "Stempel", "username": "stempel_bot"}


class Platform:
    """The Bot API on a loopback port, for any bot whose token is its number and a colon and whatever."""

    url: str

    def __init__(self) -> None:
        self._unasked: Counter[str] = Counter()  # by bot, messages to people who did not just write: receipts
        self._expected: dict[tuple[str, str], asyncio.Future[str]] = {}
        self._numbers = iter(range(1, 10**9))

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    def expect(self, bot: str, chat: int) -> asyncio.Future[str]:
        """Wait for the text of a bot's next message in a chat."""
        reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._expected[bot, str(chat)] = reply
        return reply

    def unasked(self, bot: str) -> int:
        """Count the messages of a bot to people who did not just write: receipts, campaigns."""
        return self._unasked[bot]

    async def told(self, bot: str, messages: int) -> None:
        """Wait until a bot has sent so many messages to people who did not just write: receipts."""
        async with asyncio.timeout(120):
            while self._unasked[bot] < messages:  # noqa: ASYNC110 - an event would cost at each message
                await asyncio.sleep(0.01)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head, body = await read_message(reader)
                bot, method = head.split(b" ", 2)[1].decode().removeprefix("/bot").split("/")
                given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
                status, content = self._answer(bot.partition(":")[0], method, given)
                write_message(writer, b"HTTP/1.1 %d OK" % status, content)
        except (asyncio.IncompleteReadError, ConnectionResetError):  # the bot hung up
            writer.close()

    def _answer(self, bot: str, method: str, given: dict[str, str]) -> tuple[int, Any]:
        return 200, {"ok": True, "result": self._call(bot, method, given)}

    def _call(self, bot: str, method: str, given: dict[str, str]) -> Any:
        me = {"id": int(bot), **_ME}
        if method == "getMe":
            return me
        if method != "sendMessage":
            return True
        chat, text = given["chat_id"], given["text"]
        expected = self._expected.pop((bot, chat), None)
        if expected:
            expected.set_result(text)
        else:
            self._unasked[bot] += 1
        where = {"id": int(chat), "type": "private", "first_name": "Ana"}
        return {"message_id": next(self._numbers), "date": _DATE, "from": me, "chat": where, "text": text}


class Webhook:
    """One connection to a bot's webhook, kept alive."""

    def __init__(self, url: str, secret: str) -> None:
        self._place = urlsplit(url)
        self._line = (
            f"POST {self._place.path} HTTP/1.1\r\nHost: bot\r\nX-Telegram-Bot-Api-Secret-Token: {secret}"
        )

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._place.hostname, self._place.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def post(self, update: dict[str, Any]) -> None:
        """Deliver an update, and see it acknowledged."""
        write_message(self._writer, self._line.encode(), update)
        head, _ = await read_message(self._reader)
        assert head.startswith(b"HTTP/1.1 200"), head


def says(number: int, person: int, text: str) -> dict[str, Any]:
    """Make the update in which a person types a command."""
    who = {"id": person, "is_bot": False, "first_name": "Eva", "language_code": "en"}
    length = len(text.split(" ", maxsplit=1)[0])
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": _DATE,
            "from": who,
            "chat": {"id": person, "type": "private", "first_name": "Eva"},
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": length}],
        },
    }


async def read_message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read one HTTP message that names its length: its head and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    _, _, rest = head.lower().partition(b"content-length:")
    return head, await reader.readexactly(int(rest.split(b"\r\n", 1)[0] or 0))


def write_message(writer: asyncio.StreamWriter, line: bytes, content: Any) -> None:
    """Write one HTTP message with JSON in it."""
    body = json.dumps(content).encode()
    writer.write(
        b"%b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (line, len(body), body)
    )
