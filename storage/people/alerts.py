"""Of which customers an owner was to hear, and who could be next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, select

from loyalty.people.alerts import FEWEST_VISITS, Alert, AlertKind
from loyalty.records import Account
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, alerts, new_row, persons, portraits, row_of, vouchers

_a, _p, _v = alerts.c, portraits.c, vouchers.c
_LATELY = 7  # days since which somebody is overdue


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """A customer of whom an owner hears: who, why, and what a line tells."""

    account_id: int
    what: AlertKind
    name: str
    gap_days: int | None
    due_on: int | None


def _since(name: str) -> ColumnElement[bool]:
    return _a.at >= bindparam(name, type_=_a.at.type)


_NEWEST = Statement(
    select(_a.account_id, _a.what, persons.c.name, _p.gap_days, _p.due_on)
    .join_from(alerts, accounts, row_of(accounts, _a.account_id))
    .join(persons, persons.c.id == accounts.c.person_id)
    .join(portraits, (_p.shop_id == _a.shop_id) & (_p.account_id == _a.account_id))
    .where(_a.shop_id == bindparam("shop_id"), _since("since"))
    .order_by(_a.at.desc(), _a.id.desc())
    .limit(1),
    into=ToldAlert,
)
_ANY = Statement(select(_a.id).where(_a.shop_id == bindparam("shop_id"), _since("since")).limit(1))
_ADD = Statement(new_row(alerts, "shop_id", "account_id", "what", "at"))
_FORGET = Statement(
    delete(alerts).where(_a.shop_id == bindparam("shop_id"), _a.account_id == bindparam("account_id"))
)
_NOT_TOLD = ~exists().where(
    _a.shop_id == _p.shop_id,
    _a.account_id == _p.account_id,
    _a.what == bindparam("what", type_=_a.what.type),
    _since("told_since"),
)
_OVERDUE = Statement(
    select(_p.account_id)
    .where(
        _p.shop_id == bindparam("shop_id"),
        _p.due_on <= bindparam("today"),
        _p.due_on > bindparam("today") - _LATELY,
        _p.sales_minor >= bindparam("top_from"),
        _NOT_TOLD,
    )
    .order_by(_p.sales_minor.desc())
    .limit(1)
)
_WITH_OFFERS = Statement(
    select(_p.account_id, _p.visits, func.count())
    .join_from(portraits, vouchers, (_v.shop_id == _p.shop_id) & (_v.account_id == _p.account_id))
    .where(
        _p.shop_id == bindparam("shop_id"),
        _p.visits >= FEWEST_VISITS,
        _v.reward_key == bindparam("gift"),
        _v.state == "used",
        _v.used_at >= bindparam("since", type_=_v.used_at.type),
        _NOT_TOLD,
    )
    .group_by(_p.account_id, _p.visits)
    .order_by(func.count().desc(), _p.account_id)
    .limit(20)
)


def newest(tx: Tx, shop_id: int, *, since: datetime) -> ToldAlert | None:
    """Return of whom an owner shall hear, found since then."""
    return _NEWEST.one(tx, shop_id=shop_id, since=since)


def any_since(tx: Tx, shop_id: int, since: datetime) -> bool:
    """Say whether somebody was found since then."""
    return _ANY.value(tx, shop_id=shop_id, since=since) is not None


def add(tx: Tx, shop_id: int, alert: Alert, *, now: datetime) -> None:
    """Remember of whom an owner shall hear."""
    _ADD.value(tx, shop_id=shop_id, account_id=alert.account_id, what=alert.what, at=now)


def forget(tx: Tx, account: Account) -> None:
    """Drop what an owner was to hear of the holder of a card."""
    _FORGET.run(tx, shop_id=account.shop_id, account_id=account.id)


def overdue_at_top(
    tx: Tx, shop_id: int, *, today: int, top_from_minor: int, told_since: datetime
) -> int | None:
    """Return the card of the best customer who became overdue lately and whom nobody heard of for that since then."""
    asked = {"today": today, "top_from": top_from_minor, "what": "overdue", "told_since": told_since}
    found = _OVERDUE.value(tx, shop_id=shop_id, **asked)
    return None if found is None else int(found)


def with_offers(
    tx: Tx, shop_id: int, gift: str, *, since: datetime, told_since: datetime
) -> list[tuple[int, int, int]]:
    """Return who used most gifts since then: the card, the visits of a year, the gifts."""
    asked = {"gift": gift, "since": since, "what": "discounts", "told_since": told_since}
    return [
        (int(card), int(visits), int(n)) for card, visits, n in _WITH_OFFERS.all(tx, shop_id=shop_id, **asked)
    ]
