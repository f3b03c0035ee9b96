"""Who may be due for a campaign: narrow queries by index, a page at a time, so that nobody loads everybody.

A segment names no kind of message: any may look through any. What can't be asked in SQL is asked of the one who was
found.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    exists,
    or_,
    text,
)

from loyalty.campaigns.frequency_cap import MessageKind
from storage.campaigns.segment import IN_SHOP_BY_THE_WAY, Segment, moment
from storage.tables import (
    accounts,
    challenges,
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
    return _told(kind, in_silence, or_(occurrences.c.found_at >= moment("rests_since"), at_top))


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
HOLDING = Segment(_last_counted, _counter, _of_shop_begun, _counts, in_shop=IN_SHOP_BY_THE_WAY, within=True)
HOLDING_GIFTS = Segment(
    _refreshed, _counter, _of_shop_begun, _counts, in_shop=IN_SHOP_BY_THE_WAY, within=True
)
AT_BALANCE = Segment(
    _last_counted, _counter, (*_under_terms, _has_balance), _counts, in_shop=IN_SHOP_BY_THE_WAY
)
WITH_BALANCE = Segment(
    _last_counted,
    _counter,
    (*_under_terms, _has_balance),
    _counts,
    in_shop=IN_SHOP_BY_THE_WAY,
    within=True,
)
SILENT_AT_BALANCE = Segment(
    _last_counted,
    _counter,
    (*_under_terms, _has_balance),
    _counts,
    in_shop=IN_SHOP_BY_THE_WAY,
    within=True,
    but_for=_told_of_counter,  # once in a silence
)
# By what they save for, and by what waits for them.
SAVING = Segment(
    None,
    goals.c.id,
    (goals.c.shop_id == bindparam("shop_id"), goals.c.set_at < moment("until")),
    ((goals, row_of(accounts, goals.c.account_id)), (counters, row_of(counters, goals.c.counter_id))),
    in_shop=IN_SHOP_BY_THE_WAY,
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
    in_shop=IN_SHOP_BY_THE_WAY,
    within=True,
)
MEMBERSHIP_ENDING = Segment(
    memberships.c.ends_at,
    memberships.c.id,
    (memberships.c.shop_id == bindparam("shop_id"), memberships.c.ended_at.is_(None)),
    ((memberships, row_of(accounts, memberships.c.account_id)),),
    in_shop=IN_SHOP_BY_THE_WAY,
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
    in_shop=IN_SHOP_BY_THE_WAY,
    within=True,
)
# By what is on in the shop, and when, where they have a seat.
INVITED = Segment(
    None,
    _account,
    (
        events.c.shop_id == bindparam("shop_id"),
        events.c.starts_at > moment("now"),
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
    in_shop=IN_SHOP_BY_THE_WAY,
    within=True,
)
