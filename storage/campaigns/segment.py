"""How a segment of a shop's customers becomes a query for a kind of message: read a page at a time, or counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
)

from loyalty.campaigns.frequency_cap import Gift, MessageKind, Purpose
from loyalty.records import Account, Counter
from storage.campaigns.filtered import PASSES
from storage.cards import accounts as account_columns
from storage.cards import counters as counter_columns
from storage.engine.statements import Statement, Tx
from storage.tables import (
    Time,
    accounts,
    addresses,
    by_the_way,
    consents,
    counters,
    event_guests,
    memberships,
    occurrences,
    row_of,
    vouchers,
)
from storage.tables.columns import Big

_EPOCH = datetime.fromisoformat("1970-01-01T00:00+00:00")


@dataclass(frozen=True, slots=True, order=True)
class PageMark:
    """Where a page ended: the next one begins after it."""

    at: datetime = _EPOCH
    id: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that a campaign may be due for, and the voucher or the counter that it is about."""

    mark: PageMark
    voucher_id: int | None
    account: Account
    counter: Counter | None


@dataclass(frozen=True, slots=True)
class Query:
    """A query, how many it would find, also of those on a channel, and whether pages follow a moment or only an id."""

    statement: Statement[Candidate]
    counted: Statement[tuple[int]]
    counted_on: Statement[tuple[int]]
    timed: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """A query of candidates and what it is asked with; several make a look through all customers."""

    query: Query
    asked: Mapping[str, Any]

    def page(self, tx: Tx, after: PageMark, *, most: int) -> list[Candidate]:
        """Return the candidates that follow."""
        asked = dict(self.asked)
        if self.query.timed:
            after = max(after, PageMark(asked.pop("since", _EPOCH)))
            asked["after_at"] = after.at
        return self.query.statement.all(tx, after_id=after.id, most=most, **asked)

    def count(self, tx: Tx) -> int:
        """Count all candidates."""
        return int(self.query.counted.value(tx, **self.asked))

    def count_on(self, tx: Tx, channel: str) -> int:
        """Count the candidates who can be reached on a channel, though perhaps elsewhere too."""
        return int(self.query.counted_on.value(tx, channel=channel, **self.asked))


_FIELDS = len(account_columns.COLUMNS)


def _candidate(at: datetime | None, this: int, voucher_id: int | None, *facts: Any) -> Candidate:
    account, counter = facts[:_FIELDS], facts[_FIELDS:]
    mark = PageMark(at or _EPOCH, this)
    return Candidate(mark, voucher_id, Account(*account), Counter(*counter) if counter else None)


def moment(name: str) -> ColumnElement[datetime]:
    """Name a moment that is asked with."""
    return bindparam(name, type_=Time())


def _agreed(kind: MessageKind) -> ColumnElement[bool]:
    serving = [purpose for purpose in (kind.policy.purpose, kind.policy.alone) if purpose]
    return or_(*(_said_yes_to(purpose) for purpose in serving))


def _said_yes_to(purpose: Purpose) -> ColumnElement[bool]:
    newest = (
        select(consents.c.given)
        .where(consents.c.person_id == accounts.c.person_id, consents.c.purpose == str(purpose))
        .order_by(consents.c.id.desc())
        .limit(1)
        .correlate(accounts)
        .scalar_subquery()
    )
    return newest == 1


_IN_SHOP = accounts.c.shop_id == bindparam("shop_id")
IN_SHOP_BY_THE_WAY = by_the_way(accounts.c.shop_id) == bindparam(
    "shop_id"
)  # where an index of the other table leads
_ON_CHANNEL = exists().where(
    addresses.c.person_id == accounts.c.person_id,
    addresses.c.channel == bindparam("channel"),
    addresses.c.unreachable_at.is_(None),
)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Customers of a shop, in the order of an index: by a moment, if there is one, then an id."""

    at: ColumnElement[datetime] | None
    this: ColumnElement[int]
    where: tuple[ColumnElement[bool], ...] = ()
    joins: tuple[tuple[Table, ColumnElement[bool]], ...] = ()
    in_shop: ColumnElement[bool] = _IN_SHOP
    within: bool = False  # asked with `since` and `until`, between which the moment lies
    but_for: Callable[[MessageKind], ColumnElement[bool]] | None = None  # whom a kind leaves out

    def of(self, kind: MessageKind, *, again: bool = False, filtered: bool = False) -> Query:
        """Return those who agreed to a kind (a gift needs no consent), and have no occurrence of it that still lives.

        The same occasion is not due twice; what an owner orders `again` is another one. Where it is `filtered`, they
        pass a saved filter, of which `filtered.asked` says what to ask.
        """
        return _query(self, kind, again, filtered)


@cache  # a query is compiled once
def _query(segment: Segment, kind: MessageKind, again: bool, filtered: bool) -> Query:  # noqa: FBT001 - in the cache's key
    tables = [table for table, _ in segment.joins]
    held, counted = vouchers in tables, counters in tables
    query: Select[Any] = select(
        null().label("mark_at") if segment.at is None else segment.at.label("mark_at"),
        segment.this.label("mark_id"),
        vouchers.c.id.label("voucher_id") if held else null().label("voucher_id"),
        *account_columns.COLUMNS,
        *(counter_columns.COLUMNS if counted else ()),
    ).select_from(accounts)
    for table, on in segment.joins:
        query = query.join(table, on)
    query = query.where(
        segment.in_shop, accounts.c.person_id.is_not(None), accounts.c.closed_at.is_(None), *segment.where
    )
    if filtered:
        query = query.where(*PASSES)
    if segment.but_for:
        query = query.where(~segment.but_for(kind))
    if not again:
        query = query.where(~_lives(kind, tables))
    if kind.policy.purpose is not Purpose.SERVICE and kind.policy.gift is not Gift.ON_THE_DAY:
        query = query.where(_agreed(kind))
    return _paged(segment, query)


def _paged(segment: Segment, query: Select[Any]) -> Query:
    at, this = segment.at, segment.this
    after_id = bindparam("after_id", type_=Big)
    counted = query
    if at is None:
        paged = query.where(this > after_id).order_by(this)
    else:
        if segment.within:
            query = query.where(at < moment("until"))
            counted = query.where(at >= moment("since"))
        # Where a page begins is said once: told `since` too, SQLite reads from there to each page anew.
        paged = query.where(tuple_(at, this) > tuple_(moment("after_at"), after_id)).order_by(at, this)
    return Query(
        Statement(paged.limit(bindparam("most")), into=_candidate),
        _count(counted),
        _count(counted.where(_ON_CHANNEL)),
        timed=at is not None,
    )


def _count(query: Select[Any]) -> Statement[tuple[int]]:
    return Statement(select(func.count()).select_from(query.subquery()))


def _lives(kind: MessageKind, tables: Sequence[Table]) -> ColumnElement[bool]:
    """Say that this occasion was found already."""
    column = occurrences.c
    about = [row_of(accounts, column.account_id)]
    if vouchers in tables:
        about = [row_of(vouchers, column.voucher_id)]
    elif counters in tables:
        about.append(column.counter_id == counters.c.id)
    elif memberships in tables:  # which one stands in the key, behind the account
        about.append(column.key.like(literal(f"{kind}:%:") + cast(memberships.c.id, Text) + ":%"))
    elif event_guests in tables:  # which event: two may be on one day
        this = literal(f"{kind}:%:") + cast(event_guests.c.event_id, Text)
        about.append(or_(column.key.like(this), column.key.like(this + ":%")))
    return exists().where(*about, column.kind == str(kind), column.expires_at > moment("now"))
