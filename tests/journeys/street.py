"""A street of two shops over one house: two bots and a number, people who are one thing here and another there.

Whatever is said goes through `Street.does`, which notes what everybody was shown since, and what became of each shop's rows.
"""

import io
import re
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zipfile import ZipFile, is_zipfile

import httpx
from sqlalchemy import text

from channels.messages import Address
from loyalty.cards.programme import Limits, Reward
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.database import Database
from tests.fakes.people import Seen, User
from tests.fakes.telegram_api import Upload
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.hours import Hours
from tests.journeys.own import PUBLIC_URL, Own, open_own
from tests.journeys.stage import Place, Stage
from tests.journeys.street_rows import (
    NOBODY,
    Rows,
    Standing,
    gives_cards_away,
    let_in_by,
    rows_of,
    standing,
)
from tests.programmes import points_card, stamp_card

# At Lunaq, Cleofa owns, Maylis manages, Evadne and Zoelle are at the till; at Brixoq, Zoelle and Royston own and Tomaso is.
CLEO, MAY, EVA, ZOE = User(2001, "Cleofa"), User(2002, "Maylis"), User(2003, "Evadne"), User(2004, "Zoelle")
ROY, TOM = User(2005, "Royston"), User(2006, "Tomaso")
ANA, BEN, KIM, MAX = (
    User(2007, "Anahita"),
    User(2008, "Benvolio"),
    User(2009, "Kimora"),
    User(2010, "Maxence"),
)
PEOPLE = (CLEO, MAY, EVA, ZOE, ROY, TOM, ANA, BEN, KIM, MAX)
SERVE = {one.first_name for one in (MAY, ROY, TOM)}  # beside those who are customers elsewhere
CHATS = ("shared", "own", "whatsapp")
LUNA = stamp_card(
    (Reward("tea", "Lunaq tea", 1), Reward("cake", "Lunaq cake", 3)), Limits(max_per_visit=3, max_per_day=50)
)
BRIXO = points_card((Reward("bun", "Brixoq bun", 5), Reward("loaf", "Brixoq loaf", 40)), points_per_unit=1)
MARKS = {"luna": "lunaq", "brixo": "brixoq"}  # what only one shop's names and texts hold
_LATER = 1_000_000
_IN_HAND = text("SELECT count(*) FROM outbox WHERE state = 'sending'")
_BUTTON = re.compile(r"1\|\w+\|[^|\"\\]*\|[0-9a-z]+\|[\w-]{8}(?![\w-])")
_LINK = re.compile(r"https://[^\s\"'\\)]+")
_PAYLOAD = re.compile(r"(?:start=|/s/|%23)([\w-]+)")
_CODE = re.compile(r"(?<![\w/=-])(?=[A-Z]*\d)[A-Z0-9]{6}(?!\w)|(?<!\w)[A-Z0-9]{3}-[A-Z0-9]{3}(?!\w)")


