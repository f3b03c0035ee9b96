"""A house with a shared bot and bots of two shops' own, wired as `serve` does: they come and go while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from prometheus_client import REGISTRY
from starlette.applications import Starlette

from app.bot_office import bot_commands
from app.house import House, build
from app.leading import Leading
from app.own_bots import OwnBots
from app.serve import listen, make_web
from app.settings import Settings
from app.token_keys import TokenKeys
from channels.telegram.setup import Setup as TelegramSetup
from storage.engine.database import Database
from tests.journeys.hours import Hours
from tests.journeys.platforms import SECRET, WEBHOOK_SECRET, Opened, TelegramPlatform
from tests.journeys.stage import Place, Stage
from web.webhooks import own_webhooks_route

PUBLIC_URL = "https://stempel.example"
LUNA_TOKEN = "7000000800:AAEtokenOfLunaThatNobodyElseHasSeen_"
SOL_TOKEN = "7000000900:BBFtokenOfSolThatNobodyElseHasSeen__"


@dataclass(frozen=True, slots=True)
class Own:
    """The shared bot's stage, and two bots that no shop has yet."""

    house: House
    bots: OwnBots
    web: Starlette
    settings: Settings
    shared: Stage
    luna: Stage
    sol: Stage

    async def given(self, place: Place, bot: Stage) -> None:
        """Let the operator give a shop a bot, and wait until it answers."""
        office = bot_commands(self.house.db, self.settings, self.bots.look)
        opens = {"token": bot.telegram.token}
        await office["bot add"](shop_id=place.shop.id, channel="telegram", opens=opens)
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
    ours = {"channel": "telegram", "account": str(bot.telegram.api.me["id"])}
    return REGISTRY.get_sample_value("stempel_channel_up", ours)


async def until(fits: Callable[[], bool]) -> None:
    """Wait for what another task does."""
    async with asyncio.timeout(10):
        while not fits():  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.001)


@asynccontextmanager
async def open_own(db: Database) -> AsyncIterator[Own]:
    """Build the whole program with a shared bot over a database."""
    hours = Hours()
    async with (
        TelegramPlatform() as shared,
        TelegramPlatform(token=LUNA_TOKEN, username="luna_bot", beside=shared) as luna,
        TelegramPlatform(token=SOL_TOKEN, username="sol_bot", beside=shared) as sol,
    ):
        settings = Settings(
            STEMPEL_PUBLIC_URL=PUBLIC_URL,
            TELEGRAM_BOT_TOKEN=shared.token,
            TELEGRAM_API_URL=shared.url,
            TELEGRAM_WEBHOOK_SECRET=WEBHOOK_SECRET,
            STEMPEL_SECRET=SECRET.decode(),
        )
        [bot] = settings.of(TelegramSetup).accounts()
        await bot.start()
        house = build(db, [bot], secret=SECRET, clock=hours.read, wait=hours.wait, public_url=PUBLIC_URL)
        leading = Leading(house)
        bots = OwnBots(leading, settings.named_platforms, TokenKeys((SECRET,)), hours.wait)
        heard = await listen(leading, [bot], settings)
        web = make_web(house, [*heard.routes, own_webhooks_route(bots.webhooks, house.handle)])
        await shared.delivers_to(f"{PUBLIC_URL}/telegram/webhook", WEBHOOK_SECRET, app=web)
        stages = [Stage(Opened(house, bot, fake), hours) for fake in (shared, luna, sol)]
        async with asyncio.TaskGroup() as group:
            running = group.create_task(bots.run())
            yield Own(house, bots, web, settings, *stages)
            running.cancel()
        await bot.stop()
