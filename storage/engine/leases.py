"""What only one of several processes does at a time: a row for each such thing, with who has it and until when.

Its epoch grows each time that another process takes it, so that whoever slept over the end of theirs writes nothing
more under it.
"""

from datetime import datetime

from sqlalchemy import and_, bindparam, case, or_, select, update

from storage.engine.statements import Statement, Tx, insert
from storage.tables import Time, leases

_NEW = insert(leases).values(
    name=bindparam("name"), owner=bindparam("owner"), until=bindparam("until", type_=Time()), epoch=1
)
_NOW = bindparam("now", type_=Time())
_IS_MINE = leases.c.owner == _NEW.excluded.owner
_IS_OVER = leases.c.until <= _NOW
_TAKE = Statement(
    _NEW.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "owner": _NEW.excluded.owner,
            "until": _NEW.excluded.until,
            "epoch": leases.c.epoch + case((and_(_IS_MINE, ~_IS_OVER), 0), else_=1),
        },
        where=or_(_IS_MINE, _IS_OVER),
    ).returning(leases.c.epoch)
)
# Shared, so that nobody takes it before what is written under it is committed.
_EPOCH = Statement(
    select(leases.c.epoch).where(leases.c.name == bindparam("this")).with_for_update(read=True)
)
_LEAVE = Statement(
    update(leases)
    .where(leases.c.name == bindparam("this"), leases.c.owner == bindparam("mine"))
    .values(until=bindparam("at", type_=Time()))
)


def is_shared(tx: Tx) -> bool:
    """Say whether other processes may have this database open: an SQLite file is one process's alone, by a lock."""
    return tx.dialect.name != "sqlite"


def take(tx: Tx, name: str, owner: str, *, until: datetime, now: datetime) -> int | None:
    """Take a lease, or keep it for longer, and return its epoch; None where another process has it."""
    epoch: int | None = _TAKE.value(tx, name=name, owner=owner, until=until, now=now)
    return epoch


def epoch_of(tx: Tx, name: str) -> int | None:
    """Return the epoch of a lease, which nobody takes before the commit."""
    epoch: int | None = _EPOCH.value(tx, this=name)
    return epoch


def leave(tx: Tx, name: str, owner: str, *, now: datetime) -> None:
    """Let another process have a lease at once."""
    _LEAVE.run(tx, this=name, mine=owner, at=now)
