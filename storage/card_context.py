"""What stands around an account, in one query: its counter, its shop, today's rules, its holder, what they save for."""

from typing import Any

from sqlalchemy import bindparam, select

from loyalty.cards.goals import Goal
from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Account, Counter, Person, Shop
from loyalty.values import dataclass
from storage.cards import accounts, counters, goals
from storage.engine.statements import Statement, Tx, together
from storage.people import persons
from storage.shop import programmes, shops
from storage.tables import accounts as account_rows
from storage.tables import counters as counter_rows
from storage.tables import goals as goal_rows
from storage.tables import persons as person_rows
from storage.tables import programme_versions
from storage.tables import programmes as programme_rows
from storage.tables import shops as shop_rows


@dataclass(frozen=True, slots=True)
class Around:
    """What a screen or a rule asks of an account besides its visits and its vouchers."""

    account: Account
    counter: Counter
    shop: Shop
    current: ProgrammeVersion
    holder: Person | None
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    rules: str
    programme_id: int
    name: str


_QUERY = (
    select(
        *accounts.COLUMNS,
        *counters.COLUMNS,
        *shops.COLUMNS,
        *programmes.COLUMNS,
        *persons.COLUMNS,
        *goals.COLUMNS,
    )
    .select_from(account_rows)
    .join(counter_rows, counter_rows.c.account_id == account_rows.c.id)
    .join(shop_rows, shop_rows.c.id == account_rows.c.shop_id)
    .join(programme_rows, programme_rows.c.id == counter_rows.c.programme_id)
    .join(programme_versions, programme_versions.c.id == programmes.NEWEST)
    .outerjoin(person_rows, person_rows.c.id == account_rows.c.person_id)
    .outerjoin(goal_rows, goal_rows.c.counter_id == counter_rows.c.id)
    .where(account_rows.c.id == bindparam("account"), programme_rows.c.closed_at.is_(None))
    .order_by(programme_rows.c.position)
)
_ROW = together(Account, Counter, Shop, _Version, Person, goals.GoalRow)
_OF_ACCOUNT = Statement(_QUERY, into=_ROW)
# PostgreSQL holds the account's row until the transaction ends; SQLite has one writer anyway and ignores it.
_LOCKED = Statement(_QUERY.with_for_update(of=account_rows), into=_ROW)


def of_account(tx: Tx, account_id: int) -> list[Around]:
    """Return what stands around each counter of an account, in the order of the shop's programmes.

    Raises `LookupError` where there is no such account, or its shop has no rules.
    """
    return _around(_OF_ACCOUNT, tx, account_id)


def locked(tx: Tx, account_id: int) -> list[Around]:
    """Return it, and keep others from changing the account and its counters until the transaction ends."""
    return _around(_LOCKED, tx, account_id)


def _around(query: Statement[tuple[Any, ...]], tx: Tx, account_id: int) -> list[Around]:
    found = query.all(tx, account=account_id)
    if not found:
        raise LookupError(f"what stands around account {account_id}")
    return [_counter(*row) for row in found]


def _counter(
    account: Account,
    counter: Counter,
    shop: Shop,
    version: _Version,
    holder: Person | None,
    saved: goals.GoalRow | None,
) -> Around:
    current = programmes.read(version.id, version.rules, version.programme_id, version.name)
    return Around(account, counter, shop, current, holder, saved.goal if saved else None)
