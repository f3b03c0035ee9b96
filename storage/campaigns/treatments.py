"""How owners want each kind of customer to be treated, and of which kinds somebody is."""

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, func, select

from loyalty.campaigns.treatments import Treatment, usual
from loyalty.records import Account
from storage.engine.statements import Statement, Tx, insert
from storage.tables import accounts as account_rows
from storage.tables import portraits, row_of, treatments

_t, _p = treatments.c, portraits.c
_FIELDS = ("held", "short", "most_offer_minor", "gap_days", "cue")


@dataclass(frozen=True, slots=True)
class _Row:
    whom: str
    held: str
    short: int
    most_offer_minor: int | None
    gap_days: int
    cue: str | None


_ROW = select(_t.whom, *(_t[name] for name in _FIELDS))
_OF_SHOP = Statement(_ROW.where(_t.shop_id == bindparam("shop_id")), into=_Row)
_STANDS_AS = select(_p.quadrant, _p.phase)
_OF_ACCOUNT = Statement(
    _STANDS_AS.where(_p.shop_id == bindparam("shop_id"), _p.account_id == bindparam("account_id"))
)
_OF_PERSON = Statement(
    _STANDS_AS.join_from(portraits, account_rows, row_of(account_rows, _p.account_id)).where(
        account_rows.c.shop_id == bindparam("shop_id"), account_rows.c.person_id == bindparam("person_id")
    )
)
_NEW = insert(treatments)
_PUT = Statement(
    _NEW.values({name: bindparam(name) for name in ("shop_id", "whom", *_FIELDS)}).on_conflict_do_update(
        index_elements=[_t.shop_id, _t.whom], set_={name: _NEW.excluded[name] for name in _FIELDS}
    )
)


def _cue(whom: ColumnElement[str | None]) -> ScalarSelect[str | None]:
    cue = select(_t.cue).where(_t.shop_id == _p.shop_id, _t.whom == whom)
    return cue.correlate(portraits).scalar_subquery()


# What staff are told of the customer whose portrait stands beside the account, in the query that has both.
PORTRAIT = and_(_p.shop_id == account_rows.c.shop_id, _p.account_id == account_rows.c.id)
STANDS_AS = func.coalesce(_p.quadrant, "") + ":" + _p.phase
OWN_CUE = func.coalesce(_cue(_p.quadrant), _cue(_p.phase))


def of_shop(tx: Tx, shop_id: int) -> dict[str, Treatment]:
    """Return the treatments that a shop's owner changed, by whom they are for."""
    return {row.whom: _read(row) for row in _OF_SHOP.all(tx, shop_id=shop_id)}


def of_account(tx: Tx, account: Account) -> list[Treatment]:
    """Return how the holder of a card is treated: by their quadrant, and by how far they came."""
    return _for(tx, account.shop_id, _OF_ACCOUNT.one(tx, shop_id=account.shop_id, account_id=account.id))


def quadrant_of(tx: Tx, account: Account) -> str | None:
    """Return where the holder of a card stands."""
    stands_as = _OF_ACCOUNT.one(tx, shop_id=account.shop_id, account_id=account.id)
    return stands_as[0] if stands_as else None


def of_person(tx: Tx, shop_id: int, person_id: int) -> list[Treatment]:
    """Return how a shop treats a person."""
    return _for(tx, shop_id, _OF_PERSON.one(tx, shop_id=shop_id, person_id=person_id))


def put(tx: Tx, shop_id: int, whom: str, treatment: Treatment) -> None:
    """Keep how a kind of customer is treated."""
    _PUT.run(
        tx,
        shop_id=shop_id,
        whom=whom,
        held=json.dumps(sorted(treatment.held)),
        short=int(treatment.short),
        most_offer_minor=treatment.most_offer_minor,
        gap_days=treatment.gap_days,
        cue=treatment.cue,
    )


def _for(tx: Tx, shop_id: int, stands_as: tuple[str | None, str] | None) -> list[Treatment]:
    if stands_as is None:
        return []
    own = of_shop(tx, shop_id)
    return [own.get(whom) or usual(whom) for whom in stands_as if whom]


def _read(row: _Row) -> Treatment:
    held = frozenset(map(str, json.loads(row.held)))
    return Treatment(held, bool(row.short), row.most_offer_minor, row.gap_days, row.cue)
