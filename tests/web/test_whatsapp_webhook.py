"""WhatsApp's webhook: who may call, and that all of a batch is kept before it is acknowledged."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from channels.channel import NotAcknowledgedError
from channels.messages import Event, Incoming, Report, Text
from channels.whatsapp.reading import OurNumber, read
from channels.whatsapp.webhook import webhook
from tests.fakes.people import ANA, EVA
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_platform import APP_SECRET, VERIFY_TOKEN
from web.server import make_app
from web.webhooks import webhook_route

URL = "http://stempel.test/whatsapp/webhook"


class Shop:
    """Keeps what it is told, once, unless storage is down for it."""

    def __init__(self) -> None:
        self.kept: dict[str, Event] = {}
        self.tries = 0
        self.down_for: set[str] = set()
        self.waits_for: asyncio.Barrier | None = None
        self.at_once = self.most_at_once = 0

    async def handle(self, event: Event) -> None:
        assert isinstance(event, Incoming | Report)
        self.tries += 1
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            if self.waits_for:
                await self.waits_for.wait()
            else:
                await asyncio.sleep(0)
            if isinstance(event, Incoming) and event.content in [Text(words) for words in self.down_for]:
                raise NotAcknowledgedError
            self.kept.setdefault(event.key, event)
        finally:
            self.at_once -= 1

    def texts(self) -> list[str]:
        said = (event.content for event in self.kept.values() if isinstance(event, Incoming))
        return [content.text for content in said if isinstance(content, Text)]


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
async def whatsapp(shop: Shop) -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp() as whatsapp:
        account = OurNumber(whatsapp.business.phone_number_id, whatsapp.business.account_id)
        hook = webhook(lambda payload: read(payload, account), APP_SECRET, VERIFY_TOKEN)
        route = webhook_route(hook, shop.handle)
        await whatsapp.delivers_to(URL, app=make_app(trouble=_none, measure=_nothing, routes=[route]))
        yield whatsapp


async def _none() -> str:
    return ""


async def _nothing() -> None:
    pass


@pytest.fixture
async def browser(shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    hook = webhook(lambda payload: read(payload, OurNumber("1", "2")), "s3cret", "t0ken")
    route = webhook_route(hook, shop.handle)
    transport = httpx.ASGITransport(make_app(trouble=_none, measure=_nothing, routes=[route]))
    async with httpx.AsyncClient(transport=transport, base_url="http://stempel.test") as client:
        yield client


def signed(body: bytes, key: str = "s3cret") -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}


async def test_the_challenge_is_repeated_to_whoever_knows_the_token(browser: httpx.AsyncClient) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "t0ken"}
    answer = await browser.get("/whatsapp/webhook", params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "tøken"}, {"hub.mode": "unsubscribe"}):
        answer = await browser.get("/whatsapp/webhook", params=asked | wrong)
        assert (answer.status_code, "1158201444" in answer.text) == (403, False)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256="},
        signed(b"{}", "other"),
        signed(b"{ }"),
    ],
)
async def test_what_is_not_signed_with_our_secret_is_refused(
    headers: dict[str, str], browser: httpx.AsyncClient
) -> None:
    answer = await browser.post("/whatsapp/webhook", content=b"{}", headers=headers)
    assert answer.status_code == 403


async def test_the_signature_is_of_the_bytes_as_they_came(browser: httpx.AsyncClient) -> None:
    body = '{ "entry" :[],  "caf\\u00e9": "é" }'.encode()
    answer = await browser.post("/whatsapp/webhook", content=body, headers=signed(body))
    assert answer.status_code == 200


@pytest.mark.parametrize("body", [b"", b'{"entry": [', b"\xff", b"[" * 100_000])
async def test_what_is_no_json_is_refused_though_signed(body: bytes, browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/whatsapp/webhook", content=body, headers=signed(body))
    assert answer.status_code == 400


async def test_a_batch_of_three_megabytes_is_read_and_no_larger_one(browser: httpx.AsyncClient) -> None:
    largest = json.dumps({"entry": [], "padding": ""}).encode()
    largest += b" " * (3 * 2**20 - len(largest))
    read_to: list[int] = []

    async def chunks() -> AsyncIterator[bytes]:
        for number in range(64):
            read_to.append(number)
            yield b" " * 2**20

    assert (
        await browser.post("/whatsapp/webhook", content=largest, headers=signed(largest))
    ).status_code == 200
    answer = await browser.post("/whatsapp/webhook", content=chunks(), headers=signed(largest))
    assert answer.status_code == 413
    assert len(read_to) <= 8  # a little more than may be is heard out, so that the answer arrives


async def test_all_that_happened_is_handled_before_it_is_acknowledged(
    whatsapp: FakeWhatsApp, shop: Shop
) -> None:
    async with whatsapp.together("entries"):
        for words in ("one", "two", "three"):
            await whatsapp.says(ANA, words)
        await whatsapp.says(EVA, "card")
    assert [text for text in shop.texts() if text != "card"] == ["one", "two", "three"]
    assert len(shop.kept) == 4


async def test_one_that_could_not_be_kept_comes_again_and_harms_no_other(
    whatsapp: FakeWhatsApp, shop: Shop
) -> None:
    shop.down_for = {"two"}
    whatsapp.webhooks.patience = 1
    with pytest.raises(Exception, match="503"):
        await _says_all(whatsapp)
    assert shop.texts() == ["one", "card"]  # and not what Ana said after it
    shop.down_for = set()
    await whatsapp.redelivers_last()
    assert sorted(shop.texts()) == ["card", "one", "three", "two"]
    assert shop.tries == 3 + 4


async def _says_all(whatsapp: FakeWhatsApp) -> None:
    async with whatsapp.together():
        await whatsapp.says(ANA, "one")
        await whatsapp.says(EVA, "card")
        await whatsapp.says(ANA, "two")
        await whatsapp.says(ANA, "three")


async def test_different_people_do_not_wait_for_each_other(whatsapp: FakeWhatsApp, shop: Shop) -> None:
    shop.waits_for = asyncio.Barrier(2)
    async with asyncio.timeout(5), whatsapp.together():
        await whatsapp.says(ANA, "one")
        await whatsapp.says(EVA, "card")
    assert len(shop.kept) == 2


async def test_a_crowd_is_handled_a_few_at_a_time(browser: httpx.AsyncClient, shop: Shop) -> None:
    messages = [
        {"id": f"wamid.{n}", "from": f"316{n:08}", "type": "text", "text": {"body": "card"}}
        for n in range(200)
    ]
    value: dict[str, Any] = {"metadata": {"phone_number_id": "1"}, "messages": messages}
    body = json.dumps({"entry": [{"id": "2", "changes": [{"field": "messages", "value": value}]}]}).encode()
    answer = await browser.post("/whatsapp/webhook", content=body, headers=signed(body))
    assert (answer.status_code, len(shop.kept)) == (200, 200)
    assert 1 < shop.most_at_once <= 16


async def test_what_we_do_not_know_is_acknowledged_and_counted(browser: httpx.AsyncClient) -> None:
    before = await _counted(browser)
    body = b'{"entry": [{"id": "2", "changes": [{"field": "hologram", "value": {}}]}]}'
    assert (await browser.post("/whatsapp/webhook", content=body, headers=signed(body))).status_code == 200
    assert await _counted(browser) - before == 2


async def _counted(browser: httpx.AsyncClient) -> float:
    def of_ours(lines: list[str]) -> Iterator[float]:
        for line in lines:
            if line.startswith(
                (
                    'stempel_updates_total{channel="whatsapp",outcome="ignored"}',
                    'stempel_whatsapp_skipped_total{why="unknown field"}',
                )
            ):
                yield float(line.rpartition(" ")[2])

    return sum(of_ours((await browser.get("/metrics")).text.splitlines()))


async def test_meta_is_told_when_all_is_kept_and_not_when_people_are_answered() -> None:
    kept, answered, told = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle(event: Event) -> None:
        assert isinstance(event, Incoming)
        event.kept()
        kept.set()
        await answered.wait()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
            told.set()

    message = {"id": "wamid.1", "from": "31600000001", "type": "text", "text": {"body": "card"}}
    messages = [message, message | {"id": "wamid.2"}]  # the second does not wait for the answer to the first
    value: dict[str, Any] = {"metadata": {"phone_number_id": "1"}, "messages": messages}
    body = json.dumps({"entry": [{"id": "2", "changes": [{"field": "messages", "value": value}]}]}).encode()
    hook = webhook(lambda payload: read(payload, OurNumber("1", "2")), "s3cret", "t0ken")
    route = webhook_route(hook, handle)
    headers = [(name.lower().encode(), text.encode()) for name, text in signed(body).items()]
    scope = {"type": "http", "method": "POST", "path": "/whatsapp/webhook", "headers": headers}

    async def receive() -> Any:
        return {"type": "http.request", "body": body}

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(make_app(trouble=_none, measure=_nothing, routes=[route])(scope, receive, send))
        await told.wait()
        assert kept.is_set()
        answered.set()
