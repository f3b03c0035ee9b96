"""SQLAlchemy over SQLite connections that others open, through one engine: what is compiled for one is known to all."""

import sqlite3
from collections.abc import Callable
from threading import local

from sqlalchemy import Connection, NullPool, create_engine

_here = local()


def over(opening: Callable[[], sqlite3.Connection]) -> Connection:
    """Give a connection over the one that is opened, which it closes with itself."""
    _here.opening = opening
    return _ENGINE.connect()


def _open_here() -> sqlite3.Connection:
    opened: sqlite3.Connection = _here.opening()
    return opened


_ENGINE = create_engine("sqlite://", creator=_open_here, poolclass=NullPool, hide_parameters=True)