@dataclass(slots=True)
class Shown:
    """What was ever shown to anybody, in the order in which it was; each is a key of a dict, which keeps order."""

    buttons: dict[str, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    codes: dict[str, None] = field(default_factory=dict)

    def note(self, text: str) -> None:
        """Keep what stands in a text."""
        self.buttons |= dict.fromkeys(_BUTTON.findall(text))
        self.links |= dict.fromkeys(_LINK.findall(text))
        self.codes |= dict.fromkeys(_CODE.findall(text))

    def copy(self) -> "Shown":
        """Return the same, to go on from."""
        return Shown(dict(self.buttons), dict(self.links), dict(self.codes))


@dataclass(frozen=True, slots=True)
class Kept:
    """A street as it was left, beside its database."""

    shops: Mapping[str, Shop]
    shown: Shown
    files: Sequence[Mapping[str, Any]]
    now: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody read in a chat."""

    person: User
    chat: str
    words: str


@dataclass(frozen=True, slots=True)
class Street:
    """Two shops, who is there, and what was shown to anybody so far."""

    own: Own
    shops: Mapping[str, Shop]
    stages: Mapping[str, Stage]
    shown: Shown = field(default_factory=Shown)
    marks: dict[tuple[str, int], int] = field(default_factory=dict)

    async def does(self, doing: Awaitable[object]) -> list[Read]:
        """Let something be done and all that is due leave; return what anybody read since the last time."""
        await doing
        await self.settled()
        read = [
            Read(person, chat, _words(seen))
            for chat, stage in self.stages.items()
            for person in PEOPLE
            for seen in self._new(chat, stage, person)
        ]
        for one in read:
            self.shown.note(one.words)
        for call in self._calls():
            self.shown.note(call)
        return read

    @property
    def secrets(self) -> Mapping[str, Sequence[str]]:
        """Return what else than its words only a shop's own people may read: who is a customer there alone."""
        return {"luna": ("Benvolio", "Maylis"), "brixo": ("Kimora", "Royston", "Tomaso")}

    @property
    def secret(self) -> bytes:
        """Return what signs buttons and codes."""
        return self.own.house.router.courier.secret

    def holder(self, chat: str, person: User) -> str:
        """Return for whom a button in a chat is signed."""
        here = self.at(chat, person)
        return self.own.house.router.own.holder(here)

    def at(self, chat: str, person: User) -> Address:
        """Return where somebody writes from in a chat."""
        stage = self.stages[chat]
        channel = stage.channel.name
        account = stage.channel.account if chat != "own" else str(stage.telegram.api.me["id"])
        return Address(channel, account, stage.platform.external_id(person))

    def payloads(self) -> list[str]:
        """Return what all links that were shown, and posters, say."""
        shown = [found[1] for link in self.shown.links if (found := _PAYLOAD.search(link))]
        return list(dict.fromkeys([*shown, *("j" + shop.code for shop in self.shops.values())]))

    async def let_in_by(self, payload: str) -> str | None:
        """Return the shop that a link lets whoever holds it into."""
        shop_id = await self.own.house.db.read(let_in_by, payload, self.secret)
        return next((name for name, shop in self.shops.items() if shop.id == shop_id), None)

    async def gives_cards_away(self, text: str) -> bool:
        """Say whether somebody has another's cards by saying this."""
        return await self.own.house.db.read(gives_cards_away, text, now=self.own.shared.hours.now)

    @property
    def files(self) -> list[dict[str, Any]]:
        """Return what each platform holds, by the names that we keep so as to send it again."""
        line = self.stages["whatsapp"].platform
        assert isinstance(line, FakeWhatsApp)
        return [
            *(stage.telegram.api.files for stage in (self.own.shared, self.own.luna)),
            line.api.media.files,
        ]

    async def visits(self, path: str) -> httpx.Response:
        """Open one of our pages."""
        transport = httpx.ASGITransport(self.own.web)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as browser:
            return await browser.get(path)

    async def rows(self) -> Mapping[str, Rows]:
        """Return all that each shop has."""
        read = self.own.house.db.read
        return {name: await read(rows_of, shop) for name, shop in self.shops.items()}

    async def standing(self, chat: str, person: User) -> Mapping[str, Standing]:
        """Return what somebody is in each shop; in a shop's own chat no other one is there."""
        here, read = self.at(chat, person), self.own.house.db.read
        return {
            name: await read(standing, shop, channel=here.channel, external_id=here.external_id)
            if (chat, name) != ("own", "brixo")
            else NOBODY
            for name, shop in self.shops.items()
        }

    async def settled(self) -> None:
        """Let all that is due leave, by the senders of shops' own bots too, which are at work by themselves."""
        line = self.stages["whatsapp"].platform
        assert isinstance(line, FakeWhatsApp)
        while await self.own.house.drain() or line.api.statuses or await self._in_hand():
            await line.reports()

    async def _in_hand(self) -> bool:
        """Say whether a sender that is at work by itself holds a message."""
        return bool(await self.own.house.db.read(lambda tx: tx.execute(_IN_HAND).scalar()))

    def _new(self, chat: str, stage: Stage, person: User) -> list[Seen]:
        before = self.marks.get((chat, person.id), 0)
        seen = stage.platform.since(person, before)
        self.marks[chat, person.id] = before + len(seen)
        return seen

    def _calls(self) -> Iterator[str]:
        """Return what went to the platforms, buttons with what they carry."""
        for stage in self.stages.values():
            calls = stage.messenger.calls
            for _, given in calls:
                yield _plain({name: value for name, value in given.items() if not isinstance(value, Upload)})
            calls.clear()


def _plain(given: object) -> str:
    if isinstance(given, dict):
        return "\n".join(map(_plain, given.values()))
    return "\n".join(map(_plain, given)) if isinstance(given, list) else str(given)


def _words(seen: Seen) -> str:
    files = (content for content in (seen.picture, seen.document) if content)
    return "\n".join((seen.text, *seen.labels, *map(_readable, files)))


def _readable(content: bytes) -> str:
    """Return what a sketch notes, and what stands in a table."""
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace")


@asynccontextmanager
async def open_street(db: Database, kept: Kept | None = None) -> AsyncIterator[Street]:
    """Build the whole program over a database: with two new shops in it, or at the moment at which a street was left."""
    hours = Hours(kept.now) if kept else Hours()
    async with open_own(db, hours=hours, shares_line=True) as own:
        stages = {"shared": own.shared, "own": own.luna, "whatsapp": own.line}
        if kept:
            street = Street(own, kept.shops, stages, kept.shown.copy())
            await _come_back(street, kept)
        else:
            luna = await own.shared.cafe("Café Lunaq", LUNA, owner=CLEO, cashiers=(EVA, ZOE))
            brixo = await own.shared.cafe("Bakery Brixoq", BRIXO, owner=ROY, cashiers=(TOM,))
            street = Street(own, {"luna": luna.shop, "brixo": brixo.shop}, stages)
            await street.does(_begin(street, luna, brixo))
        yield street


async def _begin(street: Street, luna: Place, brixo: Place) -> None:
    """Let everybody be what they are, here and there."""
    own, line = street.own, street.stages["whatsapp"]
    await luna.hires(MAY, Role.MANAGER)
    await brixo.hires(ZOE, Role.OWNER)
    for person in (ANA, BEN):
        await luna.joins(person)
    for person in (ANA, CLEO, EVA):
        await brixo.joins(person)
    await line.opens(KIM, "j" + brixo.shop.code)
    await own.given(luna, own.luna)
    for person in (ANA, CLEO):
        await own.luna.opens(person, "home")


async def _come_back(street: Street, kept: Kept) -> None:
    """Let phones and platforms go on, with what they held and behind whatever they numbered before."""
    for files, before in zip(street.files, kept.files, strict=True):
        files.update(before)
    for stage in (street.own.shared, street.own.luna):
        fake = stage.telegram
        fake.updates.last_id = fake.api.last_message = _LATER
        for person in PEOPLE:
            fake.api.chat_of(person).started = True
    line = street.stages["whatsapp"].platform
    assert isinstance(line, FakeWhatsApp)
    line.api.last_message = _LATER
    await street.own.answers(street.own.luna)
