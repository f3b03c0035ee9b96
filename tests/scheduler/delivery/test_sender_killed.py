"""`stempel serve` killed by `kill -9` at random moments of a campaign: what may come twice, and what never does.

STEMPEL_KILLS=200 STEMPEL_CAMPAIGN=2000 runs it at full length; without them it is 8 kills of 80 messages.
"""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import pytest

from app.clock import read_clock
from scheduler.campaigns.rounds import tick
from storage.engine.database import open_database, read_database
from storage.engine.statements import Tx
from tests.forks import start
from tests.scheduler.executioner import Executioner, begin_campaign
from tests.scheduler.mailroom import crowd

_KILLS = int(os.environ.get("STEMPEL_KILLS", "8"))
_MESSAGES = int(os.environ.get("STEMPEL_CAMPAIGN", "80"))
_PATIENCE_S = 60 + _MESSAGES / 20
_ROWS = (  # of customers: what the shop's staff hear goes to a bot that is not served here
    "SELECT a.external_id, o.kind, o.state FROM outbox o JOIN addresses a ON a.id = o.address_id "
    "WHERE o.kind IN ('visit', 'campaign') ORDER BY o.id"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A message, and how it stands."""

    kind: str
    state: str


async def _begin(url: str) -> None:
    async with open_database(url, migrate=False) as db:
        await db.write(begin_campaign, crowd(_MESSAGES), now=read_clock())
        assert (await tick(db, now=read_clock())).settled == _MESSAGES - -(-_MESSAGES // 5)
        # Each death shall meet both kinds.
        await db.write(lambda tx: tx.exec_driver_sql("UPDATE outbox SET urgency = abs(random()) % 1000"))


async def _rows(url: str) -> dict[str, _Row]:
    """Return each person's message."""

    def ask(tx: Tx) -> dict[str, _Row]:
        return {person: _Row(kind, state) for person, kind, state in tx.exec_driver_sql(_ROWS)}

    async with read_database(url) as db:
        return await db.read(ask)


async def _die(begin: Callable[[], BaseProcess], url: str, telegram: Executioner) -> set[str]:
    """Serve until killed, and return whose messages were in hand then."""
    process = begin()
    telegram.awaits(process, max(_MESSAGES // (2 * _KILLS), 1))
    await asyncio.to_thread(process.join, _PATIENCE_S)
    assert process.exitcode == -signal.SIGKILL
    return {person for person, row in (await _rows(url)).items() if row.state == "sending"}


async def _finish(begin: Callable[[], BaseProcess], url: str) -> dict[str, _Row]:
    process = begin()
    async with asyncio.timeout(_PATIENCE_S):
        while {"ready", "sending"} & {row.state for row in (await _rows(url)).values()}:  # noqa: ASYNC110 - theirs
            await asyncio.sleep(0.1)
    process.kill()
    await asyncio.to_thread(process.join, _PATIENCE_S)
    return await _rows(url)


@pytest.mark.slow
async def test_killed_again_and_again_it_loses_nothing_and_doubles_no_marketing(
    sqlite_url: str, tmp_path: Path
) -> None:
    await _begin(sqlite_url)
    seed = Random().randrange(2**32)  # noqa: S311
    in_doubt: set[str] = set()
    async with Executioner(Random(seed)) as telegram:  # noqa: S311 - to be repeated, not to be secret
        settings = {
            "STEMPEL_DATABASE_URL": sqlite_url,
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
        }
        begin = partial(start, "serve", folder=tmp_path, settings=settings)
        for somebody in crowd(_MESSAGES):
            telegram.api.chat_of(somebody).started = True
        for _ in range(_KILLS):
            in_doubt |= await _die(begin, sqlite_url, telegram)
        telegram.spares()
        ended = await _finish(begin, sqlite_url)
        read = Counter({str(chat.person.id): len(chat.log) for chat in telegram.api.chats.values()})
    print(_told(ended, in_doubt, read))  # noqa: T201 - the figures of docs/sender.md
    assert len(ended) == _MESSAGES
    for person, row in ended.items():
        _judge(row, read[person], in_doubt=person in in_doubt, known=f"{person}, seed {seed}")


def _judge(row: _Row, times: int, *, in_doubt: bool, known: str) -> None:
    if row.kind == "visit":
        assert row.state == "sent", known
        assert times == 1 or (in_doubt and times > 1), known
    elif row.state == "sent":
        assert times == 1, known
    else:
        assert row.state == "unknown", known
        assert in_doubt, known
        assert times <= 1, known


def _told(ended: Mapping[str, _Row], in_doubt: set[str], read: Mapping[str, int]) -> str:
    receipts = [person for person, row in ended.items() if row.kind == "visit"]
    unknown = [person for person, row in ended.items() if row.state == "unknown"]
    return (
        f"{_KILLS} kills of {_MESSAGES} messages: {len(in_doubt)} were in hand; "
        f"{sum(read[person] > 1 for person in receipts)} of {len(receipts)} receipts came more than once; "
        f"{len(unknown)} of {_MESSAGES - len(receipts)} offers are unknown, {sum(read[person] for person in unknown)} of them arrived"
    )
