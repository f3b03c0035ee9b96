"""Cards that an owner moved to another account, since their holder lost the first one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from storage.engine.statements import Statement, Tx
from storage.tables import handovers, new_row


@dataclass(frozen=True, slots=True)
class Handover:
    """From one card to another, and from whom to whom; `moved` tells by id what went over."""

    id: int
    shop_id: int
    source_id: int
    target_id: int
    giver_id: int | None  # nobody had registered the card
    taker_id: int
    reason: str
    at: datetime
    moved: dict[str, Any]
    undone_at: datetime | None


_COLUMNS = (
    "id",
    "shop_id",
    "source_id",
    "target_id",
    "giver_id",
    "taker_id",
    "reason",
    "at",
    "moved",
    "undone_at",
)
_BY_ID = Statement(select(*(handovers.c[name] for name in _COLUMNS)).where(handovers.c.id == bindparam("id")))
_ADD = Statement(new_row(handovers, *_COLUMNS[1:-1], "ordered_by"))
_LATER = Statement(
    select(handovers.c.id)
    .where(
        handovers.c.shop_id == bindparam("shop_id"),
        handovers.c.id > bindparam("this"),
        handovers.c.undone_at.is_(None),
        or_(handovers.c.source_id == bindparam("account"), handovers.c.target_id == bindparam("account")),
    )
    .limit(1)
)
_FORGET = Statement(
    update(handovers)
    .where(or_(handovers.c.giver_id == bindparam("person"), handovers.c.taker_id == bindparam("person")))
    .values(reason="")
)
_UNDO = Statement(
    update(handovers)
    .where(handovers.c.id == bindparam("this"), handovers.c.undone_at.is_(None))
    .values(undone_at=bindparam("when"))
)


def add(tx: Tx, *, moved: Mapping[str, Any], **given: Any) -> int:
    """Remember that a card was moved, by whom and why."""
    return int(_ADD.value(tx, moved=json.dumps(moved), **given))


def by_id(tx: Tx, handover_id: int) -> Handover | None:
    """Return a move."""
    row = _BY_ID.one(tx, id=handover_id)
    if row is None:
        return None
    facts = dict(zip(_COLUMNS, row, strict=True))
    return Handover(**facts | {"moved": json.loads(facts["moved"])})


def another_since(tx: Tx, one: Handover) -> bool:
    """Say whether what was moved was moved on since."""
    return _LATER.one(tx, shop_id=one.shop_id, this=one.id, account=one.target_id) is not None


def undo(tx: Tx, handover_id: int, *, now: datetime) -> bool:
    """Mark a move as undone; False when it was already."""
    return _UNDO.run(tx, this=handover_id, when=now) == 1


def forget_reasons(tx: Tx, person_id: int) -> None:
    """Drop what owners wrote about moving a person's cards."""
    _FORGET.run(tx, person=person_id)
