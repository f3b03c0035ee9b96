"""The transport tells apart what surely was not sent, what may have been, and what Telegram said; and names no token."""

import asyncio
import socket
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.channel import MediaUnavailableError
from channels.deliveries import Crowded, Delivery, NotSent, Rejected, Sent, Uncertain
from channels.messages import Media, Outgoing
from channels.telegram.transport import Transport, _form
from tests.channels.telegram.raw import ARRIVED, TO_ANA, TOKEN, bot_at, heard, http, platform
from tests.fakes.people import ANA
from tests.fakes.pictures import png
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("names_no_token")
EDIT = Outgoing("x", replaces="1")


async def delivery(answers: bytes, message: Outgoing | None = None) -> Delivery:
    """Send a message to a server that answers each request so, and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(answers)
        await writer.drain()

    async with platform(serve) as url, bot_at(url) as bot:
        found = await bot.send(TO_ANA, message or Outgoing("x"))
    assert TOKEN not in repr(found)
    return found


# Surely not sent.


async def test_where_nobody_listens_it_was_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with bot_at(f"http://127.0.0.1:{unused.getsockname()[1]}") as bot:
            assert await bot.send(TO_ANA, Outgoing("x")) == NotSent("ClientConnectorError")


@pytest.mark.parametrize("url", ["http://nowhere.invalid", "nonsense"])
async def test_an_address_that_leads_nowhere_was_not_sent_to(url: str) -> None:
    async with bot_at(url) as bot:
        assert isinstance(await bot.send(TO_ANA, Outgoing("x")), NotSent)


async def test_a_connection_that_is_not_made_in_time_was_not_sent_on() -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with platform(silent) as url, bot_at(url.replace("http:", "https:"), connect=0.05) as bot:
        assert await bot.send(TO_ANA, Outgoing("x")) == NotSent("ConnectionTimeoutError")


async def test_who_finds_every_connection_taken_has_not_sent() -> None:
    taken = asyncio.Event()

    async def hangs(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await heard(reader)
        taken.set()
        await reader.read()

    async with platform(hangs) as url, bot_at(url) as bot:
        bot._sending._connections, bot._sending._pool_s = 1, 0.05
        async with asyncio.TaskGroup() as group:
            first = group.create_task(bot.send(TO_ANA, Outgoing("x")))
            await taken.wait()
            assert await bot.send(TO_ANA, Outgoing("x")) == NotSent("ConnectionTimeoutError")
            first.cancel()


async def test_after_the_end_nothing_is_sent_until_it_begins_again() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(http())

    async with platform(serve) as url, bot_at(url) as bot:
        await bot.stop()
        assert await bot.send(TO_ANA, Outgoing("x")) == NotSent("Closed")
        await bot._sending.initialize()
        assert isinstance(await bot.send(TO_ANA, Outgoing("x")), Sent)


# In doubt.


async def test_an_answer_that_does_not_come_in_time_is_in_doubt() -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with platform(silent) as url, bot_at(url, answer=0.05) as bot:
        assert await bot.send(TO_ANA, Outgoing("x")) == Uncertain("SocketTimeoutError")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "ServerDisconnectedError"),
        (http(ARRIVED[:20], length=len(ARRIVED)), "ClientPayloadError"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", "ClientPayloadError"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "ClientResponseError"),
        (http(b"<html>Welcome</html>"), "An answer without a result"),
        (http(b'{"ok":true}'), "An answer without a result"),
        (http(b"[" * 9000), "An answer without a result"),
        (http(b"x", "302 Found"), "Status 302, not from Telegram"),
        (http(b"<html>Bad gateway</html>", "502 Bad Gateway"), "Status 502, not from Telegram"),
        (http(b'{"ok":false,"error_code":500,"description":"Oops"}', "500 Internal Server Error"), "Oops"),
    ],
)
async def test_what_breaks_off_or_is_not_telegrams_word_is_in_doubt(answer: bytes, why: str) -> None:
    assert await delivery(answer) == Uncertain(why)


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "409 Conflict"]
)
async def test_a_refusal_by_something_on_the_way_blocks_nobody_and_revokes_no_token(status: str) -> None:
    assert isinstance(await delivery(http(b"<html>No.</html>", status)), Uncertain)


async def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    sent = 0

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await heard(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" " * 2**20)
            await writer.drain()
            sent += 1

    async with platform(endless) as url, bot_at(url) as bot:
        assert await bot.send(TO_ANA, Outgoing("x")) == Uncertain("An answer that is too large")
    assert sent < 40


async def test_an_answer_that_says_it_is_too_large_is_given_up() -> None:
    assert isinstance(await delivery(http(b"{}", length=2**30)), Uncertain)


# What Telegram says.


async def test_a_body_that_is_too_large_for_whoever_takes_it_is_rejected() -> None:
    assert await delivery(http(b"<html>413</html>", "413 Payload Too Large")) == Rejected(
        "Request Entity Too Large"
    )


async def test_telegrams_own_words_are_told_apart() -> None:
    flood = b'{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":9}}'
    assert await delivery(http(flood, "429 Too Many Requests")) == Crowded(9, perhaps_all=True)
    refused = b'{"ok":false,"error_code":400,"description":"Bad Request: no"}'
    assert isinstance(await delivery(http(refused, "400 Bad Request")), Rejected)


# Connections.


async def test_a_connection_serves_many_requests_and_one_that_the_server_closed_is_not_used() -> None:
    connections = 0

    async def two_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        for _ in range(2):
            await heard(reader)
            writer.write(http())

    async with platform(two_each) as url, bot_at(url) as bot:
        for _ in range(6):
            assert isinstance(await bot.send(TO_ANA, Outgoing("x")), Sent)
            await asyncio.sleep(0.01)  # the server's farewell is on its way
    assert connections == 3


async def test_when_a_kept_connection_breaks_only_what_can_not_double_is_sent_again() -> None:
    requests: list[str] = []

    async def one_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append((await heard(reader)).split(b" ")[1].rpartition(b"/")[2].decode())
        if len(requests) % 2:
            return  # the server closed an idle connection just as we chose it
        writer.write(http().replace(b"OK\r\n", b"OK\r\nConnection: close\r\n"))
        await writer.drain()

    async with platform(one_each) as url, bot_at(url) as bot:
        assert isinstance(await bot.send(TO_ANA, EDIT), Sent)
        assert isinstance(await bot.send(TO_ANA, Outgoing("x")), Uncertain)
    assert requests == ["editMessageText", "editMessageText", "sendMessage"]


# Files.


async def test_a_file_of_any_name_and_size_arrives_as_it_is() -> None:
    content = bytes(range(256)) * 8192
    async with FakeTelegram(token=TOKEN) as telegram:
        await telegram.opens(ANA, "")
        async with bot_at(telegram.url) as bot:
            sent = await bot.send(TO_ANA, Outgoing("Données", document=Media("données “é”.csv", content)))
            assert isinstance(sent, Sent)
            assert telegram.chat(ANA)[-1].document == content
            assert sent.media_id
            assert await bot.download(sent.media_id, limit=len(content)) == content
            with pytest.raises(MediaUnavailableError):
                await bot.download(sent.media_id, limit=len(content) - 1)
            picture = Outgoing("x", picture=Media("card.png", png("red")), replaces=sent.message_id)
            assert isinstance(await bot.send(TO_ANA, picture), Sent)
            assert telegram.chat(ANA)[-1].picture == png("red")


async def test_a_file_that_breaks_off_is_unavailable() -> None:
    path = b'{"ok":true,"result":{"file_id":"a","file_unique_id":"b","file_path":"photos/a"}}'

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(http(path))
        await heard(reader)
        writer.write(http(b"half", length=100))

    async with platform(serve) as url, bot_at(url) as bot:
        with pytest.raises(MediaUnavailableError):
            await bot.download("a", limit=1000)


def test_it_says_how_long_it_waits_for_an_answer() -> None:
    transport = Transport(1, connect_timeout_s=1, answer_timeout_s=2, upload_timeout_s=3, pool_timeout_s=4)
    assert transport.read_timeout == 2


@pytest.mark.slow
@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_whatever_somebody_types_arrives_as_typed(fields: dict[str, str]) -> None:
    fields = {_storable(name): _storable(value) for name, value in fields.items()}
    assert dict(parse_qsl(_form(fields).decode(), keep_blank_values=True)) == fields


def _storable(text: str) -> str:
    return text.encode(errors="ignore").decode()
