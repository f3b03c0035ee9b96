"""The stage: the whole program, people with phones, a clock, and shops."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from actions.shop import open_shop
from actions.shop.invitations import invite
from actions.shop.open_shop import NewShop
from app.house import House
from bot.scanner import read_codes
from channels.channel import Channel
from loyalty.actor import Operator
from loyalty.cards.programme import Limits, Programme, Reward
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from tests.fakes.people import Seen, User
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.hours import Hours
from tests.journeys.people import CLEO, EVA
from tests.journeys.platforms import Opened, Platform, TelegramPlatform
from tests.programmes import points_card, stamp_card

FOUR_STAMPS = stamp_card((Reward("r1", "Free coffee", 4),), Limits(max_per_visit=3, max_per_day=20))
ONE_STAMP = stamp_card((Reward("r1", "Free coffee", 1),))
POINTS = points_card((Reward("cookie", "Cookie", 10), Reward("cake", "Cake", 50)), points_per_unit=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """One world; each verb returns what the person who acted then read, receipts included."""

    opened: Opened
    hours: Hours = field(default_factory=Hours)
    scanned: set[str] = field(default_factory=set)

    @property
    def house(self) -> House:
        """The program."""
        return self.opened.house

    @property
    def channel(self) -> Channel:
        """The channel under test."""
        return self.opened.channel

    @property
    def platform(self) -> Platform:
        """What people hold in their hands."""
        return self.opened.platform

    @property
    def telegram(self) -> TelegramPlatform:
        """The platform, where a test is about Telegram."""
        assert isinstance(self.opened.platform, TelegramPlatform)
        return self.opened.platform

    @property
    def messenger(self) -> TelegramPlatform | FakeWhatsApp:
        """The platform, where a test is about one that can fail."""
        assert isinstance(self.opened.platform, TelegramPlatform | FakeWhatsApp)
        return self.opened.platform

    # What people do.

    async def says(self, person: User, words: str) -> str:
        """Type a text or a command."""
        return await self.heard(person, self.platform.says(person, words))

    async def opens(self, person: User, link: str) -> str:
        """Open a deep link."""
        return await self.heard(person, self.platform.opens(person, link))

    async def taps(self, person: User, label: str) -> str:
        """Tap the newest button with this label."""
        return await self.heard(person, self.platform.taps(person, label))

    async def taps_data(self, person: User, data: str) -> str:
        """Tap a button that carries `data`, on a message that is gone."""
        return await self.heard(person, self.platform.taps_data(person, data))

    async def sends_photo(self, person: User, content: bytes) -> str:
        """Send a picture."""
        return await self.heard(person, self.platform.sends_photo(person, content))

    async def scans(self, cashier: User, customer: User) -> str:
        """Point the phone's camera at the newest picture on the customer's screen, and open what it reads."""
        if not self.channel.can_replace and self.code_of(customer) in self.scanned:
            await self.says(customer, "/card")  # no picture renews itself there
        code = self.code_of(customer)
        self.scanned.add(code)
        return await self.opens(cashier, code)

    async def again(self, person: User) -> str:
        """Have the platform deliver the last update once more."""
        return await self.heard(person, self.platform.redelivers_last())

    async def heard(self, person: User, doing: Awaitable[None]) -> str:
        """Do something, let the outbox run empty, and return all that the person then read."""
        before = self.platform.mark(person)
        await doing
        await self.platform.settled()
        await self.house.drain()
        return "\n\n".join(seen.text for seen in self.platform.since(person, before))

    # What people see.

    def chat(self, person: User) -> list[Seen]:
        """Return the bot's messages as they stand in a chat now."""
        return self.platform.chat(person)

    def last(self, person: User) -> Seen:
        """Return the lowest message in a chat."""
        return self.chat(person)[-1]

    def newest(self, person: User) -> Seen:
        """Return what arrived or changed last in a chat."""
        return self.platform.since(person, 0)[-1]

    async def offered(self, person: User) -> set[str]:
        """Return what the menu offers a person, or, where a platform has none, the help."""
        if self.channel.has_menu:
            return {about for _, about in self.platform.menu(person)}
        await self.says(person, "help")
        return set(self.last(person).labels)

    def picture(self, person: User) -> bytes:
        """Return the picture that was sent or renewed last."""
        shown = [seen.picture for seen in self.platform.since(person, 0) if seen.picture]
        return shown[-1]

    def code_of(self, person: User) -> str:
        """Read the code off the newest picture on a screen."""
        found = read_codes(self.picture(person))
        assert isinstance(found, tuple), found
        return found[0]

    def short_code(self, person: User) -> str:
        """Read the six characters off the newest caption that has them."""
        shown = [seen.text for seen in self.platform.since(person, 0) if "Code: " in seen.text]
        return shown[-1].rpartition("Code: ")[2][:6]

    # What happens around them.

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.hours.now += timedelta(**time)

    async def cafe(
        self,
        name: str = "Café Luna",
        programme: Programme = FOUR_STAMPS,
        *,
        owner: User = CLEO,
        cashiers: Sequence[User] = (EVA,),
    ) -> "Place":
        """Open a shop as the operator does; owner and cashiers follow their invitations."""
        new = NewShop(name, programme)
        opened = await self.house.db.write(open_shop.open_shop, Operator(), new, now=self.hours.now)
        assert isinstance(opened, open_shop.Opened)
        await self.opens(owner, self.channel.link("i" + opened.owner_token))
        place = Place(self, opened.shop)
        for cashier in cashiers:
            await place.hires(cashier)
        return place

    async def points_shop(self, name: str = "Bakery Sol") -> "Place":
        """Open a shop that gives a point for each euro."""
        return await self.cafe(name, POINTS)

    async def rows(self, query: str, **values: object) -> list[Any]:
        """Look into the database, for what no screen shows."""

        def ask(tx: Tx) -> list[Any]:
            return [tuple(row) for row in tx.execute(text(query), values)]

        return await self.house.db.read(ask)

    async def change(self, statement: str) -> None:
        """Change the database behind everybody's back."""

        def do(tx: Tx) -> None:
            tx.execute(text(statement))

        await self.house.db.write(do)

    async def balance(self, person: User) -> int:
        """Add up a person's ledger: what is true whatever any screen says."""
        [[total]] = await self.rows(
            "SELECT COALESCE(SUM(e.amount), 0) FROM entries e JOIN counters n ON n.id = e.counter_id"
            " JOIN accounts c ON c.id = n.account_id"
            " JOIN addresses a ON a.person_id = c.person_id WHERE a.external_id = :who",
            who=self.platform.external_id(person),
        )
        return int(total)


@dataclass(frozen=True, slots=True)
class Place:
    """A shop, and the way into it."""

    stage: Stage
    shop: Shop

    @property
    def poster(self) -> str:
        """The link on the poster."""
        return self.stage.channel.link("j" + self.shop.code)

    async def joins(self, person: User) -> str:
        """Scan the poster."""
        return await self.stage.opens(person, self.poster)

    async def hires(self, person: User, role: Role = Role.CASHIER) -> str:
        """Follow an invitation to work here."""
        return await self.stage.opens(person, await self.invitation(role))

    async def invitation(self, role: Role = Role.CASHIER) -> str:
        """Make a link that gives one person a role."""
        db, now = self.stage.house.db, self.stage.hours.now
        token = await db.write(invite, Operator(), self.shop.id, role, now=now)
        return self.stage.channel.link("i" + token)
