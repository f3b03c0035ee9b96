"""Somebody at the demo page, who plays all three people by a clock that only a button moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import httpx
from starlette.applications import Starlette

from app.demo import Demo, open_demo
from channels.browser.channel import Browser
from storage.engine.database import Database
from tests.journeys.hours import Hours


@dataclass(slots=True)
class Visitor:
    """Somebody at the demo page, who plays all three people."""

    demo: Demo
    page: httpx.AsyncClient
    hours: Hours
    nonces: "count[int]" = field(default_factory=count)

    async def says(self, who: str, text: str) -> None:
        """Type into a phone."""
        await self._post("say", chat=who, text=text)

    async def taps(self, who: str, label: str) -> None:
        """Tap the newest button of a phone that begins so."""
        shown = [
            (message.id, button.data)
            for message in self.demo.browser.messages(who)
            for row in message.buttons
            for button in row
            if button.label.startswith(label)
        ]
        message_id, data = shown[-1]
        await self._post("say", chat=who, tap={"data": data, "message_id": message_id})

    def labels(self, who: str) -> list[str]:
        """Return what the buttons under the newest message of a phone say."""
        return [button.label for row in self.demo.browser.messages(who)[-1].buttons for button in row]

    async def joins(self) -> None:
        """Let Ana scan the poster."""
        await self._post("say", chat="ana", start=f"j{self.demo.cast.shop.code}")

    async def is_scanned(self) -> None:
        """Let Eva scan Ana's code."""
        await self._post("scan", **{"from": "ana", "to": "eva"})

    async def switches(self, switch: str) -> httpx.Response:
        """Choose what the café gives."""
        return await self.page.post("/demo/switch", json={"switch": switch})

    async def presses_next_day(self) -> str:
        """Press the button of the page."""
        answer = await self.page.post("/demo/tomorrow", json={})
        await self.demo.house.drain()
        return f"{datetime.fromisoformat(answer.json()['now']):%a %-d %b}"

    async def lets_pass(self, *, days: int) -> None:
        """Press it so often."""
        for _ in range(days):
            await self.presses_next_day()

    def read(self, who: str) -> str:
        """Return all that the bot wrote to a phone, as it stands there now."""
        return "\n\n".join(seen.text for seen in self.demo.browser.messages(who) if seen.author == "bot")

    async def _post(self, what: str, **posted: object) -> None:
        answer = await self.page.post(
            f"/demo/{what}", json={"nonce": f"nonce-{next(self.nonces):06}", **posted}
        )
        assert answer.status_code == 204, answer.text
        await self.demo.house.drain()


@asynccontextmanager
async def visiting(sqlite_db: Database, hours: Hours) -> AsyncIterator[Visitor]:
    """Open it at any hour."""
    demo = await open_demo(sqlite_db, Browser("http://demo"), secret=b"secret", clock=hours.read)
    async with opened_to_a_visitor(demo, hours) as visitor:
        yield visitor


@asynccontextmanager
async def opened_to_a_visitor(demo: Demo, hours: Hours) -> AsyncIterator[Visitor]:
    """Give the page of a demo to a visitor."""
    web = httpx.ASGITransport(Starlette(routes=demo.page()))
    async with httpx.AsyncClient(transport=web, base_url="http://demo") as page:
        yield Visitor(demo, page, hours)


async def agrees(visitor: Visitor) -> None:
    """Let Ana say yes to everything."""
    for purpose in ("Reminders", "Offers"):
        await visitor.says("ana", "/messages")
        await visitor.taps("ana", purpose)
        await visitor.taps("ana", "whenever there is something")
