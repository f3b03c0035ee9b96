"""A database in memory, made for one question and thrown away after it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from storage.engine.migrate import upgrade
from storage.engine.over import over


@contextmanager
def scratch() -> Iterator[Connection]:
    """Give an empty database with this version's tables, in one transaction that never ends."""
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with over(lambda: raw) as tx:
        tx.begin()  # for Alembic a transaction is always open
        raw.execute("PRAGMA journal_mode = OFF")  # nothing will be taken back
        raw.execute("BEGIN")
        upgrade(tx)
        yield tx
        raw.execute("COMMIT")
