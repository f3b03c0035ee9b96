"""The platforms of the journeys: the fakes, with the same verbs and eyes on each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, Protocol

import pytest

from actions.delivery.templates import TemplateState, keep
from app.house import House, build
from app.serve import make_web
from bot.templates.book import BOOK, as_components
from channels.browser.channel import Browser
from channels.channel import Channel
from channels.messages import Incoming
from channels.platforms import PLATFORMS, find_platforms
from channels.setup import PlatformSetup, open_accounts
from channels.telegram.channel import Telegram
from channels.telegram.webhook import webhook as telegram_webhook
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.webhook import webhook as whatsapp_webhook
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests import messengers
from tests.fakes.browser import FakeBrowser
from tests.fakes.people import Seen, User
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_api import PROVIDER_TOKEN
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_templates import Template, Templates
from tests.journeys.hours import Hours
from web.webhooks import webhook_route

SECRET = b"the secret of the journeys"
WEBHOOK_SECRET = "journeys"
APP_SECRET = "the app's secret"


class Platform(Protocol):
    """What people can do and see on any platform."""

    async def says(self, person: User, text: str) -> None: ...
    async def opens(self, person: User, link: str) -> None: ...
    async def taps(self, person: User, label: str) -> None: ...
    async def taps_data(self, person: User, data: str, *, message_id: str = ...) -> None: ...
    async def sends_photo(self, person: User, content: bytes) -> None: ...
    async def sends_file(self, person: User, content: bytes) -> None: ...
    async def redelivers_last(self) -> None: ...
    async def settled(self) -> None: ...
    def gives_up_soon(self) -> None: ...
    def chat(self, person: User) -> list[Seen]: ...
    def external_id(self, person: User) -> str: ...
    def mark(self, person: User) -> int: ...
    def since(self, person: User, mark: int) -> list[Seen]: ...
    def data_under(self, person: User, label: str) -> str: ...
    def menu(self, person: User) -> list[tuple[str, str]]: ...


class TelegramPlatform(FakeTelegram):
    """Telegram, which can also swallow a call and say when it did."""

    def __init__(
        self, *, token: str = TOKEN, username: str = "stempel_bot", beside: FakeTelegram | None = None
    ) -> None:
        super().__init__(token=token, username=username, beside=beside)
        self.swallowed = asyncio.Event()
        self.arrived = asyncio.Event()  # set at each answer of the bot, for whoever waits at that moment
        self._swallows: str | None = None
        self._under_way = 0
        self._idle = asyncio.Event()

    def watched(self, handle: Callable[[Incoming], Awaitable[None]]) -> Callable[[Incoming], Awaitable[None]]:
        """Let `settled` wait for `handle` too: polling confirms an update before it is answered."""

        async def watching(incoming: Incoming) -> None:
            self._under_way += 1
            self._idle.clear()
            try:
                await handle(incoming)
            finally:
                self._under_way -= 1
                if not self._under_way:
                    self._idle.set()

        return watching

    async def settled(self) -> None:
        """Wait until a polling bot has confirmed all updates, and answered them."""
        await super().settled()
        if self._under_way:
            await self._idle.wait()

    def swallows(self, method: str) -> None:
        """Neither carry out nor answer the next call of a method that begins so."""
        self._swallows = method
        self.swallowed.clear()

    def gives_up_soon(self) -> None:
        """Try a webhook only once."""
        self.updates.patience = 1

    def external_id(self, person: User) -> str:
        """Return what the bot knows a person by."""
        return str(person.id)

    def mark(self, person: User) -> int:
        """Remember this moment, for `since`."""
        return len(self.sent_to(person))

    def since(self, person: User, mark: int) -> list[Seen]:
        """Return what arrived or changed since `mark`, the latest last."""
        return self.sent_to(person)[mark:]

    def data_under(self, person: User, label: str) -> str:
        """Return what the newest button with this label carries."""
        rows = [row for message in self._chat(person).messages.values() for row in message.rows]
        found: list[str] = [
            button["callback_data"] for row in rows for button in row if button["text"] == label
        ]
        return found[-1]

    def count_calls(self, method: str) -> int:
        """Count the calls of methods that begin so."""
        return sum(called.startswith(method) for called, _ in self.calls)

    async def _call(self, method: str, given: dict[str, Any]) -> Any:
        if self._swallows and method.startswith(self._swallows):
            self._swallows = None
            self.swallowed.set()
            await self._closing.wait()
        try:
            return await super()._call(method, given)
        finally:
            self.arrived.set()
            self.arrived = asyncio.Event()


@dataclass(frozen=True, slots=True)
class Where:
    """On which platform a journey goes, and over which database."""

    platform: str
    database: str = "sqlite"
    answer_timeout_s: float = 10.0

    def __str__(self) -> str:
        """Name the place in a test's id."""
        return f"{self.platform}-{self.database}"


