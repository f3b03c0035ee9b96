"""The demo page over real HTTP, with a small bot behind it: its routes and its live stream."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from channels.messages import Start
from tests.journeys.hours import NOON
from tests.web.demo import NONCE, card, demo, say


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


async def test_a_switch_passes_on_what_the_cafe_shall_give_and_a_reload_knows_it() -> None:
    async with demo() as (client, bot):
        switched = await client.post("/demo/switch", json={"switch": "twice"})
        refused = await client.post("/demo/switch", json={"switch": ["twice"]})
        reloaded = (await client.get("/demo/phones")).json()
    assert switched.json() == {"stays": "The points card stays."}
    assert refused.status_code == 404
    assert bot.days.gives == reloaded["gives"] == "twice"


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
        photo = card("typed").whole()
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
