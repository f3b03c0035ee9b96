"""Long polling loses nothing: what was not handled comes again, in order, whatever the network does."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from channels.channel import NotAcknowledgedError
from channels.messages import Content, Incoming, Start, Text
from channels.telegram.channel import Telegram
from channels.telegram.errors import (
    AnotherPollerError,
    TelegramUnreachableError,
    TokenRefusedError,
    WebhookRefusedError,
)
from tests.fakes.people import ANA, EVA
from tests.fakes.telegram import FakeTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Telegram]:
    bot = Telegram(telegram.token, api_url=telegram.url + "/", answer_timeout_s=0.5)
    await bot.start()
    yield bot
    await bot.stop()


class Ear:
    """Hears everything, and can be told to refuse."""

    def __init__(self) -> None:
        self.heard: list[Content] = []
        self.refusals = 0
        self.pauses: list[float] = []

    async def handle(self, incoming: Incoming) -> None:
        if self.refusals:
            self.refusals -= 1
            raise NotAcknowledgedError
        self.heard.append(incoming.content)

    async def wait(self, seconds: float) -> None:
        self.pauses.append(seconds)


@asynccontextmanager
async def polling(
    bot: Telegram, ear: Ear, handle: Callable[[Incoming], Awaitable[None]] | None = None
) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot.poll(handle or ear.handle, timeout_s=1, wait=ear.wait))
        yield
        task.cancel()


async def test_the_bot_learns_its_name_when_it_starts(bot: Telegram) -> None:
    assert (bot.account, bot.username, bot.name) == ("700", "stempel_bot", "telegram")


@pytest.mark.parametrize("token", ["700:wrong", "nonsense"])
async def test_a_wrong_token_is_named_and_not_shown(telegram: FakeTelegram, token: str) -> None:
    with pytest.raises(TokenRefusedError) as caught:
        await Telegram(token, api_url=telegram.url).start()
    assert token not in str(caught.value)


async def test_nobody_there_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(TelegramUnreachableError, match="ClientConnectorError"):
            await Telegram("700:x", api_url=f"http://127.0.0.1:{unused.getsockname()[1]}").start()


async def test_a_telegram_that_is_down_is_named(telegram: FakeTelegram) -> None:
    telegram.breaks(status=502, methods=["getMe"])
    with pytest.raises(TelegramUnreachableError):
        await Telegram(telegram.token, api_url=telegram.url).start()


async def test_what_people_say_is_heard_once(bot: Telegram, telegram: FakeTelegram) -> None:
    ear = Ear()
    await telegram.opens(ANA, "before")
    async with polling(bot, ear):
        await telegram.settled()
        await telegram.says(ANA, "after")
        await telegram.settled()
    assert ear.heard == [Start("before"), Text("after")]
    assert ear.pauses == []


async def test_one_persons_words_stay_in_order_while_others_go_on(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    eva_was_heard = asyncio.Event()
    order: list[Content] = []

    async def handle(incoming: Incoming) -> None:
        if incoming.sender.external_id == str(EVA.id):
            eva_was_heard.set()
        else:
            await eva_was_heard.wait()
            order.append(incoming.content)

    for word in ("one", "two", "three"):
        await telegram.says(ANA, word)
    await telegram.says(EVA, "me too")
    async with polling(bot, Ear(), handle):
        await telegram.settled()
    assert order == [Text("one"), Text("two"), Text("three")]


@pytest.mark.slow
async def test_who_takes_long_holds_up_nobody_who_writes_later(bot: Telegram, telegram: FakeTelegram) -> None:
    ana_goes_on, eva_was_heard = asyncio.Event(), asyncio.Event()
    heard: list[Content] = []

    async def handle(incoming: Incoming) -> None:
        if incoming.sender.external_id == str(ANA.id):
            await ana_goes_on.wait()
        heard.append(incoming.content)
        if incoming.content == Text("two"):
            eva_was_heard.set()

    await telegram.says(ANA, "one")
    async with polling(bot, Ear(), handle):
        await telegram.updates.polled.wait()
        await telegram.says(EVA, "two")
        await telegram.says(ANA, "three")
        await eva_was_heard.wait()
        assert heard == [Text("two")]
        ana_goes_on.set()
        await telegram.settled()
    assert heard == [Text("two"), Text("one"), Text("three")]


async def test_what_could_not_be_kept_comes_again_before_what_followed(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    ear = Ear()
    ear.refusals = 3
    await telegram.says(ANA, "one")
    await telegram.says(ANA, "two")
    async with polling(bot, ear):
        await telegram.settled()
    assert ear.heard == [Text("one"), Text("two")]
    assert ear.pauses == [1, 2, 4]


async def test_what_others_said_behind_one_that_could_not_be_kept_is_heard_once(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    ear = Ear()
    ear.refusals = 1
    await telegram.says(ANA, "one")
    await telegram.says(EVA, "hers")
    await telegram.says(ANA, "two")
    async with polling(bot, ear):
        await telegram.settled()
    assert sorted(map(repr, ear.heard)) == ["Text(text='hers')", "Text(text='one')", "Text(text='two')"]


async def test_what_was_cut_off_comes_again_with_the_same_key(bot: Telegram, telegram: FakeTelegram) -> None:
    keys: list[str] = []
    begun = asyncio.Event()

    async def handle(incoming: Incoming) -> None:
        keys.append(incoming.key)
        begun.set()
        if len(keys) == 1:
            await asyncio.Event().wait()

    await telegram.says(ANA, "hello")
    async with polling(bot, Ear(), handle):
        await begun.wait()
    async with polling(bot, Ear(), handle):
        await telegram.settled()
    assert len(keys) == 2
    assert len(set(keys)) == 1


async def test_updates_of_unknown_kinds_are_passed_by(bot: Telegram, telegram: FakeTelegram) -> None:
    ear = Ear()
    await telegram.raw({"of_next_year": {"from": 1}})
    await telegram.raw({})
    await telegram.raw({"message": {"message_id": "odd", "rich": [[]]}})
    await telegram.says(ANA, "hello")
    async with polling(bot, ear):
        await telegram.settled()
    assert ear.heard == [Text("hello")]


async def test_only_what_we_read_is_asked_for(bot: Telegram, telegram: FakeTelegram) -> None:
    await bot.updates(offset=0, timeout_s=0)
    await telegram.updates.add("channel_post", {"text": "x"}, chat=ANA.id)
    assert await bot.updates(offset=0, timeout_s=0) == []


async def test_a_broken_line_is_tried_again_after_pauses_that_grow(
    bot: Telegram, telegram: FakeTelegram
) -> None:
    ear = Ear()
    telegram.breaks(status=502, times=7, methods=["getUpdates"])
    await telegram.says(ANA, "hello")
    async with polling(bot, ear):
        await telegram.settled()
        telegram.breaks(status=502, methods=["getUpdates"])
        await telegram.says(ANA, "again")
        await telegram.settled()
    assert ear.pauses == [1, 2, 4, 8, 16, 30, 30, 1]
    assert ear.heard == [Text("hello"), Text("again")]


async def test_a_flood_while_polling_is_waited_out(bot: Telegram, telegram: FakeTelegram) -> None:
    ear = Ear()
    telegram.floods(retry_after_s=7, methods=["getUpdates"])
    await telegram.says(ANA, "hello")
    async with polling(bot, ear):
        await telegram.settled()
    assert ear.pauses == [7]


async def test_another_process_that_polls_ends_the_polling(bot: Telegram, telegram: FakeTelegram) -> None:
    telegram.breaks(status=409, description="Conflict: terminated by other", methods=["getUpdates"])
    with pytest.raises(AnotherPollerError):
        await bot.poll(Ear().handle)


async def test_two_that_poll_are_told_apart(bot: Telegram, telegram: FakeTelegram) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(_error_of(bot.poll(Ear().handle)))
        await telegram.updates.polled.wait()
        other = Telegram(telegram.token, api_url=telegram.url)
        await other.updates(offset=0, timeout_s=0)
        assert isinstance(await first, AnotherPollerError)
        await other.stop()


async def _error_of(doing: Awaitable[None]) -> BaseException | None:
    try:
        await doing
    except AnotherPollerError as error:
        return error
    return None


async def test_a_token_revoked_meanwhile_ends_the_polling(bot: Telegram, telegram: FakeTelegram) -> None:
    telegram.breaks(status=401, description="Unauthorized", methods=["getUpdates"])
    with pytest.raises(TokenRefusedError):
        await bot.poll(Ear().handle)


async def test_polling_takes_over_from_a_webhook(bot: Telegram, telegram: FakeTelegram) -> None:
    ear = Ear()
    await bot.set_webhook("https://luna.example/telegram/webhook", "s3cret_")
    assert telegram.updates.webhook["secret_token"] == "s3cret_"
    telegram.breaks(status=500, methods=["deleteWebhook"])
    async with polling(bot, ear):
        await telegram.says(ANA, "hello")
        await telegram.settled()
    assert telegram.updates.webhook == {"url": ""}
    assert ear.heard == [Text("hello")]


async def test_a_webhook_that_telegram_cannot_reach_is_refused_with_the_reason(bot: Telegram) -> None:
    with pytest.raises(WebhookRefusedError, match=r"(?i)https"):
        await bot.set_webhook("http://luna.example", "s")
