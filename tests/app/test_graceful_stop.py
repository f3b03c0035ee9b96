"""A server that is told to stop while tills are at work: what it acknowledged is kept, and it ends by itself."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from app.clock import read_clock
from benchmarks import bots
from benchmarks.bots import Bot
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, crowded
from benchmarks.platform import Webhook
from benchmarks.telegram import Telegram
from loyalty.records import Account
from loyalty.tokens import card_token
from storage.engine.database import read_database
from storage.engine.statements import Tx

_TILLS, _CARDS, _BEFORE = 16, 600, 40
_LONGEST_S = 20  # ten on a machine that has nothing else to do


async def _scans(platform: Telegram, bot: Bot, cards: Iterator[tuple[int, Account]], kept: list[int]) -> None:
    """Scan card after card until the server is gone, and note what it acknowledged."""
    try:
        async with Webhook(bot.webhook, platform.proof) as webhook:
            for cashier, card in cards:
                code = card_token(bots.KEY.encode(), card.public_id, now=read_clock())
                await webhook.post(platform.opens(bot.number, cashier, f"c{code}"))
                kept.append(card.id)
    except (OSError, AssertionError, asyncio.IncompleteReadError):
        pass


async def _stops(bot: Bot, kept: list[int]) -> float:
    """Tell the server to stop once it is busy, and return when it was told."""
    async with asyncio.timeout(60):
        while len(kept) < _BEFORE:  # noqa: ASYNC110 - the tills have no event for it
            await asyncio.sleep(0.01)
    os.kill(bot.pid, signal.SIGTERM)
    return monotonic()


def _found(tx: Tx) -> tuple[dict[int, int], int]:
    visits = tx.exec_driver_sql("SELECT account_id, count(*) FROM visits GROUP BY account_id")
    held = tx.exec_driver_sql("SELECT count(*) FROM outbox WHERE state = 'sending'").scalar_one()
    return dict(visits.all()), held


@pytest.mark.slow
async def test_a_stop_under_load_loses_no_acknowledged_scan_and_holds_nothing_back(tmp_path: Path) -> None:
    database, kept = tmp_path / "stempel.db", list[int]()
    async with crowded(database, _CARDS, cashiers=_CARDS, now=read_clock()) as crowd, Telegram() as platform:
        async with bots.stempel(ACCOUNT, database, platform.url) as bot, asyncio.TaskGroup() as group:
            cards = enumerate(crowd.cards, FIRST_CASHIER)
            for _ in range(_TILLS):
                group.create_task(_scans(platform, bot, cards, kept))
            told_at = await _stops(bot, kept)
        took_s = monotonic() - told_at
    async with read_database(f"sqlite:///{database}") as db:
        visits, held = await db.read(_found)
    assert _BEFORE <= len(kept) < _CARDS
    assert [card for card in kept if visits[card] != 2] == []
    assert held == 0
    assert took_s < _LONGEST_S
