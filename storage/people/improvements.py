"""What a shop changed because of letters, in its own words, and whose letters those were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.engine.statements import Statement, Tx
from storage.tables import improvements, letters, new_row, row_of


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a shop changed, and when it said so."""

    id: int
    shop_id: int
    text: str
    at: datetime


_i, _l = improvements.c, letters.c
_FIELDS = (_i.id, _i.shop_id, _i.text, _i.at)
_ADD = Statement(new_row(improvements, "shop_id", "text", "told_by", "at"))
_CAME_OF = Statement(
    update(letters)
    .where(_l.shop_id == bindparam("of_shop"), _l.id == bindparam("this"), _l.improvement_id.is_(None))
    .values(improvement_id=bindparam("improvement"), state="done")
)
_BY_ID = Statement(
    select(*_FIELDS).where(_i.shop_id == bindparam("shop_id"), _i.id == bindparam("id")), into=Improvement
)
_OF_WRITER = Statement(
    select(*_FIELDS)
    .join(letters, row_of(improvements, _l.improvement_id))
    .where(
        _i.shop_id == bindparam("shop_id"),
        _i.at >= bindparam("since", type_=_i.at.type),
        _l.person_id == bindparam("writer"),
    )
    .order_by(_i.id)
    .limit(1),
    into=Improvement,
)


def add(tx: Tx, shop_id: int, text: str, letter_ids: Iterable[int], *, by: int, now: datetime) -> Improvement:
    """Keep what came of some letters, which are done with by that."""
    this = int(_ADD.value(tx, shop_id=shop_id, text=text, told_by=by, at=now))
    for letter_id in letter_ids:
        _CAME_OF.run(tx, of_shop=shop_id, this=letter_id, improvement=this)
    return Improvement(this, shop_id, text, now)


def by_id(tx: Tx, shop_id: int, improvement_id: int) -> Improvement | None:
    """Return an improvement of a shop."""
    return _BY_ID.one(tx, shop_id=shop_id, id=improvement_id)


def first_since(tx: Tx, shop_id: int, person_id: int, *, since: datetime) -> Improvement | None:
    """Return the first thing since a moment that came of what a person wrote."""
    return _OF_WRITER.one(tx, shop_id=shop_id, writer=person_id, since=since)
