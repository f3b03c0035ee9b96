"""Addresses that people left for another, where somebody was known already: what the platform told, and what they said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.engine.statements import Statement, Tx
from storage.tables import moves, new_row


@dataclass(frozen=True, slots=True)
class Move:
    """From one address to another; `asked_at` and `settled_at` are set once whoever is there was asked, and answered.

    `told_at` is when the platform said so, by its own clock where it named one.
    """

    id: int
    old_id: int
    new_id: int
    told_at: datetime
    asked_at: datetime | None
    settled_at: datetime | None


_MOVE = select(moves.c.id, moves.c.old_id, moves.c.new_id, moves.c.at, moves.c.asked_at, moves.c.settled_at)
_BY_ID = Statement(_MOVE.where(moves.c.id == bindparam("id")), into=Move)
_TO = Statement(_MOVE.where(moves.c.new_id == bindparam("new_id")).order_by(moves.c.id), into=Move)
_ADD = Statement(new_row(moves, "old_id", "new_id", "at"))
_ASK = Statement(update(moves).where(moves.c.id == bindparam("this")).values(asked_at=bindparam("when")))
_REDIRECT = Statement(
    update(moves)
    .where(moves.c.new_id == bindparam("left_id"), moves.c.settled_at.is_(None))
    .values(new_id=bindparam("there_id"), asked_at=None)
)
_SETTLE = Statement(update(moves).where(moves.c.id == bindparam("this")).values(settled_at=bindparam("when")))


def add(tx: Tx, old_id: int, new_id: int, *, told_at: datetime) -> int:
    """Remember that who was at one address is at another now."""
    return int(_ADD.value(tx, old_id=old_id, new_id=new_id, at=told_at))


def by_id(tx: Tx, move_id: int) -> Move | None:
    """Return a move."""
    return _BY_ID.one(tx, id=move_id)


def to(tx: Tx, address_id: int) -> list[Move]:
    """Return every move to an address, the oldest first."""
    return _TO.all(tx, new_id=address_id)


def ask(tx: Tx, move_id: int, *, now: datetime) -> None:
    """Note that whoever is there was asked."""
    _ASK.run(tx, this=move_id, when=now)


def redirect(tx: Tx, left_id: int, there_id: int) -> None:
    """Let what was not answered at an address be asked at the next one."""
    _REDIRECT.run(tx, left_id=left_id, there_id=there_id)


def settle(tx: Tx, move_id: int, *, now: datetime) -> None:
    """Note that whoever is there has answered."""
    _SETTLE.run(tx, this=move_id, when=now)
