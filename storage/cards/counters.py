"""Counters: one sum on an account, in one programme's unit; its balance is kept equal to the sum of its ledger lines.

Whoever changes a counter holds its account (`accounts.locked`): that is the one lock of a scan.
"""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, insert, or_, select, text, update

from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Account, Counter
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, by_the_way, counters, new_row, programmes, row_of

# A counter as `Counter` wants it, for every query that gives one.
COLUMNS = (
    counters.c.id,
    counters.c.shop_id,
    counters.c.account_id,
    counters.c.programme_id,
    counters.c.version_id,
    counters.c.round,
    counters.c.balance,
    counters.c.created_at,
    counters.c.last_visit_at,
    counters.c.refreshed_at,
)
_COUNTER = select(*COLUMNS)
_BY_ID = Statement(_COUNTER.where(counters.c.id == bindparam("id")), into=Counter)
_OF_ACCOUNT = Statement(
    _COUNTER.join(programmes, row_of(programmes, counters.c.programme_id))
    .where(counters.c.shop_id == bindparam("shop_id"), counters.c.account_id == bindparam("account_id"))
    .order_by(programmes.c.position),
    into=Counter,
)
_BEGIN = Statement(new_row(counters, "shop_id", "account_id", "programme_id", "version_id", "created_at"))
_BEGIN_ALL = Statement(
    insert(counters).from_select(
        ["shop_id", "account_id", "programme_id", "version_id", "created_at"],
        select(
            accounts.c.shop_id,
            accounts.c.id,
            bindparam("programme", type_=counters.c.programme_id.type),
            bindparam("version", type_=counters.c.version_id.type),
            bindparam("now", type_=counters.c.created_at.type),
        ).where(accounts.c.shop_id == bindparam("shop")),
    )
)
_MOVE = Statement(
    update(counters)
    .where(counters.c.id == bindparam("this"))
    .values(
        balance=bindparam("new_balance"),
        round=bindparam("new_round"),
        version_id=bindparam("new_version"),
        last_visit_at=bindparam("visited_at"),
        refreshed_at=bindparam("days_from"),
    )
)
_BEGUN = Statement(  # in the order of an index
    select(counters.c.version_id, counters.c.balance, func.count())
    .where(
        counters.c.shop_id == bindparam("shop_id"),
        counters.c.balance > 0,
        counters.c.last_visit_at >= bindparam("since", type_=counters.c.last_visit_at.type),
    )
    .group_by(counters.c.version_id, counters.c.balance)
)
_BEFORE = bindparam("before", type_=counters.c.created_at.type)
_RESTING = {
    came: Statement(
        select(counters.c.id)
        .where(
            counters.c.shop_id == bindparam("shop_id"),
            text("counters.balance > 0"),  # in the words of the index
            days_from,
            or_(counters.c.refreshed_at.is_(None), counters.c.refreshed_at < _BEFORE),
            by_the_way(counters.c.version_id) == bindparam("version_id"),
        )
        .limit(bindparam("most"))
    )
    for came, days_from in (
        (True, counters.c.last_visit_at < _BEFORE),
        (False, and_(counters.c.last_visit_at.is_(None), counters.c.created_at < _BEFORE)),
    )
}
_HAS_BALANCES = Statement(
    select(counters.c.id)
    .where(
        counters.c.shop_id == bindparam("shop_id"),
        counters.c.programme_id == bindparam("programme_id"),
        counters.c.balance > 0,
    )
    .limit(1)
)


def by_id(tx: Tx, counter_id: int) -> Counter:
    """Return a counter that surely exists; raises `LookupError` otherwise."""
    counter = _BY_ID.one(tx, id=counter_id)
    if counter is None:
        raise LookupError(f"counter {counter_id}")
    return counter


def resting(tx: Tx, shop_id: int, version_id: int, *, before: datetime, most: int) -> list[int]:
    """Return counters of a version with something on them whose days began before a moment."""
    asked = {"shop_id": shop_id, "version_id": version_id, "before": before, "most": most}
    return [row[0] for one in _RESTING.values() for row in one.all(tx, **asked)]


def of_account(tx: Tx, account: Account) -> list[Counter]:
    """Return an account's counters, in the order of the shop's programmes."""
    return _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id)


def begin(tx: Tx, shop_id: int, account_id: int, version: ProgrammeVersion, *, now: datetime) -> int:
    """Begin a programme on an account, under this version of it, and return the counter's id."""
    return int(
        _BEGIN.value(
            tx,
            shop_id=shop_id,
            account_id=account_id,
            programme_id=version.programme_id,
            version_id=version.id,
            created_at=now,
        )
    )


def begin_all(tx: Tx, shop_id: int, version: ProgrammeVersion, *, now: datetime) -> None:
    """Begin a programme on every account of a shop, closed ones too: each has a counter in each programme."""
    _BEGIN_ALL.run(tx, shop=shop_id, programme=version.programme_id, version=version.id, now=now)


def move(tx: Tx, counter: Counter) -> None:
    """Let a counter stand like this after its ledger grew; the account's last visit is for the caller to follow."""
    _MOVE.later(
        tx,
        this=counter.id,
        new_balance=counter.balance,
        new_round=counter.round,
        new_version=counter.version_id,
        visited_at=counter.last_visit_at,
        days_from=counter.refreshed_at,
    )


def has_balances(tx: Tx, shop_id: int, programme_id: int) -> bool:
    """Say whether there is anything on a card of a shop by one of its programmes."""
    return _HAS_BALANCES.one(tx, shop_id=shop_id, programme_id=programme_id) is not None


def begun(tx: Tx, shop_id: int, *, since: datetime) -> list[tuple[int, int, int]]:
    """Count a shop's begun cards that were used since then, by the version of their rules and their balance."""
    return [
        (int(version), int(balance), int(n))
        for version, balance, n in _BEGUN.all(tx, shop_id=shop_id, since=since)
    ]
