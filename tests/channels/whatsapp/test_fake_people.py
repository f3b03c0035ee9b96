"""People on the fake WhatsApp do what they are told, and webhooks tell of it as Meta's do."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from tests.fakes.people import ANA, EVA
from tests.fakes.pictures import png
from tests.fakes.telegram_updates import WebhookFailedError
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_caller import Caller, caller
from tests.fakes.whatsapp_platform import APP_SECRET, VERIFY_TOKEN
from tests.journeys.hours import Hours


class Hook:
    """A webhook that notes what comes, and answers as it is told."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.statuses: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> PlainTextResponse:
        if request.method == "GET":
            right = request.query_params["hub.verify_token"] == VERIFY_TOKEN
            return PlainTextResponse(request.query_params["hub.challenge"], 200 if right else 403)
        body = await request.body()
        signature = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        if request.headers.get("x-hub-signature-256") != f"sha256={signature}":
            return PlainTextResponse("who are you?", 403)
        self.bodies.append(json.loads(body))
        return PlainTextResponse("", self.statuses.pop(0) if self.statuses else 200)

    def values(self, name: str) -> list[Any]:
        """Return all messages, statuses or preferences that came, in order."""
        changes = [change for body in self.bodies for entry in body["entry"] for change in entry["changes"]]
        return [told for change in changes for told in change["value"].get(name, [])]

    def last_value(self) -> Any:
        """Return what came last."""
        return self.bodies[-1]["entry"][-1]["changes"][-1]["value"]


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
async def whatsapp(hook: Hook, hours: Hours) -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp(now=hours.read) as whatsapp:
        await whatsapp.delivers_to("http://stempel/whatsapp/webhook", app=hook)
        await whatsapp.says(ANA, "Hi")
        yield whatsapp


@pytest.fixture
async def call(whatsapp: FakeWhatsApp) -> AsyncIterator[Caller]:
    async with caller(whatsapp) as call:
        yield call


def listed(*rows: dict[str, str]) -> dict[str, Any]:
    action = {"button": "Menu", "sections": [{"rows": rows}]}
    return {"type": "list", "body": {"text": "Hello"}, "action": action}


