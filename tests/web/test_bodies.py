"""Bodies that are too large, too deep, cut off or never end are refused early, in words, and keep nobody waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from channels.browser.channel import Browser
from channels.messages import Event
from channels.telegram.webhook import webhook as telegram_webhook
from channels.whatsapp.webhook import webhook as whatsapp_webhook
from tests.fakes.browser import Days
from tests.fakes.loopback import LoopbackServer
from web.bodies import RefusedBodyError, read_body
from web.demo import Guide, Phone, routes
from web.patience import PatientHttp
from web.server import make_app
from web.webhooks import webhook_route

_CHUNK = b" " * 64 * 1024
_JSON = {"Content-Type": "application/json"}
_POSTS = {
    "/telegram/webhook": {"X-Telegram-Bot-Api-Secret-Token": "secret"},
    "/whatsapp/webhook": {"X-Hub-Signature-256": "sha256=" + "0" * 64},
    "/demo/say": _JSON,
    "/demo/scan": _JSON,
    "/demo/photo?chat=ana": {"Content-Type": "image/png"},
}
_EACH = pytest.mark.parametrize(("path", "headers"), _POSTS.items(), ids=_POSTS)


async def _none() -> str:
    return ""


async def _nothing() -> None:
    pass


async def _handle(_: Event) -> None:
    raise AssertionError


def _web() -> Starlette:
    pages = [
        webhook_route(telegram_webhook(lambda _: None, "secret"), _handle),
        webhook_route(whatsapp_webhook(lambda _: [], "app secret", "verify"), _handle),
        *routes(
            Browser("http://stempel"), _handle, Guide((Phone("ana", "Customer", "Ana"),), "Luna"), Days()
        ),
    ]
    return make_app(trouble=_none, measure=_nothing, routes=pages)


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(_web()), base_url="http://stempel", trust_env=False
    ) as client:
        yield client


class Flood:
    """A body without a length that would be a hundred megabytes."""

    def __init__(self) -> None:
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.sent < 100 * 2**20:
            self.sent += len(_CHUNK)
            yield _CHUNK


@_EACH
async def test_a_body_without_end_is_read_no_further_than_it_may_be(
    web: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    flood = Flood()
    answer = await web.post(path, headers=headers, content=flood)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert "larger than" in answer.json()["error"]
    assert flood.sent < 21 * 2**20


@_EACH
async def test_a_body_that_says_how_large_it_is_is_not_read_at_all(
    web: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    flood = Flood()
    answer = await web.post(path, headers=headers | {"Content-Length": str(100 * 2**20)}, content=flood)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert flood.sent <= len(_CHUNK)


@pytest.mark.parametrize("path", ["/telegram/webhook", "/whatsapp/webhook"])
async def test_who_shows_no_proof_is_not_read(web: httpx.AsyncClient, path: str) -> None:
    flood = Flood()
    answer = await web.post(path, content=flood)
    assert (answer.status_code, answer.headers["connection"]) == (403, "close")
    assert flood.sent <= len(_CHUNK)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/demo/phones"])
async def test_what_takes_no_body_reads_none(web: httpx.AsyncClient, path: str) -> None:
    flood = Flood()
    assert (await web.request("GET", path, content=flood)).status_code == 200
    assert (await web.post(path, content=flood)).status_code == 405
    assert flood.sent <= 2 * len(_CHUNK)


@pytest.mark.parametrize("path", ["/telegram/webhook", "/demo/say"])
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b"\xff\xfe{"])
async def test_json_that_is_nested_without_end_is_refused_in_words(
    web: httpx.AsyncClient, path: str, body: bytes
) -> None:
    for content in (body[: 30 * 1024], body):
        answer = await web.post(path, headers=_POSTS[path], content=content)
        assert answer.status_code in (400, 413)
        assert answer.json()["error"]


async def test_a_body_that_stops_on_its_way_is_given_up() -> None:
    async def never() -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    request = Request({"type": "http", "method": "POST", "headers": []}, never)
    with pytest.raises(RefusedBodyError, match="took too long") as refused:
        await read_body(request, limit=10, patience_s=0.01)
    assert refused.value.status == 408


async def test_a_body_that_is_cut_off_is_refused() -> None:
    async def hangs_up() -> dict[str, object]:
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "POST", "headers": []}, hangs_up)
    with pytest.raises(RefusedBodyError, match="cut off"):
        await read_body(request, limit=10)


class _Hasty(PatientHttp):
    head_s = 0.05


class _Server(LoopbackServer):
    protocol: type[asyncio.Protocol] = _Hasty


@pytest.fixture
async def server() -> AsyncIterator[_Server]:
    server = _Server(*(route for route in _web().routes if isinstance(route, Route)))
    await server.start()
    yield server
    await server.stop()


async def _rest(reader: asyncio.StreamReader) -> bytes:
    """Read until the server lets go; it resets a connection whose last bytes it had no time to read."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("beginning", [b"", b"GET /heal", b"POST /telegram/webhook HTTP/1.1\r\nHost: x\r\n"])
async def test_hundreds_of_half_requests_are_let_go_and_keep_nobody_waiting(
    server: _Server, beginning: bytes
) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    async with AsyncExitStack() as stack:
        readers = []
        for _ in range(200):
            reader, writer = await asyncio.open_connection(host, int(port))
            stack.callback(writer.close)
            writer.write(beginning)
            readers.append(reader)
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            assert (await client.get("/healthz")).text.startswith("ok ")
        async with asyncio.timeout(10):
            answers = await asyncio.gather(*map(_rest, readers))
    assert {answer.split(b"\r\n")[0] for answer in answers} - {b""} == {b"HTTP/1.1 408 Request Timeout"}


async def test_a_head_without_end_is_refused(server: _Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"x-more: " + b"y" * 70_000)
    assert (await reader.read()).startswith(b"HTTP/1.1 431 ")
    writer.close()


async def test_who_keeps_a_connection_may_ask_again(server: _Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
        for _ in range(3):
            assert (await client.get("/healthz")).text.startswith("ok ")
            await asyncio.sleep(0)
