"""A house with a shared bot, bots of two shops' own and a number, wired as `serve` does: they come and go while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import pytest
from prometheus_client import REGISTRY
from starlette.applications import Starlette

from app import templates
from app.bot_office import bot_commands
from app.house import House, build
from app.leading import Leading
from app.own_bots import OwnBots
from app.serve import listen, make_web
from app.settings import Settings
from app.side_door import OfficeCommand
from app.token_keys import TokenKeys
from bot.templates.book import BOOK
from channels.messages import AccountKey
from channels.setup import ChannelAccount
from channels.telegram.setup import Setup as TelegramSetup
from channels.whatsapp.channel import WhatsApp
from loyalty.records import Shop
from storage.engine.database import Database
from tests.fakes.people import User
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.hours import Hours
from tests.journeys.people import TOM
from tests.journeys.platforms import (
    APP_SECRET,
    SECRET,
    WEBHOOK_SECRET,
    Opened,
    TelegramPlatform,
    approve_all,
)
from tests.journeys.several import whatsapp_settings
from tests.journeys.stage import Place, Stage
from web.webhooks import own_webhooks_route

PUBLIC_URL = "https://stempel.example"
LUNA_TOKEN = "7000000800:AAEtokenOfLunaThatNobodyElseHasSeen_"
NEW_TOKEN = "7000000800:CCGtokenOfLunaAfterItWasRevoked____"
SOL_TOKEN = "7000000900:BBFtokenOfSolThatNobodyElseHasSeen__"
LINE_TOKEN = "EAAtokenOfTheNumberThatNobodyElseHasSeen"
LINE_SECRET = "0123456789abcdef0123456789abcdef"
ZOE = User(1021, "Zoe")
BOTH_ENGINES = pytest.mark.parametrize("both_url", ["sqlite", "postgres"], indirect=True)


@dataclass(frozen=True, slots=True)
class Own:
    """The shared bot's stage, and two bots and a number that no shop has yet."""

    house: House
    bots: OwnBots
    web: Starlette
    settings: Settings
    shared: Stage
    luna: Stage
    sol: Stage
    line: Stage

    @property
    def meta(self) -> FakeWhatsApp:
        """The number's platform."""
        assert isinstance(self.line.platform, FakeWhatsApp)
        return self.line.platform

    @property
    def office(self) -> Mapping[str, OfficeCommand]:
        """What the operator can ask for."""
        return bot_commands(self.house.db, self.settings, self.bots.look)

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.shared.later(**time)

    async def agrees(self, person: User) -> None:
        """Let somebody agree at the number to be written to about everything."""
        for purpose in ("Reminders", "Offers"):
            await self.line.says(person, "/messages")
            await self.line.taps(person, purpose)
            await self.line.taps(person, "whenever there is something")

    @property
    def opens_line(self) -> dict[str, str]:
        """What opens the number, as Meta's pages show it."""
        business = self.meta.business
        return {
            "phone_number_id": business.phone_number_id,
            "business_account_id": business.account_id,
            "access_token": self.meta.token,
            "app_secret": LINE_SECRET,
        }

    async def given_number(self, place: Place) -> None:
        """Let the operator give a shop the number, tell Meta where to call, and wait until it answers."""
        made = await self.office["bot add"](shop_id=place.shop.id, channel="whatsapp", opens=self.opens_line)
        await self.calls(made["callback_url"], made["verify_token"])

    async def calls(self, callback_url: str, verify_token: str) -> None:
        """Wait until the number is at work, and have Meta call it as its owner told it there."""
        self.bots.look()
        await until(lambda: account_of(self.line) in self.house.senders and _is_up(self.line) == 1)
        await self.meta.delivers_to(callback_url, LINE_SECRET, verify_token, app=self.web)
        forms = sum(len(template.texts) for template in BOOK.values())
        await until(lambda: len(self.meta.api.templates.all) == forms)  # handed in as the number begins
        async with self.meta.together():
            await self.meta.approves_all()

    async def given(self, place: Place, bot: Stage) -> None:
        """Let the operator give a shop a bot, and wait until it answers."""
        opens = {"token": bot.telegram.token}
        await self.office["bot add"](shop_id=place.shop.id, channel="telegram", opens=opens)
        await self.answers(bot)

    async def answers(self, bot: Stage) -> None:
        """Wait until a bot is at work, and let its platform call it."""
        self.bots.look()
        await until(lambda: _is_up(bot) == 1 and "secret_token" in bot.telegram.updates.webhook)
        told = bot.telegram.updates.webhook
        await bot.telegram.delivers_to(told["url"], told["secret_token"], app=self.web)

    async def rests(self, bot: Stage) -> None:
        """Wait until a bot is at work no more."""
        self.bots.look()
        await until(lambda: _is_up(bot) != 1)


