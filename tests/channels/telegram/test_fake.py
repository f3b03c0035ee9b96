"""The fake Telegram refuses what the real one refuses, and its people's verbs do what they say."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from tests.fakes.people import ANA, EVA
from tests.fakes.pictures import png
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_updates import WebhookFailedError


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as telegram:
        await telegram.opens(ANA, "")
        yield telegram


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


class Caller:
    """Calls methods the way any bot does."""

    def __init__(self, telegram: FakeTelegram, client: httpx.AsyncClient) -> None:
        self._address = f"{telegram.url}/bot{telegram.token}"
        self._client = client

    async def __call__(self, method: str, *, files: Any = None, **parameters: object) -> Any:
        form = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
        }
        answer = await self._client.post(f"{self._address}/{method}", data=form, files=files)
        told = answer.json()
        assert told["ok"] == (answer.status_code == 200)
        return told["result"] if told["ok"] else f"{told['error_code']} {told['description']}"


@pytest.fixture
def call(telegram: FakeTelegram, client: httpx.AsyncClient) -> Caller:
    return Caller(telegram, client)


def button(**kind: object) -> dict[str, object]:
    return {"chat_id": ANA.id, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Go", **kind}]]}}


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("sendMesage", {}, "404 Not Found"),
        ("sendMessage", {"chat_id": ANA.id}, "needs"),
        ("sendMessage", {"chat_id": ANA.id, "text": "x", "txet": "x"}, "no parameter"),
        ("sendMessage", {"chat_id": ANA.id, "text": " "}, "text is empty"),
        ("sendMessage", {"chat_id": ANA.id, "text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": 404, "text": "x"}, "400 Bad Request: chat not found"),
        ("sendMessage", {"chat_id": EVA.id, "text": "x"}, "403 Forbidden: bot can't initiate"),
        ("sendMessage", button(), "can't parse inline keyboard button"),
        ("sendMessage", button(callback_data="x", url="https://x.org"), "can't parse inline keyboard button"),
        ("sendMessage", button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        ("sendMessage", button(url="luna"), "Wrong HTTP URL"),
        ("sendMessage", {"chat_id": ANA.id, "text": "5 < 10", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"chat_id": ANA.id, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        (
            "sendMessage",
            {"chat_id": ANA.id, "text": "<h1>x</h1>", "parse_mode": "HTML"},
            "Unsupported start tag",
        ),
        ("sendPhoto", {"chat_id": ANA.id, "photo": "unknown"}, "wrong file identifier"),
        ("editMessageText", {"chat_id": ANA.id, "message_id": 99, "text": "x"}, "message to edit not found"),
        ("answerCallbackQuery", {"callback_query_id": "old"}, "query is too old"),
        ("setMyCommands", {"commands": [{"command": "Card", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "card", "description": ""}]}, "DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "c", "description": "d"}] * 101}, "TOO_MUCH"),
        ("getFile", {"file_id": "unknown"}, "wrong file_id"),
        ("setWebhook", {"url": "https://x.org", "secret_token": "no spaces"}, "unallowed characters"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    telegram: FakeTelegram, call: Caller, method: str, parameters: dict[str, Any], refusal: str
) -> None:
    telegram.api.chat_of(EVA)
    assert refusal in await call(method, **parameters)
    assert telegram.sent_to(ANA) == []


@pytest.mark.parametrize(
    ("picture", "refusal"),
    [
        (b"no image", "IMAGE_PROCESS_FAILED"),
        (png()[:-20], "IMAGE_PROCESS_FAILED"),
        (png(size=(9000, 1001)), "PHOTO_INVALID_DIMENSIONS"),
        (b"x" * (10 * 2**20 + 1), "too big"),
        (b"", "non-empty"),
    ],
)
async def test_a_photo_must_be_one(call: Caller, picture: bytes, refusal: str) -> None:
    assert refusal in await call("sendPhoto", files={"photo": ("p.png", picture)}, chat_id=str(ANA.id))


async def test_a_caption_has_its_own_limit(call: Caller) -> None:
    files = {"photo": ("p.png", png())}
    assert "too long" in await call("sendPhoto", files=files, chat_id=str(ANA.id), caption="x" * 1025)
    assert "message_id" in await call("sendPhoto", files=files, chat_id=str(ANA.id), caption="x" * 1024)


async def test_an_edit_that_changes_nothing_is_refused(call: Caller) -> None:
    sent = await call("sendMessage", chat_id=ANA.id, text="x")
    where = {"chat_id": ANA.id, "message_id": sent["message_id"]}
    assert "message is not modified" in await call("editMessageText", text="x", **where)
    assert "no caption" in await call("editMessageCaption", caption="x", **where)


async def test_a_wrong_token_is_refused(telegram: FakeTelegram, client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{telegram.url}/bot700:wrong/getMe")).status_code == 401
    assert (await client.get(f"{telegram.url}/botnonsense/getMe")).status_code == 404


async def test_markup_is_shown_as_people_see_it(telegram: FakeTelegram, call: Caller) -> None:
    await call("sendMessage", chat_id=ANA.id, text="<b>Card</b> 5 &lt; 10", parse_mode="HTML")
    assert telegram.chat(ANA)[-1].text == "Card 5 < 10"


async def test_updates_wait_until_an_offset_confirms_them(telegram: FakeTelegram, call: Caller) -> None:
    await telegram.says(ANA, "two")
    first, second = await call("getUpdates")
    assert await call("getUpdates") == [first, second]
    assert await call("getUpdates", limit=1) == [first]
    assert await call("getUpdates", offset=second["update_id"]) == [second]
    assert await call("getUpdates", offset=second["update_id"] + 1) == []
    await telegram.redelivers_last()
    assert await call("getUpdates", offset=second["update_id"] + 1) == [second]
    await telegram.settled()


async def test_a_webhook_that_is_set_forbids_polling(call: Caller) -> None:
    await call("setWebhook", url="https://luna.example/hook")
    assert "409 Conflict" in await call("getUpdates")
    await call("deleteWebhook")
    assert len(await call("getUpdates")) == 1


async def test_a_tap_finds_the_newest_button_and_a_link_button_opens(
    telegram: FakeTelegram, call: Caller
) -> None:
    await call("sendMessage", **button(callback_data="old"))
    await call("sendMessage", **button(callback_data="new"))
    await telegram.taps(ANA, "Go")
    await call("sendMessage", **button(url="https://t.me/stempel_bot?start=abc"))
    await telegram.taps(ANA, "Go")
    _, tap, opened = await call("getUpdates")
    assert tap["callback_query"]["data"] == "new"
    assert opened["message"]["text"] == "/start abc"
    with pytest.raises(AssertionError, match="no button"):
        await telegram.taps(ANA, "Nowhere")


async def test_a_payload_with_foreign_letters_is_lost_as_in_telegrams_clients(
    telegram: FakeTelegram, call: Caller
) -> None:
    await telegram.opens(ANA, "a.b")
    assert (await call("getUpdates"))[-1]["message"]["text"] == "/start"


async def test_photos_and_files_that_people_send_can_be_fetched(
    telegram: FakeTelegram, call: Caller, client: httpx.AsyncClient
) -> None:
    await telegram.sends_photo(ANA, png())
    await telegram.sends_file(ANA, b"no image")
    _, photo, file = await call("getUpdates")
    found = await call("getFile", file_id=photo["message"]["photo"][-1]["file_id"])
    answer = await client.get(f"{telegram.url}/file/bot{telegram.token}/{found['file_path']}")
    assert answer.content == png()
    assert file["message"]["document"]["mime_type"] == "image/png"


class Hook:
    """A webhook that notes what comes, and answers as it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.secrets: set[str] = set()
        self.statuses: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        update = await request.json()
        self.secrets.add(request.headers["x-telegram-bot-api-secret-token"])
        status = self.statuses.pop(0) if self.statuses else 200
        self.heard.append(f"{update['message']['text']} {status}")
        await Response(status_code=status)(scope, receive, send)


async def test_a_webhook_gets_each_update_until_it_says_yes(telegram: FakeTelegram) -> None:
    hook = Hook()
    hook.statuses = [503, 500]
    await telegram.delivers_to("http://luna/hook", "s3cret", app=hook)
    async with asyncio.TaskGroup() as group:
        for word in ("one", "two"):
            group.create_task(telegram.says(ANA, word))
    assert hook.heard == ["one 503", "one 500", "one 200", "two 200"]
    await telegram.redelivers_last()
    assert hook.heard[-1] == "two 200"
    assert hook.secrets == {"s3cret"}


async def test_a_webhook_that_never_says_yes_is_reported(telegram: FakeTelegram) -> None:
    hook = Hook()
    hook.statuses = [503] * 9
    telegram.updates.patience = 2
    await telegram.delivers_to("http://luna/hook", "s", app=hook)
    with pytest.raises(WebhookFailedError):
        await telegram.says(ANA, "hello")
