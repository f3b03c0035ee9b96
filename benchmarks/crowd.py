"""A café with a crowd of customers, each with a card on the way to its reward, and cashiers to scan them."""

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import uvloop
from sqlalchemy import update

from actions.cards.join import Joined, join_shop
from actions.people.identify import Caller, recognise
from actions.shop.invitations import Hired, accept_invite, invite
from actions.shop.open_shop import NewShop, Opened, open_shop
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from benchmarks.databases import address
from loyalty.actor import ActingPerson, Operator
from loyalty.cards.programme import Limits, Programme, ProgrammeKind, Reward, composed
from loyalty.cards.visits import Claim
from loyalty.records import Account
from loyalty.roles import Role
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx
from storage.tables import addresses

ACCOUNT = "700"
FIRST_CUSTOMER = 1_000_000
FIRST_CASHIER = 900_000
STAMPS = 10
_CAFE = NewShop(
    name="Café Luna",
    programme=Programme(
        *composed(ProgrammeKind.STAMPS),
        rewards=(Reward("cookie", "Cookie", 5, cost_minor=40), Reward("coffee", "Free coffee", STAMPS)),
        limits=Limits(max_per_visit=STAMPS, max_per_day=STAMPS),
        voucher_days=90,
    ),
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody's cards, and who scans them: persons in the database, `FIRST_CASHIER` and up on their channel."""

    cards: tuple[Account, ...]
    cashiers: tuple[int, ...]


@asynccontextmanager
async def crowded(
    database: Path | str,
    customers: int,
    *,
    cashiers: int = 1,
    first: int = 0,
    channel: str = "telegram",
    now: datetime,
) -> AsyncIterator[Crowd]:
    """Fill a database, and close it again before it is used; `first` numbers people on where others are there already."""
    async with open_database(address(database)) as db:
        crowd = await _invite_everybody(db, channel, customers, cashiers, first, now=now - timedelta(days=30))
        await db.write(_open_windows, until=now + timedelta(days=1))
        await db.write(_know_sizes)
    yield crowd


def external_id(channel: str, number: int) -> str:
    """Return what somebody is called on a channel."""
    return f"DE.{number}" if channel == "whatsapp" else str(number)


async def _invite_everybody(
    db: Database, channel: str, customers: int, cashiers: int, beside: int, *, now: datetime
) -> Crowd:
    opened = await db.write(open_shop, Operator(), _CAFE, now=now)
    assert isinstance(opened, Opened)
    numbers = range(beside, beside + cashiers)
    till = [await db.write(_hire, channel, opened.shop.id, number, now=now) for number in numbers]
    cards: list[Account] = []
    for first in range(beside, beside + customers, 500):
        numbers = range(first, min(first + 500, beside + customers))
        cards += await db.write(_welcome, channel, opened.shop.code, numbers, till[0], now=now)
    return Crowd(tuple(cards), tuple(till))


def _open_windows(tx: Tx, *, until: datetime) -> None:
    """Let free words reach everybody, as if they had just written; only WhatsApp asks."""
    tx.execute(update(addresses).values(window_until=until))


def _know_sizes(tx: Tx) -> None:
    """Let PostgreSQL plan by what is there: a server that runs knows it within a minute, by itself."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("ANALYZE")


def _meet(tx: Tx, channel: str, number: int, name: str, *, now: datetime) -> int:
    known_as = external_id(channel, number)
    visitor = recognise(tx, Caller(channel, ACCOUNT, known_as, name=name, language="en"), now=now)
    return visitor.person.id


def _hire(tx: Tx, channel: str, shop_id: int, number: int, *, now: datetime) -> int:
    person_id = _meet(tx, channel, FIRST_CASHIER + number, "Eva", now=now)
    hired = accept_invite(
        tx, ActingPerson(person_id), invite(tx, Operator(), shop_id, Role.CASHIER, now=now), now=now
    )
    assert isinstance(hired, Hired)
    return person_id


def _welcome(
    tx: Tx, channel: str, shop_code: str, numbers: range, cashier: int, *, now: datetime
) -> list[Account]:
    """Let customers join, and stamp their cards so that every ninth scan will fill one.

    No scan will be anybody's first: a welcome would come on top of the receipt.
    """
    cards = []
    for number in numbers:
        person_id = _meet(tx, channel, FIRST_CUSTOMER + number, f"Ana {number}", now=now)
        joined = join_shop(tx, person_id, shop_code, now=now)
        assert isinstance(joined, Joined)
        card = joined.state.account
        cards.append(card)
        claim = Claim(stamps=1 + number % (STAMPS - 1))
        booked = scan_card(tx, Scan(ActingPerson(cashier), card.id, claim), key=f"before:{number}", now=now)
        assert isinstance(booked, Booked)
    tx.exec_driver_sql("UPDATE outbox SET state = 'sent'")  # those receipts arrived long ago
    return cards


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run on the event loop that `stempel` runs on."""
    return uvloop.run(work)
