"""How fast a campaign goes out, what it costs the outbox, and how little a till notices of it."""

import asyncio
import shutil
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from datetime import datetime, time, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from actions.campaigns.consents import give_consent
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.delivery.outbox import OutboxMessage
from actions.tell import LATER
from app.clock import read_clock
from benchmarks import bots, telegram
from benchmarks.bots import Bot
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, FIRST_CUSTOMER, crowded, run
from benchmarks.platform import Platform, Webhook
from benchmarks.rows import Row, row
from channels.accounts import key_of
from channels.channel import Speed
from channels.deliveries import Delivery, Sent
from channels.messages import AccountKey, Address, Outgoing
from channels.telegram.channel import Telegram
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.records import Account
from loyalty.tokens import card_token
from scheduler.campaigns.rounds import tick
from scheduler.delivery.rate_limit import Pace
from scheduler.delivery.sender import Sender
from storage.campaigns import broadcasts
from storage.campaigns.broadcasts import NewBroadcast
from storage.campaigns.settings import DoseRow, ensure, set_dose
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx

LIMIT_PER_S = 30
_BETWEEN_S = 0.05
_TOKEN = f"{ACCOUNT}:token"
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL")
_CLAIM = "UPDATE outbox SET state = 'sending', lease_until = ?, attempts = attempts + 1 WHERE id = ?"
_SETTLE = "UPDATE outbox SET state = 'sent', message_id = '1', error = NULL, lease_until = NULL, settled_at = ? WHERE id = ?"


def measure_rate(*, messages: int = 900) -> list[Row]:
    """Return messages a second to a Telegram that takes thirty, and one from each chat; a 429 ends it all."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return [row("campaign_rate", "msg/s", [(run(_rate(Path(folder), messages)), LIMIT_PER_S)])]


async def _rate(folder: Path, messages: int) -> float:
    now = read_clock()
    platform = _StrictTelegram()
    path = folder / "stempel.db"
    async with (
        crowded(path, messages, now=now),
        platform,
        open_database(f"sqlite:///{path}") as db,
        _channel(platform) as channel,
    ):
        await db.write(_fill, messages, people=messages * 9 // 10, now=now)
        await Sender(db, key_of(channel), read_clock, _deliver(channel), Pace(channel.speed)).drain()
    assert platform.refused == 0, f"{platform.refused} times 429"
    assert len(platform.taken) == messages
    return (messages - 1) / (platform.taken[-1] - platform.taken[0])


def measure_drain(*, rounds: int = 9, rows: int = 1000) -> list[Row]:
    """Return rows claimed and settled a second, sent by a channel that answers at once."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return [row("outbox_drain", "rows/s", run(_drain(Path(folder), rounds, rows)))]


async def _drain(folder: Path, rounds: int, rows: int) -> list[tuple[float, float]]:
    now = read_clock()
    ours, plain = folder / "stempel.db", folder / "plain.db"
    measured = []
    async with crowded(ours, rows, now=now), crowded(plain, rows, now=now):
        for _ in range(rounds + 1):
            for path in (ours, plain):
                async with open_database(f"sqlite:///{path}") as db:
                    await db.write(_fill, rows, people=rows, now=read_clock())
            async with open_database(f"sqlite:///{ours}") as db:
                sender = Sender(
                    db, AccountKey("telegram", ACCOUNT), read_clock, _at_once, Pace(Speed(1e6, timedelta(0)))
                )
                start = perf_counter()
                assert await sender.drain() == rows
                value = rows / (perf_counter() - start)
            measured.append((value, rows / _time_plain(plain)))
    return measured[1:]


def _time_plain(path: Path) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        ids = [row[0] for row in raw.execute("SELECT id FROM outbox WHERE state = 'ready'")]
        start = perf_counter()
        for this in ids:
            for statement in (_CLAIM, _SETTLE):
                raw.execute("BEGIN IMMEDIATE")
                raw.execute(statement, (1, this))
                raw.execute("COMMIT")
        return perf_counter() - start


async def _at_once(_: OutboxMessage) -> Delivery:
    return Sent("1")


