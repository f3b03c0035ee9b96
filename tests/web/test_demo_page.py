"""The demo page over real HTTP, with a small bot behind it: its routes, its live stream, and a browser on it."""

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import combinations
from typing import Any

import httpx
import pytest
import qrcode
import uvicorn
import zxingcpp
from PIL import Image
from playwright.async_api import Browser as Chromium
from playwright.async_api import FloatRect, expect
from starlette.applications import Starlette

from channels.browser.channel import Browser
from channels.messages import Button, Incoming, Media, NotAcknowledgedError, Outgoing, Photo, Start, Tap, Text
from channels.whatsapp.session import authorities
from tests.fakes.browser import Days
from tests.journeys.hours import NOON
from web.demo import Guide, GuideStep, Phone, Shortcut, routes

NONCE = "a-random-word"
PHONES = (
    Phone("ana", "Customer", "Ana", shortcuts=(Shortcut("Join", "/start join"),)),
    Phone("eva", "Cashier", "Eva", scans="ana"),
    Phone("cleo", "Owner", "Cleo", language="nl"),
)
STEPS = (
    GuideStep("Ana joins", "Join on Ana's phone.", "ana", picture=True),
    GuideStep("Eva scans", "Scan on Eva's phone.", "eva", author="me", picture=True),
    GuideStep("Free coffee", "Use it.", "ana", says="enjoy"),
)


