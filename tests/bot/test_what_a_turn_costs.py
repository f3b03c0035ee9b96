"""What a command or a button costs those who wait for the writer does not grow with the shop: what looks through it, reads beside."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from benchmarks.million import NOW, populate
from benchmarks.million_entries import BOOKED, CLEO, let_own
from bot.beside import Unanswered, read
from bot.buttons import encode
from bot.conversation import finish, take
from bot.platform import Links, Platform
from bot.table import COMMANDS
from bot.turn import Choice, Reply
from channels.messages import Address, Content, Incoming, Tap, Text
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx

_LINKS = Links(b"secret", lambda payload: payload)
_PLATFORM = Platform(_LINKS)
_HERE = Address(CLEO.channel, CLEO.account, CLEO.external_id)
_SMALL, _LARGE = 200, 4_000  # customers
_MORE = 20_000  # of SQLite's steps: to read four thousand cards takes more
_DEEP = 3  # buttons below a command
_NEVER = "forget"  # it ends the walk


class _Owner:
    """An owner who tries every command and, of each kind, one button."""

    def __init__(self, db: Database) -> None:
        self._db, self._keys, self._now = db, count(), NOW
        self.costs: dict[str, int] = {}

    async def tries_all(self) -> dict[str, int]:
        """Return what each cost the writer, in steps."""
        for word in COMMANDS:
            if word != _NEVER:
                await self._follow(await self._says(Text(f"/{word}"), f"/{word}"), _DEEP)
        return self.costs

    async def _follow(self, replies: list[Reply], deep: int) -> None:
        for choice in _choices(replies) if deep else ():
            label = f"{choice.verb} {choice.arg.rstrip('0123456789:')}"
            if choice.verb == _NEVER or label in self.costs:
                continue
            data = encode(
                _LINKS.secret, _LINKS.holder(_HERE.external_id), choice.verb, choice.arg, now=self._now
            )
            await self._follow(await self._says(Tap(data, "1"), label), deep - 1)

    async def _says(self, content: Content, label: str) -> list[Reply]:
        self._now += timedelta(seconds=20)
        said = Incoming(f"said:{next(self._keys)}", _HERE, "Cleo", "en", content)
        cost, answer = await self._db.write(_counted, take, said, _PLATFORM, None, now=self._now)
        if isinstance(answer, Unanswered):
            more, answer = await self._db.write(_counted, finish, await self._db.read(read, answer))
            cost += more
        self.costs[label] = cost
        replies: list[Reply] = answer
        return replies


def _choices(replies: list[Reply]) -> Iterator[Choice]:
    for reply in replies:
        for row in (*reply.choices, *reply.besides):
            yield from (choice for choice in row if choice.verb)


def _counted(tx: Tx, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[int, Any]:
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 100

    raw: Any = tx.connection.driver_connection
    raw.set_progress_handler(step, 100)
    try:
        answer = fn(tx, *args, **kwargs)
    finally:
        raw.set_progress_handler(None, 0)
    return steps, answer


async def _costs(path: Path, customers: int) -> dict[str, int]:
    await populate(path, customers)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(BOOKED)
    async with open_database(f"sqlite:///{path}") as db:
        await db.write(let_own)
        return await _Owner(db).tries_all()


@pytest.mark.slow
async def test_what_a_button_costs_the_writer_does_not_grow_with_the_shop(tmp_path: Path) -> None:
    small, large = await _costs(tmp_path / "small.db", _SMALL), await _costs(tmp_path / "large.db", _LARGE)
    grown = {label: cost for label, cost in large.items() if cost - small.get(label, cost) > _MORE}
    assert len(large) > 100
    assert not grown
