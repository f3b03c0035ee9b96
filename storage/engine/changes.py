"""Which rows change while a database is moved, written down by triggers, and the same database closed to writing.

Triggers see what any number of processes write, and are part of each write's own transaction. They are there only
while a move is.
"""

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, inspect

from storage.engine.errors import AFTER_A_MOVE, MOVED, MOVED_STATE, StorageError
from storage.engine.rows import Stored, kept_forms

_NOTES = "move_changes"
_CLOSED = "move_closed"
_VERBS = ("INSERT", "UPDATE", "DELETE")

Keys = dict[str, set[Stored]]  # of each table, the rows that changed


def watch(tx: Connection) -> None:
    """Write down from now on which rows change."""
    reopen(tx)  # a move that was broken off may have left its own
    if tx.dialect.name == "postgresql":
        _watch_postgres(tx)
        return
    tx.exec_driver_sql(
        f"CREATE TABLE {_NOTES} (at INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL) STRICT"
    )
    for form in kept_forms():
        for verb in _VERBS:
            row = "OLD" if verb == "DELETE" else "NEW"
            key = ", ".join(f"{row}.{name}" for name in form.key)
            tx.exec_driver_sql(
                f"CREATE TRIGGER {_NOTES}_{form.name}_{verb.lower()} AFTER {verb} ON {form.name} BEGIN"  # noqa: S608
                f" INSERT INTO {_NOTES} (name, key) VALUES ('{form.name}', json_array({key})); END"
            )


def _watch_postgres(tx: Connection) -> None:
    # By its transaction: numbers are given before a commit, and a smaller one may be seen later than a larger one.
    tx.exec_driver_sql(
        f"CREATE TABLE {_NOTES} (at xid8 NOT NULL DEFAULT pg_current_xact_id(), name text NOT NULL, key text NOT NULL)"
    )
    tx.exec_driver_sql(
        f"CREATE FUNCTION {_NOTES}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608
        f" INSERT INTO {_NOTES} (name, key) SELECT TG_TABLE_NAME, jsonb_agg(to_jsonb(COALESCE(NEW, OLD)) -> part ORDER BY place)"
        " FROM unnest(TG_ARGV) WITH ORDINALITY AS parts (part, place); RETURN NULL; END $$"
    )
    for form in kept_forms():
        parts = ", ".join(f"'{name}'" for name in form.key)
        tx.exec_driver_sql(
            f"CREATE TRIGGER {_NOTES} AFTER INSERT OR UPDATE OR DELETE ON {form.name}"
            f" FOR EACH ROW EXECUTE FUNCTION {_NOTES}({parts})"
        )


def point(tx: Connection) -> int:
    """Give the point in time after which this picture of the database may miss changes."""
    if tx.dialect.name == "postgresql":
        asked = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
    else:
        asked = f"SELECT COALESCE(MAX(at), 0) + 1 FROM {_NOTES}"  # noqa: S608 - a name of our own
    return int(tx.exec_driver_sql(asked).scalar_one())


def changed(tx: Connection, since: int) -> Keys:
    """Name the rows that changed since a point; some of them perhaps before it."""
    at = f"'{since}'::xid8" if tx.dialect.name == "postgresql" else str(since)
    asked = f"SELECT DISTINCT name, key FROM {_NOTES} WHERE at >= {at}"  # noqa: S608 - a number
    keys: Keys = defaultdict(set)
    for name, key in tx.exec_driver_sql(asked):
        keys[name].add(tuple(json.loads(key)))
    return keys


def close(tx: Connection) -> None:
    """Refuse every write from now on, of whichever process: what would be written here would be lost."""
    _check_watched(tx)
    tx.exec_driver_sql(f"CREATE TABLE {_CLOSED} (since INTEGER)")
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(
            f"CREATE FUNCTION {_CLOSED}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{MOVED}' USING ERRCODE = '{MOVED_STATE}'; END $$"
        )
    for form in kept_forms():
        if tx.dialect.name == "postgresql":
            tx.exec_driver_sql(
                f"CREATE TRIGGER {_CLOSED} BEFORE INSERT OR UPDATE OR DELETE ON {form.name}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {_CLOSED}()"
            )
            continue
        for verb in _VERBS:
            tx.exec_driver_sql(
                f"CREATE TRIGGER {_CLOSED}_{form.name}_{verb.lower()} BEFORE {verb} ON {form.name}"
                f" BEGIN SELECT RAISE(ABORT, '{MOVED}'); END"
            )


def _check_watched(tx: Connection) -> None:
    """See that nobody made tables anew meanwhile, which drops what is written at them."""
    there = [name for name in _triggers(tx) if name.startswith(_NOTES)]
    wanted = len(kept_forms()) * (1 if tx.dialect.name == "postgresql" else len(_VERBS))
    if len(there) != wanted:
        raise StorageError(
            "The database was changed by another version of Stempel while it was moved.",
            "Nothing was moved; start `stempel move` anew.",
        )


def reopen(tx: Connection) -> None:
    """Take away all that a move left: writes are neither refused nor written down."""
    if tx.dialect.name == "postgresql":
        for name in (_NOTES, _CLOSED):
            tx.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    else:
        for trigger in _triggers(tx):
            tx.exec_driver_sql(f"DROP TRIGGER {trigger}")
    for name in (_NOTES, _CLOSED):
        tx.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def _triggers(tx: Connection) -> Sequence[str]:
    if tx.dialect.name == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ours = (_NOTES, _CLOSED)
    return [name for (name,) in tx.exec_driver_sql(asked) if name.startswith(ours)]


def check_open(tx: Connection) -> None:
    """Refuse to serve from a database that was moved away."""
    if inspect(tx).has_table(_CLOSED):
        raise StorageError(MOVED, AFTER_A_MOVE)
