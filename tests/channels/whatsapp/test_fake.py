"""The fake WhatsApp refuses what the real one refuses."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.people import ANA, EVA
from tests.fakes.pictures import png
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_caller import Caller, caller
from tests.fakes.whatsapp_people import contact_of
from tests.journeys.hours import Hours

ME = contact_of(ANA)


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
async def whatsapp(hours: Hours) -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp(now=hours.read) as whatsapp:
        await whatsapp.says(ANA, "Hi")
        yield whatsapp


@pytest.fixture
async def call(whatsapp: FakeWhatsApp) -> AsyncIterator[Caller]:
    async with caller(whatsapp) as call:
        yield call


def buttons(*titles: str, **more: Any) -> Any:
    replies = [{"type": "reply", "reply": {"id": f"id {title}", "title": title}} for title in titles]
    return {"type": "button", "body": {"text": "Hello"}, "action": {"buttons": replies}} | more


def rows(count: int, *, sections: int = 1, **more: Any) -> Any:
    listed = [{"id": str(number), "title": f"Row {number}"} | more for number in range(count)]
    parts = [{"title": f"Part {part}", "rows": listed[part::sections]} for part in range(sections)]
    return {"type": "list", "body": {"text": "Hello"}, "action": {"button": "Menu", "sections": parts}}


def link(**more: Any) -> Any:
    parameters = {"display_text": "Open", "url": "https://luna.example/"} | more
    action = {"name": "cta_url", "parameters": parameters}
    return {"type": "cta_url", "body": {"text": "Hello"}, "action": action}


@pytest.mark.parametrize(
    ("kind", "content", "refusal"),
    [
        ("text", {}, "131008"),
        ("text", {"body": " "}, "131009"),
        ("text", {"body": "x" * 4097}, "100 Param text['body'] must be at most 4096"),
        ("text", {"body": "x", "bdoy": "x"}, '100 Unexpected key "bdoy"'),
        ("sticker", {"id": "1"}, "131051"),
        ("image", {"id": "1", "link": "https://luna.example/x.png"}, "100"),
        ("image", {"id": "404"}, "100 Media 404 does not exist"),
        ("image", {"link": "https://luna.example/x.png", "caption": "x" * 1025}, "131009"),
        ("image", {"link": "https://luna.example/x.png", "filename": "x"}, "100"),
        ("interactive", buttons(), "131009 Invalid buttons count"),
        ("interactive", buttons("1", "2", "3", "4"), "131009 Invalid buttons count"),
        ("interactive", buttons("x" * 21), "131009 Button title length"),
        ("interactive", buttons("Same", "Same"), "131009 Duplicated"),
        ("interactive", buttons("Go", body={"text": "x" * 1025}), "131009"),
        ("interactive", buttons("Go", body={}), "131008"),
        ("interactive", buttons("Go", footer={"text": "x" * 61}), "131009"),
        ("interactive", buttons("Go", header={"type": "text", "text": "x" * 61}), "131009"),
        ("interactive", buttons("Go", header={"type": "sticker"}), "131009"),
        ("interactive", rows(11), "131009 Invalid rows count"),
        ("interactive", rows(12, sections=2), "131009 Invalid rows count"),
        ("interactive", rows(1, title="x" * 25), "131009 Row title"),
        ("interactive", rows(1, id="x" * 201), "131009 Row id"),
        ("interactive", rows(1, description="x" * 73), "131009 Row description"),
        ("interactive", rows(2, id="same"), "131009 Duplicated"),
        ("interactive", link(display_text="x" * 21), "131009 display_text"),
        ("interactive", link(url="luna"), "131009 url"),
        ("template", {"name": "gift", "language": {"code": "en"}}, "132001"),
        ("template", {"name": "gift"}, "131008"),
    ],
)
async def test_what_whatsapp_refuses_is_refused(
    whatsapp: FakeWhatsApp, call: Caller, kind: str, content: Any, refusal: str
) -> None:
    assert str(await call.send(kind, content)).startswith(refusal)
    assert whatsapp.chat(ANA) == []


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"messaging_product": "telegram"}, "100"),
        ({"to": ME.wa_id}, "100 Either"),
        ({"recipient": "Ana"}, "131009 recipient"),
        ({"recipient_type": "group"}, "131009"),
        ({"context": {"id": "x"}}, "100 Unexpected key"),
        ({"biz_opaque_callback_data": "x" * 513}, "131009"),
        ({"reply_markup": {}}, '100 Unexpected key "reply_markup"'),
    ],
)
async def test_what_is_around_a_message_is_checked_too(call: Caller, more: Any, refusal: str) -> None:
    assert str(await call.send("text", {"body": "x"}, **more)).startswith(refusal)


async def test_all_that_fits_is_taken(whatsapp: FakeWhatsApp, call: Caller) -> None:
    for kind, content in (
        ("text", {"body": "x" * 4096, "preview_url": False}),
        ("interactive", buttons("1" * 20, "2", "3", footer={"text": "x" * 60})),
        ("interactive", rows(10, sections=2, description="x" * 72)),
        ("interactive", link()),
    ):
        sent = await call.send(kind, content)
        assert sent["contacts"] == [{"input": ME.user_id, "user_id": ME.user_id}]
    assert [len(seen.labels) for seen in whatsapp.chat(ANA)] == [0, 3, 10, 1]


async def test_a_wrong_token_and_unknown_places_are_refused(whatsapp: FakeWhatsApp, call: Caller) -> None:
    assert str(await call("GET", "404")).startswith("100 Object with ID '404'")
    assert str(await call("GET", f"{whatsapp.business.phone_number_id}/messages")).startswith("100")
    assert str(await call("GET", "404", token="wrong")).startswith("190")


async def test_the_number_says_who_it_is(whatsapp: FakeWhatsApp, call: Caller) -> None:
    told = await call("GET", whatsapp.business.phone_number_id, params={"fields": "verified_name,status"})
    assert told == {
        "id": whatsapp.business.phone_number_id,
        "verified_name": "Stempel",
        "status": "CONNECTED",
    }
    assert "nonexisting" in await call("GET", whatsapp.business.phone_number_id, params={"fields": "x"})


@pytest.mark.parametrize(
    ("content", "mime_type", "refusal"),
    [
        (b"no image", "image/png", "131053"),
        (png()[:-20], "image/png", "131053"),
        (b"x" * (5 * 2**20 + 1), "image/jpeg", "131053"),
        (b"{}", "application/json", "100 Param file must be one of these types"),
        (b"", "text/plain", "131053"),
    ],
)
async def test_a_file_must_be_one_that_whatsapp_shows(
    call: Caller, content: bytes, mime_type: str, refusal: str
) -> None:
    assert str(await call.upload(content, mime_type)).startswith(refusal)


async def test_a_file_is_kept_for_thirty_days_and_its_link_for_five_minutes(
    whatsapp: FakeWhatsApp, call: Caller, hours: Hours
) -> None:
    media_id = (await call.upload(png(), "image/png"))["id"]
    told = await call("GET", media_id)
    assert (told["mime_type"], told["file_size"]) == ("image/png", len(png()))
    assert await call("GET", told["url"]) == png()
    hours.now += timedelta(minutes=5)
    assert "expired" in await call("GET", told["url"])
    await call.send("image", {"id": media_id, "caption": "Your card"})
    assert (whatsapp.chat(ANA)[0].text, whatsapp.chat(ANA)[0].picture) == ("Your card", png())
    hours.now += timedelta(days=30)
    assert "kept no more" in await call.send("image", {"id": media_id})


async def test_what_people_send_can_be_fetched(whatsapp: FakeWhatsApp, call: Caller) -> None:
    await whatsapp.sends_photo(EVA, png())
    media_id = next(iter(whatsapp.api.media.files))
    assert await call("GET", (await call("GET", media_id))["url"]) == png()


async def test_only_a_message_that_came_can_be_marked_as_read(whatsapp: FakeWhatsApp, call: Caller) -> None:
    mark = {"messaging_product": "whatsapp", "status": "read", "typing_indicator": {"type": "text"}}
    where = f"{whatsapp.business.phone_number_id}/messages"
    came = next(iter(whatsapp.api.heard))
    assert await call("POST", where, json=mark | {"message_id": came}) == {"success": True}
    assert "131009" in await call("POST", where, json=mark | {"message_id": "wamid.x"})
    assert whatsapp.api.read == [came]


async def test_troubles_come_when_they_are_asked_for(whatsapp: FakeWhatsApp, call: Caller) -> None:
    whatsapp.floods(times=2)
    whatsapp.fails_next(131056)
    whatsapp.fails_next(2, methods=["upload"])
    refusals = [await call.send("text", {"body": "x"}) for _ in range(3)]
    assert [refusal.split()[0] for refusal in refusals] == ["130429", "130429", "131056"]
    assert (await call.upload(png(), "image/png")).startswith("2 ")
    assert "messages" in await call.send("text", {"body": "x"})
    assert whatsapp.count_calls("send") == 4
