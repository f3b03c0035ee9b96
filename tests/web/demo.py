"""The demo page over real HTTP, with a small bot behind it."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import qrcode
import zxingcpp
from PIL import Image

from channels.browser.channel import Browser
from channels.channel import NotAcknowledgedError
from channels.messages import Button, Incoming, Media, Outgoing, Photo, Start, Tap, Text
from channels.whatsapp.session import authorities
from tests.fakes.browser import Days
from tests.fakes.loopback import LoopbackServer
from web.demo import Guide, GuideStep, Phone, Shortcut, Switch, routes

NONCE = "a-random-word"
PHONES = (
    Phone("ana", "Customer", "Ana", shortcuts=(Shortcut("Join", "/start join"),)),
    Phone("eva", "Cashier", "Eva", scans="ana"),
    Phone("cleo", "Owner", "Cleo", language="nl"),
)
STEPS = (
    GuideStep("Ana joins", "Join on Ana's phone.", "ana", picture=True),
    GuideStep("Eva scans", "Scan on Eva's phone.", "eva", author="me", picture=True),
    GuideStep("Free coffee", "Use it.", "ana", says="enjoy"),
)


class Echo:
    """A bot that shows a code on a start, reads codes off photos, and repeats all else."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.heard: list[Incoming] = []
        self.days = Days()

    async def handle(self, incoming: Incoming) -> None:
        self.heard.append(incoming)
        await self.browser.send(incoming.sender, await self.answer(incoming))

    async def answer(self, incoming: Incoming) -> Outgoing:
        match incoming.content:
            case Start(payload):
                await self.browser.set_menu(incoming.sender, [("card", "Show my card")])
                link = self.browser.link("again")
                return Outgoing(
                    f"Welcome: {payload} {link}", ((Button("Stamp", "v1:stamp"),),), card(payload)
                )
            case Tap(_, message_id):
                return Outgoing("Stamped", replaces=message_id)
            case Photo(file):
                photo = Image.open(io.BytesIO(await self.browser.download(file, limit=10**6)))
                return Outgoing(f"I read {[found.text for found in zxingcpp.read_barcodes(photo)]}")
            case Text("storage is down"):
                raise NotAcknowledgedError
            case Text(text):
                return Outgoing(f"You said {text}")
            case other:
                return Outgoing(f"{other}")


def card(code: str) -> Media:
    file = io.BytesIO()
    qrcode.make(f"code {code}").save(file)
    return Media("card.png", file.getvalue())


@asynccontextmanager
async def demo() -> AsyncIterator[tuple[httpx.AsyncClient, Echo]]:
    """Serve the page on a free port of loopback."""
    server = LoopbackServer()
    bot = Echo(Browser(server.url))
    server.add(
        *routes(
            bot.browser,
            bot.handle,
            Guide(
                PHONES,
                "Café Luna",
                STEPS,
                switches=(Switch("plain", "Stamps", "Scan."), Switch("twice", "Twice", "Scan twice.")),
            ),
            bot.days,
        )
    )
    await server.start()
    try:
        async with (
            asyncio.timeout(20),
            httpx.AsyncClient(base_url=server.url, trust_env=False, verify=authorities()) as client,
        ):
            yield client, bot
    finally:
        bot.browser.close()
        await server.stop()


async def say(client: httpx.AsyncClient, **posted: object) -> httpx.Response:
    return await client.post("/demo/say", json={"chat": "ana", "nonce": NONCE, **posted})
