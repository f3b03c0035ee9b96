"""The demo: a café with a past, three phones on one page, the real bot behind them."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.clock import read_clock
from app.house import build
from app.invented import Cast, invent
from app.serve import make_web, run
from app.settings import Settings, secret_key
from channels.browser import Browser
from storage.database import open_database
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
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the moment it is in the demo."""
        return read_clock() + self.ahead

    def turn(self) -> str:
        """Go on to ten o'clock the next morning, and name the day."""
        day = self.now().astimezone(self.zone).date() + timedelta(days=1)
        self.ahead = datetime.combine(day, _MORNING, self.zone) - read_clock()
        return f"{day:%a %-d %b}"


async def demo(settings: Settings, *, started: Callable[[str], None]) -> None:
    """Serve the demo page until it is told to stop; what it invents and stores goes with it."""
    with tempfile.TemporaryDirectory(prefix="stempel-demo-") as folder:
        async with open_database(f"sqlite:///{folder}/demo.db") as db:
            browser = Browser(f"http://{settings.host}:{settings.port}")
            cast = await db.write(invent, browser.name, browser.account, now=read_clock())
            key = secret_key(Settings(STEMPEL_SECRET=None), beside=Path(folder))
            calendar = Calendar(cast.shop.zone)
            house = build(db, {browser.name: browser}, secret=key, clock=calendar.now)
            await house.show_menus()

            async def tomorrow() -> str:
                day = calendar.turn()
                await house.refit()
                await house.campaign(afresh=True)
                return day

            def listening(url: str) -> None:
                browser.public_url = url
                started(url)

            page = routes(
                browser, house.handle, _phones(cast), shop=cast.shop.name, steps=_STEPS, tomorrow=tomorrow
            )
            await run(house, make_web(db, page), settings, started=listening, stopping=browser.close)


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
