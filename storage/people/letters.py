"""Letters: what customers write to a shop, each with its state and the shop's answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from storage.engine.statements import Statement, Tx
from storage.tables import letters, new_row


@dataclass(frozen=True, slots=True)
class Letter:
    """What a customer wrote to a shop, and what became of it."""

    id: int
    shop_id: int
    person_id: int
    text: str
    at: datetime
    state: str
    answer: str | None
    answered_by: int | None
    answered_at: datetime | None


_l = letters.c
_ADD = Statement(new_row(letters, "shop_id", "person_id", "text", "at"))
_BY_ID = Statement(select(*letters.c).where(_l.id == bindparam("id")), into=Letter)
_SINCE = Statement(
    select(func.count()).where(
        _l.person_id == bindparam("person_id"),
        _l.shop_id == bindparam("shop_id"),
        _l.at > bindparam("since", type_=_l.at.type),
    )
)
_ANSWER = Statement(
    update(letters)
    .where(_l.id == bindparam("this"), _l.state == "open")
    .values(
        state="answered", answer=bindparam("said"), answered_by=bindparam("by"), answered_at=bindparam("now")
    )
)
_FORGET = Statement(delete(letters).where(_l.person_id == bindparam("person_id")))


def add(tx: Tx, shop_id: int, person_id: int, text: str, *, now: datetime) -> int:
    """Keep a letter and return its id."""
    return int(_ADD.value(tx, shop_id=shop_id, person_id=person_id, text=text, at=now))


def by_id(tx: Tx, letter_id: int) -> Letter | None:
    """Return a letter."""
    return _BY_ID.one(tx, id=letter_id)


def count_since(tx: Tx, person_id: int, shop_id: int, since: datetime) -> int:
    """Count what a person wrote to a shop since a moment."""
    return int(_SINCE.value(tx, person_id=person_id, shop_id=shop_id, since=since))


def answer(tx: Tx, letter_id: int, said: str, *, by: int, now: datetime) -> bool:
    """Keep the answer; False when there was one."""
    return _ANSWER.run(tx, this=letter_id, said=said, by=by, now=now) == 1


def forget(tx: Tx, person_id: int) -> None:
    """Drop all that a person wrote, and what they were answered."""
    _FORGET.run(tx, person_id=person_id)
