"""A café on both messengers: a stage for each over one house, and phones whose cameras follow the links they share."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpx
from starlette.applications import Starlette

from actions.shop import open_shop
from actions.shop.invitations import invite
from actions.shop.open_shop import NewShop
from app.house import House, build
from app.serve import make_web
from channels.accounts import first_of_each
from channels.telegram.channel import Telegram
from channels.telegram.webhook import webhook as telegram_webhook
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.webhook import webhook as whatsapp_webhook
from loyalty.actor import Operator
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import Programme
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.database import Database
from tests.actions.customers import hold_nobody_out, only
from tests.fakes.people import User
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.hours import Hours
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import APP_SECRET, SECRET, WEBHOOK_SECRET, Opened, TelegramPlatform, approve_all
from tests.journeys.stage import FOUR_STAMPS, Stage
from web.links import shared_links
from web.webhooks import webhook_route

PUBLIC_URL = "https://stempel.example"


class Heard(NamedTuple):
    """What a person read in each chat."""

    telegram: str
    whatsapp: str


SILENCE = Heard("", "")


@dataclass(frozen=True, slots=True)
class Both:
    """One house on two messengers; `telegram` and `whatsapp` are what people do and see on each."""

    telegram: Stage
    whatsapp: Stage
    bot: TelegramPlatform
    meta: FakeWhatsApp
    line: WhatsApp
    web: Starlette
    _browsers: dict[int, httpx.AsyncClient] = field(default_factory=dict)

    @property
    def house(self) -> House:
        """The program."""
        return self.telegram.house

    @property
    def hours(self) -> Hours:
        """The clock."""
        return self.telegram.hours

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.telegram.later(**time)

    def on(self, messenger: str) -> Stage:
        """Return one of the two stages."""
        return {"telegram": self.telegram, "whatsapp": self.whatsapp}[messenger]

    # What a phone's camera does.

    async def follows(self, person: User, link: str, *, choosing: str = "") -> str:
        """Open a shared link; where the page asks, and only there, tap a messenger. Return what it leads to."""
        browser = self._browsers.setdefault(
            person.id, httpx.AsyncClient(transport=httpx.ASGITransport(self.web))
        )
        answer = await browser.get(link)
        if choosing:
            [button] = re.findall(rf'href="([^"]+/{choosing})"', answer.text)
            answer = await browser.get(urljoin(link, button))
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def opens(self, person: User, link: str, *, choosing: str = "") -> str:
        """Open a shared link, go where it leads, and return what the person then read there."""
        led_to = await self.follows(person, link, choosing=choosing)
        stage = self.whatsapp if urlsplit(led_to).netloc == "wa.me" else self.telegram
        return await stage.opens(person, led_to)

    # What happens around people.

    async def heard(self, person: User, doing: Awaitable[object]) -> Heard:
        """Do something, let all that is due leave, and return what the person then read in each chat."""
        stages = (self.telegram, self.whatsapp)
        marks = [stage.platform.mark(person) for stage in stages]
        await doing
        await self.settled()
        said = (stage.platform.since(person, mark) for stage, mark in zip(stages, marks, strict=True))
        return Heard(*("\n\n".join(seen.text for seen in told) for told in said))

    async def round(self, person: User) -> Heard:
        """Let the clock do its round, and return what somebody reads."""
        return await self.heard(person, self.house.campaign())

    async def passes(self, person: User, **time: float) -> Heard:
        """Let time pass, and return what leaves then."""
        self.later(**time)
        return await self.heard(person, asyncio.sleep(0))

    async def settled(self) -> None:
        """Let all that is due leave, and hear what became of it."""
        while await self.house.drain() or self.meta.api.statuses:
            await self.meta.reports()

    # Who is there.

    def link(self, payload: str) -> str:
        """Return the link that both messengers share."""
        return f"{PUBLIC_URL}/s/{payload}"

    async def cafe(self, programme: Programme = FOUR_STAMPS, *, kinds: tuple[MessageKind, ...] = ()) -> Shop:
        """Open Café Luna, which writes to everybody, of these kinds; Cleo and Eva work there on Telegram."""
        new = NewShop("Café Luna", programme)
        opened = await self.house.db.write(open_shop.open_shop, Operator(), new, now=self.hours.now)
        assert isinstance(opened, open_shop.Opened)
        await self.house.db.write(hold_nobody_out, opened.shop.id)
        await self.house.db.write(only, opened.shop.id, *kinds)
        await self.opens(CLEO, self.link("i" + opened.owner_token), choosing="telegram")
        await self.hires(opened.shop, EVA, on="telegram")
        return opened.shop

    async def hires(self, shop: Shop, person: User, *, on: str) -> str:
        """Let somebody follow an invitation to work here."""
        db, now = self.house.db, self.hours.now
        token = await db.write(invite, Operator(), shop.id, Role.CASHIER, now=now)
        return await self.opens(person, self.link("i" + token), choosing=on)

    async def joins(self, shop: Shop, person: User, *, on: str) -> str:
        """Let somebody scan the poster."""
        return await self.opens(person, self.link("j" + shop.code), choosing=on)

    async def agrees(self, person: User, *, on: str) -> None:
        """Let somebody agree to be written to about everything."""
        for purpose in ("Reminders", "Offers"):
            await self.on(on).says(person, "/messages")
            await self.on(on).taps(person, purpose)
            await self.on(on).taps(person, "whenever there is something")

    async def links(self, person: User) -> None:
        """Make one of somebody's two chats: by a code from Telegram, typed on WhatsApp."""
        asked = await self.telegram.says(person, "/link")
        code = re.search(r"code: (\w{3}-\w{3})", asked)
        assert code, asked
        self.later(minutes=1)
        await self.whatsapp.says(person, f"link {code[1]}")
        assert "both chats are one" in await self.whatsapp.taps(person, "Yes, make them one")

    async def close(self) -> None:
        """Put the phones away."""
        for browser in self._browsers.values():
            await browser.aclose()


