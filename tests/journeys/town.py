"""A town of two shops after six weeks, and what its people hold in their hands: made by `town_life`, kept in `tests/exports/`."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions.shop.invitations import invite
from loyalty.actor import Operator
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.database import Database
from storage.shop import shops
from tests.exports import written_at
from tests.fakes.people import User
from tests.journeys.both import Both, open_both
from tests.journeys.people import ANA, BEN, CLEO, EVA, SANNE, TOM
from tests.journeys.stage import Stage

NIA, ROSA, MAX = User(1011, "Nia"), User(1012, "Rosa"), User(1013, "Max")
FAY, GUS, HAN, IDA, JO = (
    User(1021, "Fay"),
    User(1022, "Gus"),
    User(1023, "Han"),
    User(1024, "Ida"),
    User(1025, "Jo"),
)
LEA, KIM, UMA, VIC = User(1026, "Lea"), User(1027, "Kim"), User(1028, "Uma"), User(1029, "Vic")
GUS_AGAIN = User(1032, "Gus")  # with a new account
EVERYBODY = (
    ANA,
    BEN,
    CLEO,
    EVA,
    SANNE,
    TOM,
    NIA,
    ROSA,
    MAX,
    FAY,
    GUS,
    GUS_AGAIN,
    HAN,
    IDA,
    JO,
    LEA,
    KIM,
    UMA,
    VIC,
)


@dataclass(slots=True)
class Held:
    """What people hold in their hands at the end, by what it is: a later version must take all of it."""

    now: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)  # what the QR codes on screens and on paper say
    buttons: dict[str, str] = field(default_factory=dict)
    update: dict[str, Any] = field(default_factory=dict)  # that Telegram brought, and which booked a visit


@dataclass(frozen=True, slots=True)
class Town:
    """Two shops, and who is there."""

    both: Both
    luna: Shop
    sol: Shop
    held: Held = field(default_factory=Held)

    @property
    def telegram(self) -> Stage:
        """What people do and see on Telegram."""
        return self.both.telegram

    @property
    def whatsapp(self) -> Stage:
        """What people do and see on WhatsApp."""
        return self.both.whatsapp

    async def joins(self, shop: Shop, person: User, stage: Stage) -> None:
        """Let somebody follow a messenger's own link on the poster."""
        await stage.opens(person, stage.channel.link("j" + shop.code))

    async def stamped(self, person: User, times: int = 1, *, days: float = 0) -> None:
        """Let Eva type the code of somebody's card at Café Luna, so many days apart."""
        for _ in range(times):
            said = await self.telegram.says(EVA, self.telegram.short_code(person))
            assert "✔ stamped" in said, said
            self.both.later(days=days, minutes=2)

    async def paid(self, code: str, amount: str) -> None:
        """Let Nia book an amount at Bakery Sol."""
        await self.telegram.says(NIA, code)
        said = await self.telegram.says(NIA, amount)
        assert "✔ now" in said, said
        self.both.later(minutes=2)

    def keeps_button(self, stage: Stage, person: User, label: str) -> None:
        """Remember what a button carries."""
        self.held.buttons[f"{person.first_name}: {label}"] = stage.platform.data_under(person, label)

    async def sees(self, person: User, picture: str) -> str:
        """Let somebody point the camera at a picture, and return what they read."""
        payload = self.held.pictures[picture].rpartition("/")[2]
        return await self.telegram.opens(person, self.telegram.channel.link(payload))

    async def taps(self, person: User, label: str, *, on: Stage | None = None) -> str:
        """Let somebody tap a button that was kept, and return what they read."""
        return await (on or self.telegram).taps_data(
            person, self.held.buttons[f"{person.first_name}: {label}"]
        )

    async def invited(self, shop: Shop, person: User, *, on: str, role: Role = Role.CASHIER) -> None:
        """Let somebody follow an invitation to work at a shop."""
        db, now = self.both.house.db, self.both.hours.now
        token = await db.write(invite, Operator(), shop.id, role, now=now)
        await self.both.opens(person, self.both.link("i" + token), choosing=on)


@asynccontextmanager
async def reopened(db: Database, schema: str) -> AsyncIterator[Town]:
    """Open the town over what an older version left, at the moment when it was left; phones and platforms go on."""
    held = Held(**json.loads(written_at(schema).with_suffix(".json").read_text(encoding="utf-8")))
    async with open_both(db) as both:
        both.hours.now = datetime.fromisoformat(held.now)
        # Behind whatever the platforms numbered before.
        both.bot.updates.last_id = both.bot.api.last_message = both.meta.api.last_message = 1_000_000
        for person in EVERYBODY:
            both.bot.api.chat_of(person).started = True
        luna, sol = await db.read(shops.everyone)
        yield Town(both, luna, sol, held)
