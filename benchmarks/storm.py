"""Five thousand people within a minute, as a busy Saturday of many tills: nine of ten are scanned, the tenth is new.

The set-up is the default one: one process, SQLite, Telegram by webhook. Whoever is known shows a code to a cashier; whoever is
new opens the poster and gets a card with a picture. Each is measured from the moment at which they were to come, so that a
server that falls behind is not spared. Receipts go out at the pace that Telegram allows, and are not waited for.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psutil

from app.clock import read_clock
from benchmarks import bots
from benchmarks.bots import Bot
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, crowded, run
from benchmarks.platform import Webhook
from benchmarks.rows import Row
from benchmarks.telegram import Telegram
from loyalty.tokens import card_token
from storage.engine.database import read_database

_PEOPLE, _SECONDS = 5000, 60.0
_ONE_IN = 10  # is new
_TILLS = 300  # a cashier scans every four seconds: nobody is let ask for much more
_CONNECTIONS = 40  # as many as Telegram opens
_FIRST_NEWCOMER = 5_000_000
_PATIENCE_S = 120
_CHAT = re.compile(rb'name="chat_id"\r\n\r\n(\d+)')


class TelegramWithPictures(Telegram):
    """The Bot API, pictures too."""

    def _answer(self, target: str, body: bytes) -> tuple[int, Any]:
        if not target.endswith("/sendPhoto"):
            return super()._answer(target, body)
        chat = _CHAT.search(body)
        assert chat
        given = {"chat_id": chat[1].decode(), "text": "a card"}
        status, answer = self._called(ACCOUNT, "sendMessage", given)
        answer["result"]["photo"] = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
        return status, answer


@dataclass(slots=True)
class Storm:
    """People who come one after the other; `waited_s` has how long each waited for an answer."""

    platform: Telegram
    bot: Bot
    poster: str
    codes: Sequence[str]
    seconds: float
    waited_s: list[float] = field(default_factory=list)

    async def passes(self) -> None:
        """Let everybody come, evenly, and wait until each was answered."""
        everybody = len(self.codes) * _ONE_IN // (_ONE_IN - 1)
        line: asyncio.Queue[Webhook] = asyncio.Queue()
        begun, known = perf_counter(), iter(self.codes)
        async with asyncio.timeout(self.seconds + _PATIENCE_S), asyncio.TaskGroup() as group:
            for _ in range(_CONNECTIONS):
                line.put_nowait(await Webhook(self.bot.webhook, self.platform.proof).__aenter__())
            for number in range(everybody):
                due = begun + self.seconds * number / everybody
                await asyncio.sleep(max(due - perf_counter(), 0))
                new = number % _ONE_IN == _ONE_IN - 1
                person = _FIRST_NEWCOMER + number if new else FIRST_CASHIER + number % _TILLS
                payload = f"j{self.poster}" if new else f"c{next(known)}"
                group.create_task(self._comes(person, payload, due, line))
        while not line.empty():
            await line.get_nowait().__aexit__()

    async def _comes(self, person: int, payload: str, due: float, line: "asyncio.Queue[Webhook]") -> None:
        webhook = await line.get()
        reply = self.platform.expect(self.bot.number, person)
        await webhook.post(self.platform.opens(self.bot.number, person, payload))
        line.put_nowait(webhook)
        await reply
        self.waited_s.append(perf_counter() - due)


def measure(*, people: int = _PEOPLE, seconds: float = _SECONDS) -> list[Row]:
    """Return how many were answered of those who came, and the 99th percentile beside the median."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        storm, share = run(_measure(Path(folder) / "stempel.db", people, seconds))
    p99_ms, half_ms = quantiles(storm.waited_s, n=100)[98] * 1000, median(storm.waited_s) * 1000
    print(f"storm: of the processor's time the generator of the load took {share:.0%}")
    return [
        _row("storm", "answers", len(storm.waited_s), people),
        _row("storm_p99", "ms", p99_ms, half_ms),
    ]


async def _measure(database: Path, people: int, seconds: float) -> tuple[Storm, float]:
    known = people - people // _ONE_IN
    async with (
        crowded(database, known, cashiers=_TILLS, now=read_clock()) as crowd,
        TelegramWithPictures() as platform,
        bots.stempel(ACCOUNT, database, platform.url) as bot,
    ):
        async with read_database(f"sqlite:///{database}") as db:
            poster = await db.read(lambda tx: tx.exec_driver_sql("SELECT code FROM shops").scalar_one())
        codes = [card_token(bots.KEY.encode(), card.public_id, now=read_clock()) for card in crowd.cards]
        generator, server = psutil.Process(), psutil.Process(bot.pid)
        before = _took(generator), _took(server)
        storm = Storm(platform, bot, poster, codes, seconds)
        await storm.passes()
        ours, theirs = _took(generator) - before[0], _took(server) - before[1]
        return storm, ours / (ours + theirs)


def _took(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _row(name: str, unit: str, value: float, reference: float) -> Row:
    return {
        "name": name,
        "value": round(value, 1),
        "unit": unit,
        "reference": round(reference, 1),
        "ratio": round(value / reference, 2),
    }
