"""A house with two bots and a number in one process: a stage for each, wired as `serve` does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.house import House, build
from app.leading import Leading
from app.serve import listen, make_web
from app.settings import Settings
from channels.telegram.channel import Telegram
from channels.whatsapp.channel import WhatsApp
from storage.engine.database import Database
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.hours import Hours
from tests.journeys.platforms import APP_SECRET, SECRET, WEBHOOK_SECRET, Opened, TelegramPlatform, approve_all
from tests.journeys.stage import Stage

PUBLIC_URL = "https://stempel.example"


@dataclass(frozen=True, slots=True)
class Several:
    """One house: two bots, the first of which links lead to, and a number."""

    house: House
    first: Stage
    second: Stage
    line: Stage

    @property
    def stages(self) -> tuple[Stage, Stage, Stage]:
        """Return a stage for each account."""
        return self.first, self.second, self.line

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.first.later(**time)


@asynccontextmanager
async def open_several(db: Database) -> AsyncIterator[Several]:
    """Build the whole program with three accounts over a database."""
    hours = Hours()
    async with (
        TelegramPlatform() as one,
        TelegramPlatform(token="800:other-token", username="sol_bot") as other,
        FakeWhatsApp(now=hours.read) as meta,
    ):
        bots = [Telegram(fake.token, api_url=fake.url) for fake in (one, other)]
        line = WhatsApp(meta.business.phone_number_id, meta.business.account_id, meta.token, api_url=meta.url)
        channels: list[Telegram | WhatsApp] = [*bots, line]
        for channel in channels:
            await channel.start()
        await db.write(approve_all, meta, now=hours.now)
        house = build(db, channels, secret=SECRET, clock=hours.read, wait=hours.wait, public_url=PUBLIC_URL)
        web = make_web(house, (await listen(Leading(house), channels, _settings(meta))).routes)
        for fake in (one, other):
            where = fake.updates.webhook  # as the bot told it
            await fake.delivers_to(where["url"], where["secret_token"], app=web)
        await meta.delivers_to(f"{PUBLIC_URL}/whatsapp/webhook", APP_SECRET, WEBHOOK_SECRET, app=web)
        opened = (
            Opened(house, bots[0], one),
            Opened(house, bots[1], other),
            Opened(house, line, meta),
        )
        try:
            yield Several(house, *(Stage(place, hours) for place in opened))
        finally:
            for channel in channels:
                await channel.stop()


def _settings(meta: FakeWhatsApp) -> Settings:
    return Settings(
        STEMPEL_PUBLIC_URL=PUBLIC_URL,
        TELEGRAM_WEBHOOK_SECRET=WEBHOOK_SECRET,
        **whatsapp_settings(meta),
    )


def whatsapp_settings(meta: FakeWhatsApp) -> dict[str, str]:
    """Return what an operator sets to be on a WhatsApp."""
    return {
        "WHATSAPP_PHONE_NUMBER_ID": meta.business.phone_number_id,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": meta.business.account_id,
        "WHATSAPP_ACCESS_TOKEN": meta.token,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": WEBHOOK_SECRET,
        "WHATSAPP_API_URL": meta.url,
    }
