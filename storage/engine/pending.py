"""Writes that wait for company: on PostgreSQL each statement is a round trip, so those that only write go in one.

What waits is written before whatever could see it, and before the commit: a query that names none of its tables goes first. The parts
of one statement see nothing of each other, and in which order they are done is the server's affair: so of each table one waits at
most, and what is made of what waits goes after it. On SQLite nothing waits. See
docs/decisions/0077-what-is-only-written-goes-in-one-statement.md.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from storage.engine.wire import rows_of

_PENDING = "pending"  # the place in a connection's notes
_WORD = re.compile(r"\w+")
_PLACEHOLDER = re.compile(r"\$(\d+)")


class Pending:
    """What one transaction has yet to write, by table."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._by_table: dict[str, tuple[str, Sequence[Any]]] = {}

    def add(
        self, tx: Connection, table: str, sql: str, values: Sequence[Any], *, beside: frozenset[str]
    ) -> None:
        """Let a write wait; what waits in the tables that it names goes first, but for those that it may go `beside`."""
        if not self._by_table.keys().isdisjoint(_words(sql) - beside):
            self.write(tx)
        self._by_table[table] = sql, values

    def matters_to(self, sql: str) -> bool:
        """Say whether a statement must see what waits: it writes itself, or names one of its tables."""
        return not sql.startswith("SELECT") or not self._by_table.keys().isdisjoint(_words(sql))

    def write(self, tx: Connection) -> None:
        """Write all that waits, in one statement."""
        if not self._by_table:
            return
        parts, self._by_table = self._by_table.values(), {}
        sql = _in_one(tuple((sql, len(values)) for sql, values in parts))
        rows_of(tx, sql, [value for _, values in parts for value in values])


def let_writes_wait(tx: Connection) -> None:
    """Let what this transaction only writes wait for company from here on."""
    tx.info[_PENDING] = Pending()


def pending_in(tx: Connection) -> Pending | None:
    """Return what waits in a transaction; None where nothing does."""
    pending: Pending | None = tx.info.get(_PENDING)
    return pending


def write_pending(tx: Connection, *, before: str = "") -> None:
    """Write what waits before a statement, or before whatever it may be."""
    pending = pending_in(tx)
    if pending and pending.matters_to(before):
        pending.write(tx)


@lru_cache(maxsize=1024)
def _words(sql: str) -> frozenset[str]:
    return frozenset(_WORD.findall(sql))


@lru_cache(maxsize=256)
def _in_one(parts: tuple[tuple[str, int], ...]) -> str:
    """Put statements with so many parameters each into one, the last of them as its main part."""
    numbered, before = [], 0
    for sql, count in parts:
        numbered.append(_renumbered(sql, before))
        before += count
    *first, last = numbered
    names = [f"part_{number} AS ({sql})" for number, sql in enumerate(first)]
    return f"WITH {', '.join(names)} {last}" if names else last


def _renumbered(sql: str, before: int) -> str:
    return _PLACEHOLDER.sub(lambda found: f"${int(found[1]) + before}", sql)
