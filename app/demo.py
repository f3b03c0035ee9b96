"""The demo: a café with a past, three phones on one page, the real bot behind them."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute

from app.clock import read_clock
from app.demo_event import open_evening
from app.demo_rules import EVENT, FRIENDS, STREET, SWITCHES, choose
from app.demo_street import open_street
from app.house import House, build
from app.invented import CAFE, Cast, invent
from app.leading import Leading
from app.serve import make_web, run
from app.settings import Settings, secret_key
from app.side_door import BadOptionError
from bot.fitting import menu_for
from channels.accounts import key_of
from channels.browser.channel import Browser
from channels.messages import Address
from loyalty.roles import Role
from storage.engine.database import Database, open_database
from web.demo import Guide, GuideStep, Phone, Shortcut, routes

_STEPS = (
    GuideStep("Ana joins", "On Ana's phone, tap “Scan the poster”: it opens her card.", "ana", picture=True),
    GuideStep("Eva scans", "On Eva's phone, tap “Scan Ana's code”.", "eva", author="me", picture=True),
    GuideStep(
        "Full card", "Three coffees more: on Eva's phone, tap “+1” three times.", "eva", says="card full"
    ),
    GuideStep(
        "Free coffee",
        "On Ana's phone, tap “Use: Free coffee”. Then let Eva scan the code that appears.",
        "ana",
        says="was handed out",
    ),
    GuideStep("The owner", "On Cleo's phone, tap “How is business?”", "cleo", picture=True),
)
_AFTERWARDS = (
    "“Next day” lets time pass: give Ana a /birthday, say yes in her /messages, and see what comes, and how seldom. "
    "After a scan, Eva may type what was spent, such as 4.80."
)
_STAYS = "The points card stays beside it: something is booked on it, and nobody loses that."
_MORNING = time(10)  # past everybody's quiet hours
_NOON = time(12)
_A_LITTLE = timedelta(seconds=1)  # longer than a morning's messages take to leave


@dataclass(slots=True)
class Calendar:
    """The real time, and the days that the visitor let pass."""

    zone: ZoneInfo
    clock: Callable[[], datetime]
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the moment it is in the demo."""
        return self.clock() + self.ahead

    def turn(self) -> None:
        """Go on to the next morning, and no less than a day after this one: the frequency cap counts whole days."""
        soonest = self.now().astimezone(self.zone) + _A_LITTLE
        hour = max(_MORNING, soonest.time()) if soonest.time() < _NOON else _MORNING
        self.ahead = datetime.combine(soonest.date() + timedelta(days=1), hour, self.zone) - self.clock()


@dataclass(slots=True)
class Demo:
    """The café, open to a visitor."""

    house: House
    browser: Browser
    cast: Cast
    calendar: Calendar
    gives: str = SWITCHES[0].id
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> datetime:
        """Return the moment it is in the café."""
        return self.calendar.now().astimezone(self.calendar.zone)

    async def tomorrow(self) -> None:
        """Let a day pass with its customers, and with all that its night and morning bring."""
        self.calendar.turn()
        await self.house.db.write(self.cast.regulars.live, until=self.now())
        await self.house.refit()
        await self.house.campaign(afresh=True)

    async def choose(self, switch: str) -> str:
        """Let the café give something else from now on, and say what stays."""
        now = self.now()
        stays = await self.house.db.write(choose, self.cast.owner, self.cast.shop.id, switch, now=now)
        self.gives = switch
        if switch == STREET:
            await self.house.db.write(open_street, self.cast, self.browser.account, now=now)
        if switch == EVENT:
            await self.house.db.write(open_evening, self.cast, now=now)
        if switch == FRIENDS:
            self.cast.regulars.hurry(after=now)
        return _STAYS if stays else ""

    def restart(self) -> None:
        """Close this café: the next one opens at the same address."""
        self.over.set()

    def page(self) -> list[BaseRoute]:
        """Return the routes of the page."""
        guide = Guide(_phones(self.cast), self.cast.shop.name, _STEPS, _AFTERWARDS, SWITCHES)
        return routes(self.browser, self.house.handle, guide, self)


async def open_demo(db: Database, browser: Browser, *, secret: bytes, clock: Callable[[], datetime]) -> Demo:
    """Invent a café in an empty database, and open it."""
    cast = await db.write(invent, browser.name, browser.account, now=clock())
    return await open_invented(db, browser, cast, secret=secret, clock=clock)


async def open_invented(
    db: Database, browser: Browser, cast: Cast, *, secret: bytes, clock: Callable[[], datetime]
) -> Demo:
    """Wire a house around a café that was invented, which goes by the visitor's calendar."""
    calendar = Calendar(cast.shop.zone, clock)
    house = build(db, [browser], secret=secret, clock=calendar.now)
    await _show_menus(house, browser)
    await house.refit()  # as the night before would have
    return Demo(house, browser, cast, calendar)


async def _show_menus(house: House, browser: Browser) -> None:
    """Show what customers can ask for, and to those who work here what they can, as it is when they are taken on."""
    await house.show_menus()
    ours = key_of(browser)
    for phone, role in (("eva", Role.CASHIER), ("cleo", Role.OWNER)):
        menu = menu_for(role, CAFE.language, house.router.platform(ours).links)
        await browser.set_menu(Address(*ours, phone), menu)


async def demo(settings: Settings, *, started: Callable[[str], None]) -> None:
    """Serve the demo page to this machine until it is told to stop; what it invents and stores goes with it."""
    if not _is_here(settings.host):
        raise BadOptionError(
            "The demo is for this machine alone: whoever reaches it is the owner, the cashier and the customer. "
            f"It listens on 127.0.0.1, and STEMPEL_HOST is {settings.host}: leave that out for the demo."
        )
    addresses: list[str] = []

    def listening(url: str) -> None:
        if not addresses:
            started(url)
        addresses.append(url)

    while await _serve_once(settings, listening):
        settings = settings.model_copy(update={"port": urlsplit(addresses[0]).port})


def _is_here(host: str) -> bool:
    """Say whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _serve_once(settings: Settings, listening: Callable[[str], None]) -> bool:
    """Serve one café, and say whether its visitor wants another one."""
    with tempfile.TemporaryDirectory(prefix="stempel-demo-") as folder:
        async with open_database(f"sqlite:///{folder}/demo.db") as db:
            browser = Browser(f"http://{settings.host}:{settings.port}")
            key = secret_key(Settings(STEMPEL_SECRET=None), beside=Path(folder))
            opened = await open_demo(db, browser, secret=key, clock=read_clock)

            def started(url: str) -> None:
                browser.public_url = url
                listening(url)

            web = make_web(opened.house, opened.page())
            await run(
                Leading(opened.house),
                web,
                settings,
                started=started,
                stopping=browser.close,
                until=opened.over,
            )
            return opened.over.is_set()


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
            shortcuts=(
                Shortcut("How is business?", "/stats"),
                Shortcut("Who comes?", "/customers"),
                Shortcut("What does it bring?", "/money"),
                Shortcut("Poster", "/poster"),
            ),
        ),
    )