# What a folder of `channels/` declares is walked on too, with the fake of its name: nothing here has to know it.
SETUPS = {setup.name: setup for setup in (*PLATFORMS, *find_platforms(messengers))}
EACH_PLATFORM = (*(Where(setup.name) for setup in PLATFORMS), Where("browser"))
FOR_EVER = 100_000  # more calls than any journey makes
TELEGRAM = pytest.mark.parametrize("where", [Where("telegram")], ids=str)
MESSENGERS = pytest.mark.parametrize("where", [Where("telegram"), Where("whatsapp")], ids=str)
EVERYWHERE = (*EACH_PLATFORM, Where("telegram", "postgres"), Where("polling"))


@dataclass(frozen=True, slots=True)
class Opened:
    """A house, its channel and the platform that its people are on."""

    house: House
    channel: Channel
    platform: Platform


@asynccontextmanager
async def open_platform(where: Where, db: Database, hours: Hours) -> AsyncIterator[Opened]:
    """Build the whole program over a database, with a fake platform outside."""
    if where.platform == "browser":
        browser = Browser("http://127.0.0.1:8080")
        house = build(db, [browser], secret=SECRET, clock=hours.read, wait=hours.wait)
        page = FakeBrowser(browser, house.handle)
        yield Opened(house, browser, page)
        await page.close()
        return
    if where.platform == "whatsapp":
        async with _whatsapp(db, hours) as opened:
            yield opened
        return
    if where.platform not in ("telegram", "polling"):
        async with _as_declared(SETUPS[where.platform], db, hours) as opened:
            yield opened
        return
    async with TelegramPlatform() as telegram:
        bot = Telegram(
            telegram.token,
            provider_token=PROVIDER_TOKEN,
            api_url=telegram.url,
            answer_timeout_s=where.answer_timeout_s,
        )
        await bot.start()
        house = build(db, [bot], secret=SECRET, clock=hours.read, wait=hours.wait)
        try:
            async with _delivering(where, telegram, bot, house, hours):
                yield Opened(house, bot, telegram)
        finally:
            await bot.stop()


@asynccontextmanager
async def _as_declared(platform: type[PlatformSetup], db: Database, hours: Hours) -> AsyncIterator[Opened]:
    """Open a platform by what its folder and its fake declare, as `serve` does."""
    async with import_module(f"tests.fakes.{platform.name}").open_fake(hours.read) as fake:
        setup = platform(_env_file=None, STEMPEL_PUBLIC_URL="http://stempel", **fake.settings)
        async with open_accounts([setup]) as channels:
            house = build(db, channels, secret=SECRET, clock=hours.read, wait=hours.wait)
            for webhook in setup.webhooks(channels):
                web = make_web(house, [webhook_route(webhook, house.handle)])
                await fake.delivers_to(setup.public_url + webhook.path, app=web)
            async with asyncio.TaskGroup() as asking:
                polls = [asking.create_task(poll.ask(house.handle)) for poll in setup.polls(channels)]
                yield Opened(house, channels[0], fake)
                for poll in polls:
                    poll.cancel()


@asynccontextmanager
async def _whatsapp(db: Database, hours: Hours) -> AsyncIterator[Opened]:
    async with FakeWhatsApp(now=hours.read) as whatsapp:
        line = WhatsApp(
            whatsapp.business.phone_number_id,
            whatsapp.business.account_id,
            whatsapp.token,
            api_url=whatsapp.url,
        )
        await line.start()
        await db.write(approve_all, whatsapp, now=hours.now)
        house = build(db, [line], secret=SECRET, clock=hours.read, wait=hours.wait)
        webhook = whatsapp_webhook(line.read, APP_SECRET, WEBHOOK_SECRET)
        web = make_web(house, [webhook_route(webhook, house.handle)])
        await whatsapp.delivers_to("http://stempel/whatsapp/webhook", APP_SECRET, WEBHOOK_SECRET, app=web)
        try:
            yield Opened(house, line, whatsapp)
        finally:
            await line.stop()


def approve_all(tx: Tx, whatsapp: FakeWhatsApp, *, now: datetime) -> None:
    """Let Meta have and approve every template in every language, and let us know it."""
    for one in _approved():
        whatsapp.api.templates.keep(one)
        approved = TemplateState(one.name, one.language, BOOK[one.name].category, "approved", None)
        keep(tx, whatsapp.business.phone_number_id, approved, now=now)


@cache
def _approved() -> list[Template]:
    """Hand every template in: to look through two hundred takes longer than a short journey, so Meta does it once."""
    meta = Templates()
    for template in BOOK.values():
        for language in template.texts:
            meta.create(as_components(template, language)).status = "APPROVED"
    return list(meta.all.values())


@asynccontextmanager
async def _delivering(
    where: Where, telegram: TelegramPlatform, bot: Telegram, house: House, hours: Hours
) -> AsyncIterator[None]:
    if where.platform == "telegram":
        webhook = telegram_webhook(bot.to_incoming, WEBHOOK_SECRET)
        web = make_web(house, [webhook_route(webhook, house.handle)])
        await telegram.delivers_to("http://stempel/telegram/webhook", WEBHOOK_SECRET, app=web)
        yield
        return
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(bot.poll(telegram.watched(house.handle), timeout_s=1, wait=hours.wait))
        yield
        polling.cancel()
