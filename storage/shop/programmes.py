"""Programmes: what a shop promises, one beside the other, and each with its versions."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from loyalty.cards.programme import Programme, ProgrammeVersion
from storage.engine.statements import Statement, Tx
from storage.shop.programme_form import from_json, to_json
from storage.tables import counters, entries, new_row, programme_versions, programmes, row_of

_v = programme_versions.c
_ADD = Statement(new_row(programmes, "shop_id", "unit", "name", "position", "created_at"))
_COUNT = Statement(
    select(func.count()).select_from(programmes).where(programmes.c.shop_id == bindparam("shop_id"))
)
_ADD_VERSION = Statement(
    new_row(programme_versions, "shop_id", "programme_id", "version", "rules", "created_at", "created_by")
)
_VERSIONS = Statement(
    select(func.count())
    .select_from(programme_versions)
    .where(_v.shop_id == bindparam("shop_id"), _v.programme_id == bindparam("programme_id"))
)
# A version as `ProgrammeVersion` wants it, but for its rules, which are read by `read`.
COLUMNS = (_v.id, _v.rules, _v.programme_id, programmes.c.name)


def read(version_id: int, rules: str, programme_id: int, name: str) -> ProgrammeVersion:
    """Make a version of its row."""
    return ProgrammeVersion(version_id, from_json(rules), programme_id, name)


_ROWS = select(*COLUMNS).join(programmes, row_of(programmes, _v.programme_id))
_VERSION = Statement(_ROWS.where(_v.shop_id == bindparam("shop_id"), _v.id == bindparam("id")), into=read)
_OF_SHOP = _ROWS.where(programmes.c.shop_id == bindparam("shop_id"))
_later = programme_versions.alias()
NEWEST = (  # of the programme that the outer query is at
    select(func.max(_later.c.id))
    .where(row_of(programmes, _later.c.programme_id))
    .correlate(programmes)
    .scalar_subquery()
)
_TODAY = Statement(
    _OF_SHOP.where(_v.id == NEWEST, programmes.c.closed_at.is_(None)).order_by(programmes.c.position),
    into=read,
)
_EVERY = Statement(_OF_SHOP.order_by(programmes.c.position, _v.version), into=read)
_OPEN = Statement(
    _OF_SHOP.where(programmes.c.closed_at.is_(None)).order_by(programmes.c.position, _v.version), into=read
)
_this = programmes.c.id == bindparam("this")
_RENAME = Statement(update(programmes).where(_this).values(name=bindparam("called")))
_CLOSE = Statement(
    update(programmes).where(_this).values(closed_at=bindparam("at", type_=programmes.c.closed_at.type))
)
_BEGUN_AT = Statement(
    select(programmes.c.created_at).where(programmes.c.shop_id == bindparam("shop_id"), _this)
)
_COUNTED_ON = Statement(
    select(func.count(func.distinct(entries.c.counter_id)))
    .join_from(entries, counters, row_of(counters, entries.c.counter_id))
    .where(counters.c.shop_id == bindparam("shop_id"), counters.c.programme_id == bindparam("programme_id"))
)


def begin(
    tx: Tx, shop_id: int, programme: Programme, *, name: str = "", by: int | None, now: datetime
) -> ProgrammeVersion:
    """Let a shop have one more programme, after those it has, and return its first version."""
    programme_id = _ADD.value(
        tx,
        shop_id=shop_id,
        unit=programme.unit,
        name=name,
        position=int(_COUNT.value(tx, shop_id=shop_id)) + 1,
        created_at=now,
    )
    return _add_version(tx, (shop_id, int(programme_id)), programme, by=by, now=now)


def change(
    tx: Tx, shop_id: int, programme_id: int, programme: Programme, *, by: int | None, now: datetime
) -> ProgrammeVersion:
    """Write the next version of one of a shop's programmes."""
    return _add_version(tx, (shop_id, programme_id), programme, by=by, now=now)


def _add_version(
    tx: Tx, of: tuple[int, int], programme: Programme, *, by: int | None, now: datetime
) -> ProgrammeVersion:
    shop_id, programme_id = of
    version_id = _ADD_VERSION.value(
        tx,
        shop_id=shop_id,
        programme_id=programme_id,
        version=int(_VERSIONS.value(tx, shop_id=shop_id, programme_id=programme_id)) + 1,
        rules=to_json(programme),
        created_at=now,
        created_by=by,
    )
    return version(tx, shop_id, int(version_id))


def rename(tx: Tx, programme_id: int, name: str) -> None:
    """Call a programme something else; "" while what it counts says enough."""
    _RENAME.run(tx, this=programme_id, called=name)


def close(tx: Tx, programme_id: int, *, now: datetime) -> None:
    """Take a programme out of use; its versions and its counters stay."""
    _CLOSE.run(tx, this=programme_id, at=now)


def begun_at(tx: Tx, shop_id: int, programme_id: int) -> datetime:
    """Return since when a shop has one of its programmes."""
    began: datetime = _BEGUN_AT.value(tx, shop_id=shop_id, this=programme_id)
    return began


def counted_on(tx: Tx, shop_id: int, programme_id: int) -> int:
    """Count the cards on which a programme has a line of the ledger."""
    return int(_COUNTED_ON.value(tx, shop_id=shop_id, programme_id=programme_id))


def version(tx: Tx, shop_id: int, version_id: int) -> ProgrammeVersion:
    """Return one version of a programme; raises `LookupError` where there is none."""
    found = _VERSION.one(tx, shop_id=shop_id, id=version_id)
    if found is None:
        raise LookupError(f"programme version {version_id}")
    return found


def today(tx: Tx, shop_id: int) -> list[ProgrammeVersion]:
    """Return today's version of each of a shop's programmes, in their order; a shop has at least one."""
    return _TODAY.all(tx, shop_id=shop_id)


def first(tx: Tx, shop_id: int) -> ProgrammeVersion:
    """Return today's version of a shop's first programme: what examples and rehearsals are made of."""
    found = today(tx, shop_id)
    if not found:
        raise LookupError(f"shop {shop_id} has no programme")
    return found[0]


def versions(tx: Tx, shop_id: int) -> list[ProgrammeVersion]:
    """Return every version of a shop's programmes, one programme after the other, today's last in each."""
    return _EVERY.all(tx, shop_id=shop_id)


def open_versions(tx: Tx, shop_id: int) -> list[ProgrammeVersion]:
    """Return the versions of the programmes that a shop has today, in the same order."""
    return _OPEN.all(tx, shop_id=shop_id)
