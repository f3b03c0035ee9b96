"""The tables of a new SQLite file, made in one go: what the migrations make there step by step, written down as SQL.

They stand as some migration left them, and those after it follow as everywhere: who adds one need not write them anew.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection

_KEPT = Path(__file__).parents[1] / "migrations" / "new_sqlite.sql"
_PARTED = ";\n\n"  # no statement has an empty line in it
_MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid"


def begin(tx: Connection) -> None:
    """Make the tables in an empty file, and note which schema they are."""
    for statement in _kept():
        tx.exec_driver_sql(statement)


def made(tx: Connection) -> list[str]:
    """Give the statements that make a file's tables, and note their schema."""
    schema = tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    noted = f"INSERT INTO alembic_version (version_num) VALUES ('{schema}')"  # noqa: S608 - a name of ours
    return [*(sql.strip() for (sql,) in tx.exec_driver_sql(_MADE)), noted]


def keep(tx: Connection) -> None:
    """Write a file's tables down, for new ones to begin with."""
    _KEPT.write_text("".join(f"{statement}{_PARTED}" for statement in made(tx)), encoding="utf-8")


@cache
def _kept() -> list[str]:
    return _KEPT.read_text(encoding="utf-8").split(_PARTED)[:-1]
