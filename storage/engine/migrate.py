"""Bring a database's tables to this version, or say in words why that can't be."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, NullPool, create_engine

from storage.engine import new_file
from storage.engine.errors import StorageError

_TREE = Path(__file__).parents[1] / "migrations"


@cache
def head() -> str:
    """Name the schema that this version of Stempel reads and writes."""
    revision = _scripts().get_current_head()
    if revision is None:
        raise LookupError(f"No migrations in {_TREE}: the installation is broken.")
    return revision


def current(tx: Connection) -> str | None:
    """Name the schema that the database has; None in an empty one."""
    return MigrationContext.configure(tx).get_current_revision()


def is_current(tx: Connection) -> bool:
    """Tell whether the database has this version's schema."""
    return current(tx) == head()


def check(tx: Connection) -> None:
    """Refuse a schema other than this version's."""
    revision = current(tx)
    if revision == head():
        return
    _refuse_newer(revision)
    raise StorageError("The database's tables are missing, or of an older version.", "Run `stempel migrate`.")


def check_known(tx: Connection) -> None:
    """Refuse a database without Stempel's tables, or with those of a newer version."""
    revision = current(tx)
    _refuse_newer(revision)
    if revision is None:
        raise StorageError("The file has no tables of Stempel.", "Take a file that `stempel backup` wrote.")


def knows(schema: str) -> bool:
    """Tell whether a schema is this version's or an older one."""
    return any(script.revision == schema for script in _scripts().walk_revisions())


def upgrade(tx: Connection, schema: str = "head") -> None:
    """Run the migrations that a schema needs, this version's where none is named, inside the caller's transaction."""
    before = current(tx)
    _refuse_newer(before)
    if before is None and schema in {"head", head()} and tx.dialect.name == "sqlite":
        new_file.begin(tx)
        if is_current(tx):
            return
    run_migrations(tx, schema)


def run_migrations(tx: Connection, schema: str = "head") -> None:
    """Run the migrations one by one, on a new database too."""
    config = _config()
    config.attributes["connection"] = tx
    command.upgrade(config, schema)


def keep_tables() -> None:
    """Write down what the migrations make of a new SQLite file; for developers."""
    with _drafting() as tx:
        run_migrations(tx)
        new_file.keep(tx)


def draft(message: str) -> None:
    """Write a new migration from what storage/tables/ has and the newest migration has not; for developers."""
    with _drafting() as tx:
        if _scripts().get_current_head():
            upgrade(tx)
        config = _config()
        config.attributes["connection"] = tx
        number = len(list(_scripts().walk_revisions())) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


@contextmanager
def _drafting() -> Iterator[Connection]:
    with (
        tempfile.TemporaryDirectory() as folder,
        create_engine(f"sqlite:///{folder}/draft.db", poolclass=NullPool).begin() as tx,
    ):
        yield tx


def _refuse_newer(revision: str | None) -> None:
    if revision is None:
        return
    try:
        _scripts().get_revision(revision)
    except CommandError:
        raise StorageError(
            f"The database was written by a newer Stempel (schema {revision}, this one knows {head()}).",
            "Install the newer version again, or restore a backup of before.",
        ) from None


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_TREE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


if __name__ == "__main__":
    draft(sys.argv[1]) if sys.argv[1:] else keep_tables()
