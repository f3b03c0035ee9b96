"""A database in memory, made for one question and thrown away after it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, StaticPool, create_engine

from storage.engine.migrate import upgrade


@contextmanager
def scratch() -> Iterator[Connection]:
    """Give an empty database with this version's tables, in one transaction that never ends."""
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True)
    try:
        with engine.connect() as tx:
            tx.begin()  # for Alembic a transaction is always open
            raw.execute("PRAGMA journal_mode = OFF")  # nothing will be taken back
            raw.execute("BEGIN")
            upgrade(tx)
            yield tx
            raw.execute("COMMIT")
    finally:
        engine.dispose()
        raw.close()
