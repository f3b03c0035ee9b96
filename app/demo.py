"""The demo: a café with a past, three phones on one page, the real bot behind them."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute

from app.clock import read_clock
from app.house import House, build
from app.invented import Cast, invent
from app.serve import make_web, run
from app.settings import Settings, secret_key
from channels.browser import Browser
from storage.database import Database, open_database
from web.demo import Phone, Shortcut, Step, routes

_STEPS = (
    Step("Ana joins", "ana", picture=True),
    Step("Eva scans", "eva", author="me", picture=True),
    Step("Free coffee", "ana", says="was handed out"),
)
_MORNING = time(10)  # past everybody's quiet hours


@dataclass(slots=True)
class Calendar:
    """The real time, and the days that the visitor let pass."""

    zone: ZoneInfo
    clock: Callable[[], datetime]
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the moment it is in the demo."""
        return self.clock() + self.ahead

    def turn(self) -> str:
        """Go on to ten o'clock the next morning, and name the day."""
        day = self.now().astimezone(self.zone).date() + timedelta(days=1)
        self.ahead = datetime.combine(day, _MORNING, self.zone) - self.clock()
        return f"{day:%a %-d %b}"


@dataclass(frozen=True, slots=True)
class Demo:
    """The café, open to a visitor."""

    house: House
    browser: Browser
    cast: Cast
    calendar: Calendar

    async def tomorrow(self) -> str:
        """Let a day pass with all that its night and morning bring, and name the new one."""
        day = self.calendar.turn()
        await self.house.refit()
        await self.house.campaign(afresh=True)
        return day

    def page(self) -> list[BaseRoute]:
        """Return the routes of the page."""
        phones, shop = _phones(self.cast), self.cast.shop.name
        return routes(
            self.browser, self.house.handle, phones, shop=shop, steps=_STEPS, tomorrow=self.tomorrow
        )


async def open_demo(db: Database, browser: Browser, *, secret: bytes, clock: Callable[[], datetime]) -> Demo:
    """Invent a café in an empty database, and wire a house around it that goes by the visitor's calendar."""
    cast = await db.write(invent, browser.name, browser.account, now=clock())
    calendar = Calendar(cast.shop.zone, clock)
    house = build(db, {browser.name: browser}, secret=secret, clock=calendar.now)
    await house.show_menus()
    return Demo(house, browser, cast, calendar)


async def demo(settings: Settings, *, started: Callable[[str], None]) -> None:
    """Serve the demo page until it is told to stop; what it invents and stores goes with it."""
    with tempfile.TemporaryDirectory(prefix="stempel-demo-") as folder:
        async with open_database(f"sqlite:///{folder}/demo.db") as db:
            browser = Browser(f"http://{settings.host}:{settings.port}")
            key = secret_key(Settings(STEMPEL_SECRET=None), beside=Path(folder))
            opened = await open_demo(db, browser, secret=key, clock=read_clock)

            def listening(url: str) -> None:
                browser.public_url = url
                started(url)

            web = make_web(db, opened.page())
            await run(opened.house, web, settings, started=listening, stopping=browser.close)


def _phones(cast: Cast) -> tuple[Phone, ...]:
    return (
        Phone(
            "ana",
            "Customer",
            "Ana",
            "Scans the poster, then shows her code",
            shortcuts=(Shortcut("Scan the poster", f"/start j{cast.shop.code}"),),
        ),
        Phone(
            "eva",
            "Cashier",
            "Eva",
            "Scans Ana's code at the till",
            shortcuts=(Shortcut("What can I do?", "/start"), Shortcut("Today", "/today")),
            scans="ana",
        ),
        Phone(
            "cleo",
            "Owner",
            "Cleo",
            "Asks how business is",
            shortcuts=(Shortcut("How is business?", "/stats"), Shortcut("Poster", "/poster")),
        ),
    )
