"""Who may be due for a campaign: narrow queries by index, a page at a time, so that nobody loads everybody.

A segment names no kind of message: any may look through any. What can't be asked in SQL is asked of the one who was
found.
"""

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
    text,
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
    challenges,
    consents,
    counters,
    event_guests,
    events,
    goals,
    improvements,
    letters,
    memberships,
    occurrences,
    persons,
    portraits,
    row_of,
    visits,
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


def _moment(name: str) -> ColumnElement[datetime]:
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
_IN_SHOP_BY_THE_WAY = by_the_way(accounts.c.shop_id) == bindparam("shop_id")
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
            query = query.where(at < _moment("until"))
            counted = query.where(at >= _moment("since"))
        # Where a page begins is said once: told `since` too, SQLite reads from there to each page anew.
        paged = query.where(tuple_(at, this) > tuple_(_moment("after_at"), after_id)).order_by(at, this)
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
    return exists().where(*about, column.kind == str(kind), column.expires_at > _moment("now"))


def _told(kind: MessageKind, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that something of a kind was found which is of some sort."""
    column = occurrences.c
    return exists().where(row_of(accounts, column.account_id), column.kind == str(kind), *which)


def _told_of_counter(kind: MessageKind) -> ColumnElement[bool]:
    """Say that something was found about a counter in the silence that is going on there."""
    since = occurrences.c.found_at > counters.c.last_visit_at
    return _told(kind, occurrences.c.counter_id == counters.c.id, since)


def _resting(kind: MessageKind) -> ColumnElement[bool]:
    """Say that a ladder rests after a step, or is at its top."""
    in_silence = occurrences.c.found_at > accounts.c.last_visit_at
    at_top = occurrences.c.step == bindparam("top", type_=occurrences.c.step.type)
    return _told(kind, in_silence, or_(occurrences.c.found_at >= _moment("rests_since"), at_top))


_account: Any = accounts.c.id
_counter: Any = counters.c.id
_last: Any = accounts.c.last_visit_at
_last_counted: Any = counters.c.last_visit_at
_refreshed: Any = counters.c.refreshed_at
_member: Any = accounts.c.person_id  # in the order of the shop's index
_available: Any = text("vouchers.state = 'available'")  # in the words of the indexes
_of_shop_available = (vouchers.c.shop_id == bindparam("shop_id"), _available)
_holds = ((vouchers, row_of(accounts, vouchers.c.account_id)),)
_holder = ((persons, persons.c.id == accounts.c.person_id),)
_counts = ((counters, row_of(accounts, counters.c.account_id)),)
_under_terms = (
    counters.c.shop_id == bindparam("shop_id"),
    counters.c.version_id == bindparam("version_id"),
)
_has_balance = counters.c.balance == bindparam("balance")
_begun: Any = text("counters.balance > 0")  # in the words of the index
_of_shop_begun = (*_under_terms, _begun)
_earlier = visits.alias()
_first_visit = ~exists().where(
    _earlier.c.shop_id == visits.c.shop_id,
    _earlier.c.account_id == visits.c.account_id,
    _earlier.c.at < visits.c.at,
    _earlier.c.undone_at.is_(None),
)
_came_to_branch = exists().where(
    row_of(accounts, visits.c.account_id),
    visits.c.branch_id == bindparam("branch_id"),
    visits.c.undone_at.is_(None),
)

# Everybody, or those of a branch, of a language, with a birthday.
EVERYBODY = Segment(None, _member)
IN_QUADRANT = Segment(
    None,
    _member,
    (portraits.c.quadrant == bindparam("quadrant"),),
    ((portraits, (portraits.c.shop_id == accounts.c.shop_id) & (portraits.c.account_id == accounts.c.id)),),
    but_for=_told,  # once
)
AT_BRANCH = Segment(None, _member, (_came_to_branch,))
SPEAKING = Segment(None, _member, (persons.c.language == bindparam("language"),), _holder)
BORN = Segment(None, persons.c.id, (persons.c.birthday == bindparam("day"),), _holder)
# By when they joined, or came for the first or the last time.
JOINED = Segment(accounts.c.created_at, _account, within=True)
FIRST_HERE = Segment(
    visits.c.at,
    visits.c.id,
    (visits.c.shop_id == bindparam("shop_id"), visits.c.undone_at.is_(None), _first_visit),
    ((visits, row_of(accounts, visits.c.account_id)),),
    within=True,
)
LAST_HERE = Segment(_last, _account, within=True)
SILENT_ON_LADDER = Segment(_last, _account, within=True, but_for=_resting)
# By what is on a counter, and when they came last for it.
HOLDING = Segment(_last_counted, _counter, _of_shop_begun, _counts, in_shop=_IN_SHOP_BY_THE_WAY, within=True)
HOLDING_GIFTS = Segment(
    _refreshed, _counter, _of_shop_begun, _counts, in_shop=_IN_SHOP_BY_THE_WAY, within=True
)
AT_BALANCE = Segment(
    _last_counted, _counter, (*_under_terms, _has_balance), _counts, in_shop=_IN_SHOP_BY_THE_WAY
)
WITH_BALANCE = Segment(
    _last_counted,
    _counter,
    (*_under_terms, _has_balance),
    _counts,
    in_shop=_IN_SHOP_BY_THE_WAY,
    within=True,
)
SILENT_AT_BALANCE = Segment(
    _last_counted,
    _counter,
    (*_under_terms, _has_balance),
    _counts,
    in_shop=_IN_SHOP_BY_THE_WAY,
    within=True,
    but_for=_told_of_counter,  # once in a silence
)
# By what they save for, and by what waits for them.
SAVING = Segment(
    None,
    goals.c.id,
    (goals.c.shop_id == bindparam("shop_id"), goals.c.set_at < _moment("until")),
    ((goals, row_of(accounts, goals.c.account_id)), (counters, row_of(counters, goals.c.counter_id))),
    in_shop=_IN_SHOP_BY_THE_WAY,
)
GIVEN = Segment(vouchers.c.created_at, vouchers.c.id, _of_shop_available, _holds, within=True)
ENDING = Segment(vouchers.c.expires_at, vouchers.c.id, _of_shop_available, _holds, within=True)
# By what they are at, and until when.
CHALLENGED = Segment(
    challenges.c.ends_at,
    challenges.c.id,
    (challenges.c.shop_id == bindparam("shop_id"),),
    (
        (challenges, row_of(accounts, challenges.c.account_id)),
        (counters, row_of(counters, challenges.c.counter_id)),
    ),
    in_shop=_IN_SHOP_BY_THE_WAY,
    within=True,
)
MEMBERSHIP_ENDING = Segment(
    memberships.c.ends_at,
    memberships.c.id,
    (memberships.c.shop_id == bindparam("shop_id"), memberships.c.ended_at.is_(None)),
    ((memberships, row_of(accounts, memberships.c.account_id)),),
    in_shop=_IN_SHOP_BY_THE_WAY,
    within=True,
)
# By what a shop changed because of their letters, and when it said so.
IMPROVED = Segment(
    improvements.c.at,
    letters.c.id,
    (improvements.c.shop_id == bindparam("shop_id"),),
    (
        (letters, (letters.c.shop_id == accounts.c.shop_id) & (letters.c.person_id == accounts.c.person_id)),
        (improvements, row_of(improvements, letters.c.improvement_id)),
    ),
    in_shop=_IN_SHOP_BY_THE_WAY,
    within=True,
)
# By what is on in the shop, and when, where they have a seat.
INVITED = Segment(
    None,
    _account,
    (
        events.c.shop_id == bindparam("shop_id"),
        events.c.starts_at > _moment("now"),
        events.c.cancelled_at.is_(None),
    ),
    ((events, events.c.shop_id == accounts.c.shop_id),),
)
GUESTS = Segment(
    events.c.starts_at,
    event_guests.c.id,
    (
        events.c.shop_id == bindparam("shop_id"),
        events.c.cancelled_at.is_(None),
        event_guests.c.seat == "coming",
    ),
    (
        (event_guests, row_of(accounts, event_guests.c.account_id)),
        (events, row_of(events, event_guests.c.event_id)),
    ),
    in_shop=_IN_SHOP_BY_THE_WAY,
    within=True,
)