async def test_each_person_has_an_id_a_name_and_a_number_or_not(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    ana = whatsapp.contact(ANA)
    known = {"profile": {"name": "Ana Kovács"}, "wa_id": ana.wa_id, "user_id": ana.user_id}
    assert hook.last_value()["contacts"] == [known]
    assert hook.values("messages")[0]["from"] == ana.wa_id
    whatsapp.hides_number(ANA)
    ana.name = None
    await whatsapp.says(ANA, "Hi")
    assert hook.last_value()["contacts"] == [{"profile": {}, "user_id": ana.user_id}]
    assert "from" not in hook.values("messages")[1]


async def test_a_link_types_its_line(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    number = whatsapp.business.number
    for link in (
        f"https://wa.me/{number}?text=Stempel%20%23cAb-_1",
        "https://stempel.example/s/cAb-_1",
        "https://t.me/stempel_bot?start=cAb-_1",
        "cAb-_1",
    ):
        await whatsapp.opens(EVA, link)
        assert hook.values("messages")[-1]["text"] == {"body": "Stempel #cAb-_1"}, link
    for wrong in ("https://wa.me/31999?text=x", "https://luna.example/menu"):
        with pytest.raises(AssertionError, match="lead"):
            await whatsapp.opens(EVA, wrong)


async def test_a_tap_finds_the_newest_button_by_its_full_label(
    whatsapp: FakeWhatsApp, hook: Hook, call: Caller
) -> None:
    reply = {"type": "reply", "reply": {"id": "old", "title": "My card"}}
    action = {"buttons": [reply]}
    await call.send("interactive", {"type": "button", "body": {"text": "Hello"}, "action": action})
    long = {"id": "t", "title": "Tell me… (2)", "description": "💬 Tell me more, please"}
    bare = {"id": "b", "title": "My birthday this year"}
    await call.send("interactive", listed({"id": "new", "title": "My card"}, long, bare))
    assert whatsapp.chat(ANA)[-1].labels == ("My card", "💬 Tell me more, please", bare["title"])
    labels = "My card", "💬 Tell me more, please", "Tell me anything", "🎂 My birthday this year"
    for label, data in zip(labels, ("new", "t", "t", "b"), strict=True):
        await whatsapp.taps(ANA, label)
        tapped = hook.values("messages")[-1]
        assert tapped["interactive"]["list_reply"]["id"] == whatsapp.data_under(ANA, label) == data
        assert tapped["context"]["id"] == whatsapp.chat(ANA)[-1].id
    await whatsapp.taps_data(ANA, "old")
    assert hook.values("messages")[-1]["interactive"]["type"] == "button_reply"
    with pytest.raises(AssertionError, match="sees no 'Nowhere'"):
        await whatsapp.taps(ANA, "Nowhere")


async def test_numbered_lines_are_answered_with_their_number_and_links_are_opened(
    whatsapp: FakeWhatsApp, hook: Hook, call: Caller
) -> None:
    number = whatsapp.business.number
    link = f"Join: https://wa.me/{number}?text=Stempel%20%23abc"
    await call.send("text", {"body": f"1. No choice\n\nWhat now?\n4. My card\n5) History\n{link}"})
    assert whatsapp.chat(ANA)[-1].labels == ("My card", "History", "Join")
    for label, typed in (("History", "5"), ("Join", "Stempel #abc")):
        await whatsapp.taps(ANA, label)
        assert hook.values("messages")[-1]["text"]["body"] == typed


async def test_pictures_and_files_come_with_their_ids(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    await whatsapp.sends_photo(ANA, png())
    await whatsapp.sends_file(ANA, b"no image")
    await whatsapp.sends(ANA, "sticker", id="1", mime_type="image/webp")
    photo, file, sticker = hook.values("messages")[1:]
    assert photo["image"]["id"] in whatsapp.api.media.files
    assert (file["document"]["filename"], file["document"]["mime_type"]) == ("code.png", "image/png")
    assert sticker["type"] == "sticker"


async def test_a_day_after_her_last_word_free_words_fail(
    whatsapp: FakeWhatsApp, hook: Hook, call: Caller, hours: Hours
) -> None:
    hours.now += timedelta(hours=24)
    await call.send("text", {"body": "x"}, biz_opaque_callback_data="row 7")
    await whatsapp.settled()
    [failed] = hook.values("statuses")
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)
    assert failed["biz_opaque_callback_data"] == "row 7"
    whatsapp.api.closed_window_refuses = True
    assert "131047" in await call.send("text", {"body": "x"})
    await whatsapp.says(ANA, "Hi")
    await call.send("text", {"body": "seen"})
    assert [seen.text for seen in whatsapp.chat(ANA)] == ["seen"]


async def test_what_became_of_a_message_is_told_when_asked(
    whatsapp: FakeWhatsApp, hook: Hook, call: Caller
) -> None:
    await call.send("text", {"body": "x"}, biz_opaque_callback_data="row 7")
    assert hook.values("statuses") == []
    await whatsapp.reports(backwards=True, times=2)
    assert [told["status"] for told in hook.values("statuses")] == ["delivered", "sent"] * 2
    assert hook.values("statuses")[0]["pricing"]["billable"] is False
    whatsapp.reads(ANA)
    await whatsapp.reports()
    assert hook.values("statuses")[-1]["status"] == "read"
    assert {told["biz_opaque_callback_data"] for told in hook.values("statuses")} == {"row 7"}
    await whatsapp.reports()
    assert len(hook.bodies) == 4  # nothing new is not told


async def test_a_report_may_come_before_the_answer(hook: Hook, hours: Hours) -> None:
    async with FakeWhatsApp(now=hours.read, statuses="first") as whatsapp, caller(whatsapp) as call:
        await whatsapp.delivers_to("http://stempel/whatsapp/webhook", app=hook)
        await whatsapp.says(ANA, "Hi")
        sent = await call.send("text", {"body": "x"})
        assert hook.values("statuses")[0]["id"] == sent["messages"][0]["id"]


async def test_messages_fail_for_who_blocked_for_strangers_and_when_told(
    whatsapp: FakeWhatsApp, hook: Hook, call: Caller
) -> None:
    await whatsapp.blocks(ANA)
    await call.send("text", {"body": "x"})
    await whatsapp.unblocks(ANA)
    await call.send("text", {"body": "x"}, recipient="NL.404")
    whatsapp.fails_later(ANA, 131056)
    await call.send("text", {"body": "x"})
    await call.send("text", {"body": "seen"})
    await whatsapp.settled()
    codes = [told["errors"][0]["code"] for told in hook.values("statuses") if "errors" in told]
    assert codes == [131026, 131026, 131056]
    assert [seen.text for seen in whatsapp.since(ANA, 0)] == ["seen"]


async def test_another_number_brings_another_id(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    ana = whatsapp.contact(ANA)
    before = ana.wa_id, ana.user_id
    await whatsapp.changes_number(ANA, "31687654321")
    told = hook.values("messages")[-1]
    assert told["from"] == before[0]
    assert told["system"]["previous_user_id"] == before[1] != told["system"]["user_id"] == ana.user_id
    await whatsapp.changes_number(ANA, "31687654322", names_ids=False)
    assert set(hook.values("messages")[-1]["system"]) == {"body", "type", "wa_id"}
    whatsapp.hides_number(ANA)
    await whatsapp.changes_number(ANA, "31687654323")
    assert hook.values("messages")[-1]["system"]["type"] == "user_changed_user_id"


async def test_marketing_is_stopped_and_resumed(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    await whatsapp.stops_marketing(ANA)
    await whatsapp.resumes_marketing(ANA)
    assert [told["value"] for told in hook.values("user_preferences")] == ["stop", "resume"]


@pytest.mark.parametrize(("shape", "parts"), [("values", (1, 2)), ("changes", (1, 4)), ("entries", (4, 1))])
async def test_what_happens_together_comes_in_one_body(
    whatsapp: FakeWhatsApp, hook: Hook, call: Caller, shape: Any, parts: tuple[int, int]
) -> None:
    await call.send("text", {"body": "x"})
    hook.bodies.clear()
    async with whatsapp.together(shape):
        await whatsapp.says(ANA, "one")
        await whatsapp.says(EVA, "two")
        await whatsapp.stops_marketing(EVA)
        whatsapp.api.statuses.pop()
        await whatsapp.reports()
    [body] = hook.bodies
    entries, changes = parts if shape != "values" else (1, 3)
    assert (len(body["entry"]), len(body["entry"][0]["changes"])) == (entries, changes)
    assert [told["text"]["body"] for told in hook.values("messages")] == ["one", "two"]
    assert len(hook.values("statuses")) == len(hook.values("user_preferences")) == 1
    await whatsapp.redelivers_last()
    assert hook.bodies == [body, body]


async def test_a_webhook_is_verified_signed_and_asked_until_it_says_yes(
    whatsapp: FakeWhatsApp, hook: Hook
) -> None:
    hook.statuses = [503, 500]
    await whatsapp.says(ANA, "again")
    assert [told["text"]["body"] for told in hook.values("messages")] == ["Hi", "again", "again", "again"]
    assert await whatsapp.raw({"object": "x"}) == 200
    assert await whatsapp.raw(b"{", signature=None) == 403
    assert await whatsapp.raw(b"{", signature="sha256=00") == 403
    whatsapp.webhooks.patience = 2
    hook.statuses = [503] * 2
    with pytest.raises(WebhookFailedError):
        await whatsapp.says(ANA, "never")
    with pytest.raises(WebhookFailedError, match="403"):
        await whatsapp.delivers_to("http://stempel/", verify_token="wrong", app=hook)
