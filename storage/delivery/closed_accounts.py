"""Accounts that a platform closed or opened again, with what it said last and until when we let them be."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.engine.statements import Statement, Tx, insert
from storage.tables import Time, closures


@dataclass(frozen=True, slots=True)
class Closure:
    """What a platform said of an account, when, and until when nothing is sent there: it may be over."""

    why: str
    at: datetime
    until: datetime


_GIVEN = ("channel", "account", "why", "at", "until")
_NEW = insert(closures).values({name: bindparam(name, type_=closures.c[name].type) for name in _GIVEN})
_KEEP = Statement(
    _NEW.on_conflict_do_update(
        index_elements=["channel", "account"],
        set_={name: _NEW.excluded[name] for name in ("why", "at", "until")},
    )
)
_OF = (closures.c.channel == bindparam("of_channel"), closures.c.account == bindparam("of_account"))
_FIND = Statement(select(closures.c.why, closures.c.at, closures.c.until).where(*_OF), into=Closure)
_IN_FORCE = Statement(
    select(closures.c.channel, closures.c.account, closures.c.until).where(
        closures.c.until > bindparam("now", type_=Time())
    )
)


def in_force(tx: Tx, *, now: datetime) -> list[tuple[str, str, datetime]]:
    """Return the accounts that are closed, and until when."""
    return [(row[0], row[1], row[2]) for row in _IN_FORCE.all(tx, now=now)]


def keep(tx: Tx, channel: str, account: str, closure: Closure) -> None:
    """Write down that an account is closed, in place of what was said before."""
    _KEEP.run(tx, channel=channel, account=account, why=closure.why, at=closure.at, until=closure.until)


def find(tx: Tx, channel: str, account: str) -> Closure | None:
    """Return how an account was closed; it may be long ago."""
    return _FIND.one(tx, of_channel=channel, of_account=account)