def _is_up(bot: Stage) -> float | None:
    ours = {"channel": account_of(bot).channel, "account": account_of(bot).account}
    return REGISTRY.get_sample_value("stempel_channel_up", ours)


def account_of(bot: Stage) -> AccountKey:
    """Name the account that a stage is about."""
    if isinstance(bot.platform, FakeWhatsApp):
        return AccountKey("whatsapp", bot.platform.business.phone_number_id)
    return AccountKey("telegram", str(bot.telegram.api.me["id"]))


async def until(fits: Callable[[], bool]) -> None:
    """Wait for what another task does."""
    async with asyncio.timeout(10):
        while not fits():  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.001)


@asynccontextmanager
async def open_own(
    db: Database, *, hours: Hours | None = None, shares_line: bool = False
) -> AsyncIterator[Own]:
    """Build the whole program with a shared bot over a database; the number is shared too, or no shop's yet."""
    hours = hours or Hours()
    async with (
        TelegramPlatform() as shared,
        TelegramPlatform(token=LUNA_TOKEN, username="luna_bot", beside=shared) as luna,
        TelegramPlatform(token=SOL_TOKEN, username="sol_bot", beside=shared) as sol,
        FakeWhatsApp(now=hours.read, token=LINE_TOKEN) as meta,
    ):
        settings = Settings(
            STEMPEL_PUBLIC_URL=PUBLIC_URL,
            TELEGRAM_BOT_TOKEN=shared.token,
            TELEGRAM_API_URL=shared.url,
            TELEGRAM_WEBHOOK_SECRET=WEBHOOK_SECRET,
            STEMPEL_SECRET=SECRET.decode(),
            **(whatsapp_settings(meta) if shares_line else {"WHATSAPP_API_URL": meta.url}),
        )
        [bot] = settings.of(TelegramSetup).accounts()
        await bot.start()
        line = WhatsApp(meta.business.phone_number_id, meta.business.account_id, meta.token, api_url=meta.url)
        await line.start()  # where it is not shared, it is here for its links alone
        channels: list[ChannelAccount] = [bot, line] if shares_line else [bot]
        house = build(db, channels, secret=SECRET, clock=hours.read, wait=hours.wait, public_url=PUBLIC_URL)
        leading = Leading(house)
        begin = partial(templates.begin, settings, db)
        bots = OwnBots(leading, settings.named_platforms, TokenKeys((SECRET,)), hours.wait, begin)
        heard = await listen(leading, channels, settings)
        web = make_web(house, [*heard.routes, own_webhooks_route(bots.webhooks, house.handle)])
        await shared.delivers_to(f"{PUBLIC_URL}/telegram/webhook", WEBHOOK_SECRET, app=web)
        if shares_line:
            await db.write(approve_all, meta, now=hours.now)
            await meta.delivers_to(f"{PUBLIC_URL}/whatsapp/webhook", APP_SECRET, WEBHOOK_SECRET, app=web)
        stages = [Stage(Opened(house, bot, fake), hours) for fake in (shared, luna, sol)]
        stages.append(Stage(Opened(house, line, meta), hours))
        try:
            async with asyncio.TaskGroup() as group:
                running = group.create_task(bots.run())
                yield Own(house, bots, web, settings, *stages)
                running.cancel()
        finally:
            await line.stop()
            await bot.stop()


async def joins(stage: Stage, shop: Shop, person: User) -> None:
    """Let somebody join a shop by its link."""
    assert f"Welcome to {shop.name}, {person.first_name}!" in await stage.opens(person, "j" + shop.code)


async def two_shops(own: Own) -> tuple[Place, Place]:
    """Open Café Luna of Cleo, and Bar Sol of Zoe, at the shared bot."""
    luna = await own.shared.cafe()
    sol = await own.shared.cafe("Bar Sol", owner=ZOE, cashiers=(TOM,))
    return luna, sol


async def hears(stage: Stage, person: User, words: str) -> None:
    """Wait for a message: the sender of a shop's own bot is at work by itself."""
    async with asyncio.timeout(10):
        while words not in stage.newest(person).text:
            await stage.house.drain()
            await asyncio.sleep(0.001)