def measure_stamp(*, rounds: int = 5, scans: int = 40, waiting: int = 10_000) -> list[Row]:
    """Return the median milliseconds of a scan's answer while a campaign goes out, beside the same without."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return [row("stamp_during_campaign", "ms", run(_stamp(Path(folder), rounds, scans, waiting)))]


async def _stamp(folder: Path, rounds: int, scans: int, waiting: int) -> list[tuple[float, float]]:
    now = read_clock()
    busy, calm = folder / "busy.db", folder / "calm.db"
    measured = []
    async with (
        crowded(calm, waiting, now=now) as crowd,
        telegram.Telegram() as platform,
        telegram.Telegram() as other,
    ):
        shutil.copy(calm, busy)
        async with open_database(f"sqlite:///{busy}") as db:
            await broadcast(db, crowd.cards, crowd.cashiers[0], now=now)
        async with (
            bots.stempel(ACCOUNT, calm, other.url) as idle,
            bots.stempel(ACCOUNT, busy, platform.url) as working,  # the last, for its campaign begins at once
        ):
            await platform.told(ACCOUNT, 1)  # the campaign has begun
            for first in range(0, scans * (rounds + 1), scans):
                cards = crowd.cards[first : first + scans]
                value = await _answer_ms(platform, working, cards)
                measured.append((value, await _answer_ms(other, idle, cards)))
            await platform.told(ACCOUNT, scans * (rounds + 1) + 1)  # more than the receipts: it ran meanwhile
            assert platform.unasked(ACCOUNT) < waiting, "the campaign was over too soon"
    return measured[1:]


async def broadcast(db: Database, cards: Sequence[Account], by: int, *, now: datetime) -> None:
    """Put a message to every customer into the outbox, as an owner's order does."""
    shop_id = cards[0].shop_id

    def order(tx: Tx) -> None:
        ensure(tx, shop_id, BROADCAST, holdout_percent=0)
        set_dose(tx, shop_id, DoseRow(3, 4, time(0), time(0)))
        broadcasts.order(tx, NewBroadcast(shop_id, by, "everyone", "New cakes!", 0, starts_at=now), now=now)
        for card in cards:
            assert card.person_id
            give_consent(tx, card.person_id, Purpose.OFFERS, channel="telegram", wording="bench", now=now)

    await db.write(order)
    await tick(db, now=now)


async def _answer_ms(platform: Platform, bot: Bot, cards: Sequence[Account]) -> float:
    """Scan cards one after the other, as at a till, and return the median time of an answer."""
    took = []
    async with Webhook(bot.webhook, platform.proof) as webhook:
        for card in cards:
            code = card_token(bots.KEY.encode(), card.public_id, now=read_clock())
            reply = platform.expect(bot.number, FIRST_CASHIER)
            start = perf_counter()
            await webhook.post(platform.opens(bot.number, FIRST_CASHIER, f"c{code}"))
            assert "✔ stamped" in await reply
            took.append(perf_counter() - start)
            await asyncio.sleep(_BETWEEN_S)
    return median(took) * 1000


class _StrictTelegram(telegram.Telegram):
    """Takes thirty messages in any second, and one in any second for each chat; the others get a 429."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[float] = []
        self.refused = 0
        self._second: deque[float] = deque()
        self._chats: dict[str, float] = {}

    def _called(self, bot: str, method: str, given: dict[str, str]) -> tuple[int, Any]:
        if method != "sendMessage":
            return super()._called(bot, method, given)
        now = perf_counter()
        while self._second and self._second[0] <= now - 1:
            self._second.popleft()
        if len(self._second) >= LIMIT_PER_S or now - self._chats.get(given["chat_id"], -1) < 1:
            self.refused += 1
            words = "Too Many Requests: retry after 1"
            return 429, {
                "ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": 1}
            }  # fmt: skip
        self._second.append(now)
        self._chats[given["chat_id"]] = now
        self.taken.append(now)
        return super()._called(bot, method, given)


@asynccontextmanager
async def _channel(platform: Platform) -> AsyncIterator[Telegram]:
    channel = Telegram(_TOKEN, api_url=platform.url)
    await channel.start()
    try:
        yield channel
    finally:
        await channel.stop()


def _fill(tx: Tx, messages: int, *, people: int, now: datetime) -> None:
    """Put messages to so many people into the outbox, those of one person one after the other."""
    ids = [this for (this,) in tx.exec_driver_sql("SELECT id FROM addresses ORDER BY id")][-people:]
    for number in range(messages):
        place = number * people // messages
        data = {"occurrence_id": 0, "chat": FIRST_CUSTOMER + place}
        key = f"{now.timestamp()}:{number}"
        outbox.add(tx, ids[place], NewMessage(key, "campaign", data, LATER), now=now)


def _deliver(channel: Telegram) -> Callable[[OutboxMessage], Awaitable[Delivery]]:
    async def deliver(message: OutboxMessage) -> Delivery:
        return await channel.send(
            Address("telegram", ACCOUNT, str(message.data["chat"])), Outgoing("New cakes!")
        )

    return deliver
