"""Wrong codes, and who typed them: a member of staff, or somebody unknown at an address."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.engine.statements import Statement, Tx
from storage.tables import code_tries, new_row

_ADD = Statement(new_row(code_tries, "person_id", "address", "at"))
_OF_PERSON = Statement(select(code_tries.c.at).where(code_tries.c.person_id == bindparam("person_id")))
_AT_ADDRESS = Statement(select(code_tries.c.at).where(code_tries.c.address == bindparam("address")))
_FORGET = Statement(delete(code_tries).where(code_tries.c.at < bindparam("before")))
_DROP = Statement(delete(code_tries).where(code_tries.c.person_id == bindparam("person_id")))


def add(tx: Tx, *, person_id: int | None = None, address: str | None = None, now: datetime) -> None:
    """Note that somebody typed a wrong code."""
    _ADD.value(tx, person_id=person_id, address=address, at=now)


def of_person(tx: Tx, person_id: int) -> list[datetime]:
    """Return when a person typed wrong codes."""
    return [row[0] for row in _OF_PERSON.all(tx, person_id=person_id)]


def at_address(tx: Tx, address: str) -> list[datetime]:
    """Return when somebody unknown typed wrong codes at an address, which is named by its digest."""
    return [row[0] for row in _AT_ADDRESS.all(tx, address=address)]


def forget(tx: Tx, *, before: datetime) -> None:
    """Drop wrong codes so old that nobody has to wait for them."""
    _FORGET.run(tx, before=before)


def forget_person(tx: Tx, person_id: int) -> None:
    """Drop what a person typed wrong."""
    _DROP.run(tx, person_id=person_id)
