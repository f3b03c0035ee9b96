"""Findings of the checks: kept by their key, so that what an owner found fine is not told again."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update

from loyalty.shop.checks import Check, Finding
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx, insert
from storage.tables import accounts, findings, looks, persons, row_of, staff, staff_name


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding as it is told: `who` is a member of staff, `code` a card's, each where it is about one."""

    id: int
    shop_id: int
    finding: Finding
    found_at: datetime
    settled_at: datetime | None
    who: str
    code: str
    holder: str


_NEW = insert(findings)
_PUT = Statement(
    _NEW.values(
        {
            name: bindparam(name, type_=findings.c[name].type)
            for name in (
                "shop_id", "what", "key", "staff_id", "account_id", "first_day", "last_day", "numbers",
                "found_at", "seen_at",
            )
        }
    ).on_conflict_do_update(
        index_elements=[findings.c.shop_id, findings.c.key],
        set_={name: _NEW.excluded[name] for name in ("first_day", "last_day", "numbers", "seen_at")},
    )
)  # fmt: skip
_LOOKED = insert(looks)
_LOOK = Statement(
    _LOOKED.values(
        shop_id=bindparam("shop_id"),
        at=bindparam("at", type_=looks.c.at.type),
        unsure=bindparam("unsure"),
    ).on_conflict_do_update(
        index_elements=[looks.c.shop_id],
        set_={"at": _LOOKED.excluded.at, "unsure": _LOOKED.excluded.unsure},
    )
)
_LAST_LOOK = Statement(select(looks.c.at, looks.c.unsure).where(looks.c.shop_id == bindparam("shop_id")))
_holder = persons.alias()
_KEPT = (
    select(
        findings.c.id,
        findings.c.shop_id,
        findings.c.what,
        findings.c.key,
        findings.c.staff_id,
        findings.c.account_id,
        findings.c.first_day,
        findings.c.last_day,
        findings.c.numbers,
        findings.c.found_at,
        findings.c.settled_at,
        staff_name.label("who"),
        accounts.c.code,
        _holder.c.name.label("holder"),
    )
    .outerjoin(staff, row_of(staff, findings.c.staff_id))
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .outerjoin(accounts, row_of(accounts, findings.c.account_id))
    .outerjoin(_holder, _holder.c.id == accounts.c.person_id)
)
_OPEN = (
    findings.c.shop_id == bindparam("shop_id"),
    findings.c.settled_at.is_(None),
    findings.c.seen_at >= bindparam("since", type_=findings.c.seen_at.type),
)
_OF_SHOP = Statement(_KEPT.where(*_OPEN).order_by(findings.c.found_at.desc(), findings.c.id.desc()))
_BY_ID = Statement(_KEPT.where(findings.c.id == bindparam("this")))
_COUNT = Statement(select(func.count()).select_from(findings).where(*_OPEN))
_SETTLE = Statement(
    update(findings)
    .where(findings.c.id == bindparam("this"), findings.c.settled_at.is_(None))
    .values(settled_at=bindparam("at"), settled_by=bindparam("by"))
)
_SETTLED = Statement(
    select(findings.c.key).where(
        findings.c.shop_id == bindparam("shop_id"),
        findings.c.what == bindparam("check"),
        findings.c.settled_at.is_not(None),
    )
)
KEPT = timedelta(days=35)  # after which what was not found again is old news


def put(tx: Tx, shop_id: int, found: Iterable[Finding], unsure: Collection[Check], *, now: datetime) -> None:
    """Keep what a look found; what was found before is the same finding still."""
    for one in found:
        _PUT.run(
            tx,
            shop_id=shop_id,
            what=one.check,
            key=one.key,
            staff_id=one.staff_id,
            account_id=one.account_id,
            first_day=one.first_day,
            last_day=one.last_day,
            numbers=json.dumps(dict(one.numbers)),
            found_at=now,
            seen_at=now,
        )
    _LOOK.run(tx, shop_id=shop_id, at=now, unsure=",".join(unsure))


def last_look(tx: Tx, shop_id: int) -> tuple[datetime, tuple[str, ...]] | None:
    """Return when a shop's bookings were looked through last, and which checks had not enough to tell."""
    row = _LAST_LOOK.one(tx, shop_id=shop_id)
    return None if row is None else (row[0], tuple(filter(None, row[1].split(","))))


def open_ones(tx: Tx, shop_id: int, *, now: datetime) -> list[KeptFinding]:
    """Return what waits for an owner's look, the newest first."""
    return [_read(row) for row in _OF_SHOP.all(tx, shop_id=shop_id, since=now - KEPT)]


def count_open(tx: Tx, shop_id: int, *, now: datetime) -> int:
    """Count what waits for an owner's look."""
    return int(_COUNT.value(tx, shop_id=shop_id, since=now - KEPT))


def by_id(tx: Tx, finding_id: int) -> KeptFinding | None:
    """Return a finding, settled or not."""
    row = _BY_ID.one(tx, this=finding_id)
    return _read(row) if row else None


def settle(tx: Tx, finding_id: int, *, by: int | None, now: datetime) -> bool:
    """Note that somebody found it fine; False when somebody had before."""
    return _SETTLE.run(tx, this=finding_id, at=now, by=by) == 1


def _read(row: tuple[Any, ...]) -> KeptFinding:
    this, shop_id, what, key, staff_id, account_id, first, last, numbers, found_at, settled_at, *named = row
    finding = Finding(what, key, first, last, staff_id, account_id, json.loads(numbers))
    who, code, holder = (one or "" for one in named)
    return KeptFinding(this, shop_id, finding, found_at, settled_at, who, code, holder)


def settled(tx: Tx, shop_id: int, check: Check) -> frozenset[str]:
    """Return the keys of a check's findings that an owner found fine."""
    return frozenset(row[0] for row in _SETTLED.all(tx, shop_id=shop_id, check=check))
