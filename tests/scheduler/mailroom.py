"""A mailroom: an outbox with rows in it, a sender, and a strict Telegram over HTTP at the other end."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text

from actions.delivery.outbox import OutboxMessage, departs
from actions.people.identify import Caller, recognise
from actions.tell import LATER, URGENT
from channels.accounts import key_of
from channels.deliveries import Delivery
from channels.messages import Address, Outgoing
from channels.telegram.channel import Telegram
from scheduler.delivery.rate_limit import Pace
from scheduler.delivery.sender import Sender
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.tables import outbox as rows
from tests.fakes.people import User
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.journeys.hours import Hours

ACCOUNT = TOKEN.partition(":")[0]
_STATES = Statement(select(rows.c.id, rows.c.state, rows.c.attempts).order_by(rows.c.id))


def crowd(size: int) -> list[User]:
    """Name so many people with phones."""
    return [User(2000 + number, f"Ana {number}") for number in range(size)]


def post(
    tx: Tx,
    key: str,
    person: User,
    kind: str,
    *,
    hours: Hours,
    urgency: int | None = None,
    lives: float | None = None,
) -> None:
    """Put a message to somebody into the outbox; its text will be its key."""
    now = hours.now
    visitor = recognise(
        tx, Caller("telegram", ACCOUNT, str(person.id), name=person.first_name, language="en"), now=now
    )
    address = tx.execute(
        text("SELECT id FROM addresses WHERE person_id = :this"), {"this": visitor.person.id}
    ).scalar_one()
    data: dict[str, Any] = {"occurrence_id": 0, "text": key, "chat": str(person.id)}
    usual = LATER if kind == "campaign" else URGENT
    expires_at = now + timedelta(seconds=lives) if lives else None
    given = usual if urgency is None else urgency
    outbox.add(tx, address, NewMessage(key, kind, data, given, expires_at), now=now)


async def until(true: Callable[[], bool]) -> None:
    """Let the others go on until something is so."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - nobody has an event for it
            await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Postman:
    """Delivers a row through a channel: its words are in the row."""

    channel: Telegram
    db: Database
    hours: Hours
    begun: list[str]

    async def deliver(self, message: OutboxMessage) -> Delivery:
        """Send one message."""
        self.begun.append(message.data["text"])
        await self.db.write(departs, message, now=self.hours.now)
        to = Address("telegram", ACCOUNT, message.data["chat"])
        return await self.channel.send(to, Outgoing(message.data["text"]))


@dataclass(frozen=True, slots=True)
class Mailroom:
    """All of it; `arrived` counts texts as people saw them, `begun` has them in the order in which they set out."""

    db: Database
    telegram: FakeTelegram
    channel: Telegram
    hours: Hours
    sender: Sender
    begun: list[str]

    async def posts(self, *messages: tuple[str, User, str], lives: float | None = None) -> None:
        """Put messages (key, person, kind) into the outbox."""
        for key, person, kind in messages:
            chat = self.telegram.api.chat_of(person)
            chat.started = True
            await self.db.write(post, key, person, kind, hours=self.hours, lives=lives)

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.hours.now += timedelta(**time)

    async def states(self) -> list[tuple[str, int]]:
        """Return each row's state and attempts."""
        return [(state, attempts) for _, state, attempts in await self.db.read(_STATES.all)]

    def arrived(self) -> Counter[str]:
        """Count what people read, by text."""
        return Counter(seen.text for chat in self.telegram.api.chats.values() for seen in chat.log)

    def another(self, db: Database) -> Sender:
        """Employ one more sender, in a process of its own as it were."""
        return _sender(db, self.channel, self.hours, self.begun)


@asynccontextmanager
async def mailroom(db: Database, *, answer_timeout_s: float = 10.0) -> AsyncIterator[Mailroom]:
    """Open a mailroom over a database."""
    hours = Hours()
    async with FakeTelegram() as telegram:
        channel = Telegram(telegram.token, api_url=telegram.url, answer_timeout_s=answer_timeout_s)
        await channel.start()
        try:
            begun: list[str] = []
            sender = _sender(db, channel, hours, begun)
            yield Mailroom(db, telegram, channel, hours, sender, begun)
        finally:
            await channel.stop()


def _sender(db: Database, channel: Telegram, hours: Hours, begun: list[str]) -> Sender:
    deliver, pace = Postman(channel, db, hours, begun).deliver, Pace(channel.speed)
    return Sender(db, key_of(channel), hours.read, deliver, pace, hours.wait)