class Echo:
    """A bot that shows a code on a start, reads codes off photos, and repeats all else."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.heard: list[Incoming] = []
        self.days = Days()

    async def handle(self, incoming: Incoming) -> None:
        self.heard.append(incoming)
        await self.browser.send(incoming.sender, await self.answer(incoming))

    async def answer(self, incoming: Incoming) -> Outgoing:
        match incoming.content:
            case Start(payload):
                await self.browser.set_menu(incoming.sender, [("card", "Show my card")])
                link = self.browser.link("again")
                return Outgoing(
                    f"Welcome: {payload} {link}", ((Button("Stamp", "v1:stamp"),),), card(payload)
                )
            case Tap(_, message_id):
                return Outgoing("Stamped", replaces=message_id)
            case Photo(file):
                photo = Image.open(io.BytesIO(await self.browser.download(file, limit=10**6)))
                return Outgoing(f"I read {[found.text for found in zxingcpp.read_barcodes(photo)]}")
            case Text("storage is down"):
                raise NotAcknowledgedError
            case Text(text):
                return Outgoing(f"You said {text}")
            case other:
                return Outgoing(f"{other}")


def card(code: str) -> Media:
    file = io.BytesIO()
    qrcode.make(f"code {code}").save(file)
    return Media("card.png", file.getvalue())


@asynccontextmanager
async def demo() -> AsyncIterator[tuple[httpx.AsyncClient, Echo]]:
    """Serve the page on a free port of loopback."""
    listener = socket.create_server(
        ("127.0.0.1", 0)
    )  # who connects before the server is up waits in its queue
    bot = Echo(Browser(f"http://127.0.0.1:{listener.getsockname()[1]}"))
    app = Starlette(routes=routes(bot.browser, bot.handle, Guide(PHONES, "Café Luna", STEPS), bot.days))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", ws="none", log_config=None))
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[listener]))
        async with httpx.AsyncClient(
            base_url=bot.browser.public_url, trust_env=False, verify=authorities()
        ) as client:
            yield client, bot
        bot.browser.close()
        server.should_exit = True


async def say(client: httpx.AsyncClient, **posted: object) -> httpx.Response:
    return await client.post("/demo/say", json={"chat": "ana", "nonce": NONCE, **posted})


async def test_the_page_brings_everything_itself() -> None:
    async with demo() as (client, _):
        page = await client.get("/?start=join")
        told = (await client.get("/demo/phones")).json()
        script = await client.get("/static/demo.js")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert [phone["name"] for phone in told["phones"]] == ["Ana", "Eva", "Cleo"]
    assert told["link"].endswith("/?start=")
    assert "javascript" in script.headers["content-type"]


async def test_a_desktop_without_emoji_is_lent_them() -> None:
    async with demo() as (client, _):
        page, font = await client.get("/"), await client.get("/demo/emoji.ttf")
        style = await client.get("/static/demo.css")
    assert "font-src 'self'" in page.headers["content-security-policy"]
    assert font.headers["content-type"] == "font/ttf"
    assert 'url("/demo/emoji.ttf")' in style.text


async def test_a_reload_shows_the_day_it_is_on_the_phones() -> None:
    async with demo() as (client, bot):
        passed = (await client.post("/demo/tomorrow")).json()
        reloaded = (await client.get("/demo/phones")).json()
    assert passed["now"] == reloaded["now"] == (NOON + timedelta(days=1)).isoformat()
    assert bot.days.begun_anew == 0


async def test_what_a_phone_says_reaches_the_bot_under_one_key_a_nonce() -> None:
    async with demo() as (client, bot):
        for posted in ({"text": "Hi"}, {"text": "Hi"}, {"start": "join", "nonce": NONCE + "2"}):
            assert (await say(client, **posted)).status_code == 204
    first, again, start = bot.heard
    assert first.key == again.key != start.key
    assert (first.name, first.language, start.content) == ("Ana", "en", Start("join"))


async def test_the_stream_gives_a_snapshot_and_then_lives() -> None:
    async with demo() as (client, _):
        await say(client, start="join")
        async with client.stream("GET", "/demo/events?chat=ana&chat=eva") as stream:
            events = parse(stream.aiter_lines())
            kind, snapshot = await anext(events)
            bubble = snapshot["messages"][1]
            assert (kind, snapshot["chat"], (await anext(events))[0]) == ("snapshot", "ana", "snapshot")
            assert (bubble["buttons"][0][0]["label"], snapshot["menu"]) == (
                "Stamp",
                [["card", "Show my card"]],
            )
            await say(client, nonce=NONCE + "2", tap={"data": "v1:stamp", "message_id": bubble["id"]})
            kind, shown = await anext(events)
    assert (kind, shown["message"]["id"], shown["message"]["text"]) == ("message", bubble["id"], "Stamped")


async def parse(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, Any]]:
    kind = ""
    async for line in lines:
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, json.loads(value)


async def test_the_cashiers_camera_really_reads_the_customers_picture() -> None:
    async with demo() as (client, bot):
        refused = await client.post("/demo/scan", json={"from": "ana", "to": "eva", "nonce": NONCE})
        await say(client, start="join")
        scanned = await client.post("/demo/scan", json={"from": "ana", "to": "eva", "nonce": NONCE})
    assert (refused.status_code, refused.json()) == (409, {"error": "Ana must show her card first (/card)."})
    assert scanned.status_code == 204
    assert bot.browser.messages("eva")[-1].text == "I read ['code join']"


async def test_a_picture_can_be_sent_and_looked_at() -> None:
    headers = {"content-type": "image/png"}
    query = {"chat": "eva", "nonce": NONCE}
    async with demo() as (client, bot):
        photo = card("typed").content
        sent = await client.post("/demo/photo", params=query, content=photo, headers=headers)
        shown, answer = bot.browser.messages("eva")
        looked_at = await client.get(f"/demo/media/{shown.picture}")
        saved = await client.get(f"/demo/media/{bot.browser.keep(b'<script>', filename='ä.html')}")
        gone = await client.get("/demo/media/gone")
    assert (sent.status_code, answer.text) == (204, "I read ['code typed']")
    assert (looked_at.content, looked_at.headers["content-type"]) == (photo, "image/png")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment; filename*=utf-8''%C3%A4.html"
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (403, {"json": {}, "headers": {"origin": "https://elsewhere.example"}}),
        (403, {"json": {}, "headers": {"sec-fetch-site": "cross-site"}}),
        (415, {"content": "{}"}),
        (400, {"content": "{", "headers": {"content-type": "application/json"}}),
        (400, {"content": b"\xff", "headers": {"content-type": "application/json"}}),
        (400, {"content": "[" * 30_000, "headers": {"content-type": "application/json"}}),
        (400, {"json": []}),
        (404, {"json": {"chat": "nobody", "nonce": NONCE, "text": "Hi"}}),
        (404, {"json": {"chat": ["ana"], "nonce": NONCE, "text": "Hi"}}),
        (400, {"json": {"chat": "ana", "text": "Hi"}}),
        (400, {"json": {"chat": "ana", "nonce": NONCE, "photo": "x"}}),
        (413, {"json": {"chat": "ana", "nonce": NONCE, "text": "x" * 40_000}}),
        (503, {"json": {"chat": "ana", "nonce": NONCE, "text": "storage is down"}}),
    ],
)
async def test_a_wrong_post_hears_why(status: int, request_: dict[str, Any]) -> None:
    async with demo() as (client, _):
        response = await client.post("/demo/say", **request_)
    assert response.status_code == status
    assert response.json()["error"]


async def test_only_pictures_of_a_bearable_size_are_taken() -> None:
    query = {"chat": "ana", "nonce": NONCE}
    async with demo() as (client, bot):
        for status, kind, size in (
            (415, "text/html", 9),
            (400, "image/png", 0),
            (413, "image/png", 11 * 2**20),
        ):
            headers = {"content-type": kind}
            response = await client.post("/demo/photo", params=query, content=bytes(size), headers=headers)
            assert response.status_code == status
    assert not bot.heard


@pytest.mark.browser
async def test_three_phones_chat_live_and_scan_by_clicking(chromium: Chromium) -> None:
    async with demo() as (client, bot):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(f"{client.base_url}/?start=join")
        ana, eva = page.locator("[data-phone=ana]"), page.locator("[data-phone=eva]")

        await eva.get_by_role("button", name="Scan Ana's code").click()
        await expect(eva.get_by_role("alert")).to_have_text("Ana must show her card first (/card).")
        await page.get_by_role("button", name="Ana (customer)").click()
        await expect(ana.get_by_role("img", name="Welcome: join")).to_be_visible()
        await eva.get_by_role("button", name="Scan Ana's code").click()
        await expect(eva.get_by_text("I read ['code join']")).to_be_visible()

        await ana.get_by_role("link", name="?start=again").click()
        await expect(ana.get_by_text("Welcome: again")).to_be_visible()
        await ana.get_by_role("button", name="Stamp").last.click()
        await expect(ana.get_by_text("Stamped")).to_be_visible()
        await expect(ana.get_by_text("Welcome: again")).to_have_count(0)
        await ana.get_by_role("button", name="Ana's commands").click()
        await ana.get_by_role("button", name="/card Show my card").click()
        await expect(ana.get_by_text("You said /card")).to_be_visible()
        await eva.get_by_role("textbox").fill("<b>& hello")
        await eva.get_by_role("textbox").press("Enter")
        await expect(eva.get_by_text("You said <b>& hello")).to_be_visible()

        await expect(page.locator("#steps .done")).to_have_text(["1Ana joins", "2Eva scans"])
        await expect(page.locator("#todo")).to_have_text("Use it.")
        assert page.url == f"{client.base_url}/"
    assert not faults
    assert {incoming.sender.external_id for incoming in bot.heard} == {"ana", "eva"}


_FOCUSED = "document.activeElement.textContent.trim()"


@pytest.mark.browser
async def test_whoever_uses_the_keyboard_keeps_their_place(chromium: Chromium) -> None:
    async with demo() as (client, _):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        ana, eva = page.locator("[data-phone=ana]"), page.locator("[data-phone=eva]")
        await ana.get_by_role("button", name="Join").press("Enter")
        await expect(ana.get_by_role("img")).to_be_visible()
        assert await page.evaluate("document.activeElement.className") == "chat"
        await eva.get_by_role("button", name="Scan Ana's code").press("Enter")
        await expect(eva.get_by_text("I read ['code join']")).to_be_visible()
        assert await page.evaluate(_FOCUSED) == "Scan Ana's code"
        await ana.get_by_role("button", name="Stamp").press("Enter")
        await expect(ana.get_by_text("Stamped")).to_be_visible()
        assert await page.evaluate("document.activeElement.className") == "chat"


@pytest.mark.browser
async def test_going_back_closes_a_picture_and_stays_on_the_page(chromium: Chromium) -> None:
    async with demo() as (client, _):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        ana, large = page.locator("[data-phone=ana]"), page.locator("#zoom")
        await ana.get_by_role("button", name="Join").click()
        for close in (page.go_back, large.click):
            await ana.get_by_role("button", name="Welcome").click()
            await expect(large).to_be_visible()
            await close()
            await expect(large).to_be_hidden()
            await expect(ana.get_by_role("button", name="Welcome")).to_be_visible()


@pytest.mark.browser
async def test_on_a_narrow_phone_nothing_is_cut_off_and_nothing_covers_another(chromium: Chromium) -> None:
    async with demo() as (client, _):
        page = await chromium.new_page(viewport={"width": 390, "height": 800})
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        await page.locator("#connect summary").click()
        panel = await page.locator("#connect > ol").bounding_box()
        assert panel
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= 390
        places = [await page.locator(what).bounding_box() for what in ("h1", "#tomorrow", "#restart", "#day")]
        boxes = [place for place in places if place]
        assert len(boxes) == 4
        assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


def _overlap(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    apart = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not beside and not apart