def receipts(both: Both) -> list[str]:
    """Return the words of the receipts that Ana sees on WhatsApp."""
    return [seen.text for seen in both.whatsapp.chat(ANA) if re.search("✔ 1 stamp|for your visit", seen.text)]


async def stamps(both: Both, customer: User) -> str:
    """Let Eva type the code that a customer shows in either chat."""
    stage = next(stage for stage in (both.telegram, both.whatsapp) if stage.chat(customer))
    return await both.telegram.says(EVA, stage.short_code(customer))


@asynccontextmanager
async def open_both(db: Database) -> AsyncIterator[Both]:
    """Build the whole program with both messengers over a database, as `serve` does."""
    hours = Hours()
    async with TelegramPlatform() as telegram, FakeWhatsApp(now=hours.read) as meta:
        number, account = meta.business.phone_number_id, meta.business.account_id
        bot = Telegram(telegram.token, api_url=telegram.url)
        line = WhatsApp(number, account, meta.token, api_url=meta.url)
        channels: list[Telegram | WhatsApp] = [bot, line]
        for channel in channels:
            await channel.start()
        await db.write(approve_all, meta, now=hours.now)
        house = build(db, channels, secret=SECRET, clock=hours.read, wait=hours.wait, public_url=PUBLIC_URL)
        routes = [
            *shared_links(first_of_each(channels), secure=True, opened=house.openings.count),
            webhook_route(telegram_webhook(bot.to_incoming, WEBHOOK_SECRET), house.handle),
            webhook_route(whatsapp_webhook(line.read, APP_SECRET, WEBHOOK_SECRET), house.handle),
        ]
        web = make_web(house, routes)
        await telegram.delivers_to(f"{PUBLIC_URL}/telegram/webhook", WEBHOOK_SECRET, app=web)
        await meta.delivers_to(f"{PUBLIC_URL}/whatsapp/webhook", APP_SECRET, WEBHOOK_SECRET, app=web)
        stages = (Stage(Opened(house, bot, telegram), hours), Stage(Opened(house, line, meta), hours))
        both = Both(*stages, telegram, meta, line, web)
        try:
            yield both
        finally:
            await both.close()
            for channel in channels:
                await channel.stop()
