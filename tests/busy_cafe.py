"""A café with customers, cashiers at its tills and an offer on its way, as several processes find it in the database."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import text

from actions.campaigns.broadcast import DELAY, Broadcast, order_broadcast
from actions.campaigns.dose import Dose, set_dose
from actions.people.identify import Caller, recognise
from app.clock import read_clock
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import QuietHours
from loyalty.tokens import card_token
from storage.cards import accounts
from storage.engine.database import open_database
from storage.engine.statements import Tx
from tests.actions.customers import agree, only
from tests.actions.places import hire, join, open_cafe, stamps
from tests.fakes.people import User
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fleet import CODES
from tests.kinds import BROADCAST

SECRET = "the secret of the fleet"
_ACCOUNT = TOKEN.partition(":")[0]


@dataclass(frozen=True, slots=True)
class BusyCafe:
    """Who comes, with the number on each one's card, and who scans."""

    customers: dict[int, User]  # by the card's public id
    cashiers: list[User]

    def code(self, public_id: int) -> str:
        """Show a card."""
        return "c" + card_token(CODES.encode(), public_id, now=read_clock())


def open_busy_cafe(tx: Tx, customers: list[User], cashiers: list[User]) -> BusyCafe:
    """Open it, with everybody's yes to offers, and order one for all of them."""
    now = read_clock() - DELAY
    cafe = open_cafe(tx, stamps(10), now=now)
    only(tx, cafe.shop.id, BROADCAST)
    set_dose(tx, ActingPerson(cafe.cleo), cafe.shop.id, Dose(quiet=QuietHours(time(), time())), now=now)
    for cashier in cashiers:
        hire(tx, cafe.shop.id, _meet(tx, cashier, now=now), "cashier", now=now)
    cards = {}
    for customer in customers:
        person_id = _meet(tx, customer, now=now)
        account_id = join(tx, cafe.shop, person_id, now=now)
        agree(tx, person_id, now=now)
        cards[accounts.locked(tx, account_id).public_id] = customer
    ordered = order_broadcast(
        tx, ActingPerson(cafe.cleo), cafe.shop.id, "everyone", "Soup on Friday, {name}!", now=now
    )
    assert isinstance(ordered, Broadcast)
    return BusyCafe(cards, cashiers)


def _meet(tx: Tx, user: User, *, now: datetime) -> int:
    caller = Caller("telegram", _ACCOUNT, str(user.id), name=user.first_name, language="en")
    return recognise(tx, caller, now=now).person.id


async def busy_cafe(url: str, telegram: FakeTelegram, *, customers: int, cashiers: int) -> BusyCafe:
    """Open a busy café in a database, and let everybody be on Telegram."""
    guests = [User(2000 + number, f"Ana {number}") for number in range(customers)]
    tills = [User(1000 + number, f"Eva {number}") for number in range(cashiers)]
    async with open_database(url, migrate=False) as db:
        cafe = await db.write(open_busy_cafe, guests, tills)
    for person in (*guests, *tills):
        telegram.api.chat_of(person).started = True
    return cafe


async def scan_until(over: asyncio.Event, telegram: FakeTelegram, cafe: BusyCafe) -> list[int]:
    """Let all cashiers scan one card after the other until it is over, and return the cards that were acknowledged."""
    scanned: list[int] = []
    waiting = iter(cafe.customers)
    async with asyncio.TaskGroup() as group:
        for cashier in cafe.cashiers:
            group.create_task(_scan(over, telegram, cafe, cashier, waiting, scanned))
    return scanned


async def _scan(
    over: asyncio.Event,
    telegram: FakeTelegram,
    cafe: BusyCafe,
    cashier: User,
    waiting: Iterator[int],
    scanned: list[int],
) -> None:
    for card in waiting:
        if over.is_set():
            return
        await telegram.opens(cashier, cafe.code(card))
        scanned.append(card)
        await asyncio.sleep(0.2)  # whoever stands at a till takes a breath


_STAMPED = text(
    "SELECT a.public_id, e.amount FROM entries e JOIN counters c ON c.id = e.counter_id"
    " JOIN accounts a ON a.id = c.account_id"
)
_MESSAGES = text(
    "SELECT a.external_id, o.kind, o.state FROM outbox o JOIN addresses a ON a.id = o.address_id"
    " WHERE o.account = :account ORDER BY o.id"  # the owner's, who is elsewhere, stay
)


def stamped(tx: Tx) -> list[tuple[int, int]]:
    """Return every entry: whose card, and how much."""
    return [(card, amount) for card, amount in tx.execute(_STAMPED)]


def messages(tx: Tx) -> list[tuple[str, str, str]]:
    """Return every message: to whom, of which kind, and how it stands."""
    return [(chat, kind, state) for chat, kind, state in tx.execute(_MESSAGES, {"account": _ACCOUNT})]
