"""What was used of an allowance: wrong codes, photos, exports, each with who used it. Rows, so that all processes share them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from loyalty.allowances import Allowance
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, uses

_OF = {"person": uses.c.person_id, "address": uses.c.address, "shop": uses.c.shop_id}
# The oldest of the newest so many: while it is young, all of them are.
_DECISIVE: Mapping[str, Statement[tuple[datetime]]] = {
    of: Statement(
        select(uses.c.at)
        .where(uses.c.what == bindparam("what"), column == bindparam("who"))
        .order_by(uses.c.at.desc())
        .limit(1)
        .offset(bindparam("newer"))
    )
    for of, column in _OF.items()
}
_ADD = Statement(new_row(uses, "what", "person_id", "address", "shop_id", "at"))
_DROP = Statement(delete(uses).where(uses.c.person_id == bindparam("person_id")))


def add(tx: Tx, allowance: Allowance, who: int | str, *, now: datetime) -> None:
    """Note one use; `who` is a person's or shop's id, or the digest of an address, as the allowance says."""
    named = {of: who if of == allowance.of else None for of in _OF}
    _ADD.value(
        tx,
        what=allowance.name,
        person_id=named["person"],
        address=named["address"],
        shop_id=named["shop"],
        at=now,
    )


def used_up_until(tx: Tx, allowance: Allowance, who: int | str, *, now: datetime) -> datetime | None:
    """Say until when nothing is left of an allowance; None where something is."""
    oldest = _DECISIVE[allowance.of].value(tx, what=allowance.name, who=who, newer=allowance.most - 1)
    return oldest + allowance.within if oldest and now - oldest < allowance.within else None


def forget_person(tx: Tx, person_id: int) -> None:
    """Drop what a person used."""
    _DROP.run(tx, person_id=person_id)
