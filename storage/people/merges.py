"""Two persons who turned out to be one: the codes that say so, and each row that changes hands, by its id.

Each table is written by its own module, save for this: a row that belongs to another person from now on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, bindparam, delete, or_, select, update

from loyalty.records import Account, Counter
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    addresses,
    challenges,
    counters,
    customer_facts,
    donations,
    draw_players,
    draw_results,
    errands,
    event_guests,
    goals,
    invites,
    letters,
    link_codes,
    memberships,
    merges,
    new_row,
    occurrences,
    opinions,
    purchases,
    row_of,
    staff,
    visits,
)


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code that somebody made to be typed in their other chat."""

    id: int
    person_id: int
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Merge:
    """Two persons who became one; `moved` tells by id what went over."""

    id: int
    kept_id: int
    gone_id: int
    at: datetime
    moved: dict[str, Any]
    undone_at: datetime | None


_CODE = Statement(
    select(link_codes.c.id, link_codes.c.person_id, link_codes.c.expires_at, link_codes.c.used_at).where(
        link_codes.c.digest == bindparam("digest")
    ),
    into=IssuedCode,
)
_ADD_CODE = Statement(new_row(link_codes, "person_id", "digest", "created_at", "expires_at"))
_USE_CODE = Statement(
    update(link_codes)
    .where(link_codes.c.id == bindparam("this"), link_codes.c.used_at.is_(None))
    .values(used_at=bindparam("at"))
)
_DROP_CODES = Statement(delete(link_codes).where(link_codes.c.person_id == bindparam("person_id")))
_MERGE = select(
    merges.c.id, merges.c.kept_id, merges.c.gone_id, merges.c.at, merges.c.moved, merges.c.undone_at
)
_BY_ID = Statement(_MERGE.where(merges.c.id == bindparam("id")))
_OF_PERSON = Statement(
    _MERGE.where(
        or_(merges.c.kept_id == bindparam("person_id"), merges.c.gone_id == bindparam("person_id"))
    ).order_by(merges.c.id.desc())
)
_GONE = Statement(
    select(merges.c.gone_id)
    .where(merges.c.kept_id == bindparam("person_id"), merges.c.undone_at.is_(None))
    .order_by(merges.c.id)
)
_ADD = Statement(new_row(merges, "kept_id", "gone_id", "at", "moved"))
_UNDO = Statement(
    update(merges)
    .where(merges.c.id == bindparam("this"), merges.c.undone_at.is_(None))
    .values(undone_at=bindparam("when"))
)


@dataclass(frozen=True, slots=True)
class _Belongings:
    """Rows that belong to somebody: how they are found, and how one is given to somebody else."""

    found: Statement[tuple[Any, ...]]
    give: Statement[tuple[Any, ...]]


def _belongings(owner: "Column[Any]", *only: Any) -> _Belongings:
    row_id = owner.table.c.id
    return _Belongings(
        Statement(select(row_id).where(owner == bindparam("owner"), *only).order_by(row_id)),
        Statement(
            update(owner.table)
            .where(row_id == bindparam("this"), owner == bindparam("giver"))
            .values({owner.name: bindparam("taker")})
        ),
    )


# By the names under which merges were always written down.
_OF_PERSONS = {
    "addresses": _belongings(addresses.c.person_id),
    "cards": _belongings(accounts.c.person_id, accounts.c.closed_at.is_(None)),
    "staff": _belongings(staff.c.person_id, staff.c.removed_at.is_(None)),
    "occurrences": _belongings(occurrences.c.person_id),
    "letters": _belongings(letters.c.person_id),
    "invites": _belongings(  # with which a shop may still be opened
        invites.c.used_by, and_(invites.c.role == "founder", invites.c.shop_id.is_(None))
    ),
}
_CARRIED = {
    "visits": visits,
    "occurrences": occurrences,
    "errands": errands,
    "draws": draw_players,
    "tickets": draw_results,
    "challenges": challenges,
    "donations": donations,
    "memberships": memberships,
    "purchases": purchases,
    "opinions": opinions,
    "facts": customer_facts,
    "seats": event_guests,
}
# Of these an account has one alone by that name: who has it with both cards keeps their own.
_ONCE = {
    "draw_players": draw_players.c.draw_id,
    "customer_facts": customer_facts.c.what,
    "event_guests": event_guests.c.event_id,
}


def _carry(table: Table) -> Statement[tuple[Any, ...]]:
    """Let a row be of another account, and of the counter there that counts for the same programme, where it is of one."""
    this_row: tuple[ColumnElement[bool], ...] = (
        table.c.id == bindparam("this"),
        table.c.shop_id == bindparam("of_shop"),
        table.c.account_id == bindparam("giver"),
    )
    if table.name in _ONCE:
        other, once = table.alias(), _ONCE[table.name]
        twice = select(other.c.id).where(
            other.c.shop_id == table.c.shop_id,
            other.c[once.name] == once,
            other.c.account_id == bindparam("taker"),
        )
        this_row = (*this_row, ~twice.exists())
    if "counter_id" not in table.c:
        return Statement(update(table).where(*this_row).values(account_id=bindparam("taker")))
    here, there = counters.alias("here"), counters.alias("there")
    same_programme = and_(here.c.shop_id == there.c.shop_id, here.c.programme_id == there.c.programme_id)
    same = (
        select(there.c.id)
        .join(here, same_programme)
        .where(row_of(here, table.c.counter_id), there.c.account_id == bindparam("taker"))
        .correlate(table)
        .scalar_subquery()
    )
    return Statement(update(table).where(*this_row).values(account_id=bindparam("taker"), counter_id=same))


_ON_ACCOUNT = {
    what: Statement(
        select(table.c.id)
        .where(table.c.shop_id == bindparam("shop_id"), table.c.account_id == bindparam("account_id"))
        .order_by(table.c.id)
    )
    for what, table in _CARRIED.items()
}
_CARRY = {what: _carry(table) for what, table in _CARRIED.items()}
_GOAL = Statement(
    select(goals.c.id, goals.c.round).where(
        goals.c.shop_id == bindparam("shop_id"), goals.c.counter_id == bindparam("counter_id")
    )
)
_MOVE_GOAL = Statement(
    update(goals)
    .where(goals.c.id == bindparam("this"))
    .values(account_id=bindparam("account"), counter_id=bindparam("onto"), round=bindparam("new_round"))
)


def add_code(tx: Tx, person_id: int, digest: str, *, now: datetime, expires_at: datetime) -> None:
    """Remember a code by its digest; the person's earlier ones stop working."""
    _DROP_CODES.run(tx, person_id=person_id)
    _ADD_CODE.value(tx, person_id=person_id, digest=digest, created_at=now, expires_at=expires_at)


def code(tx: Tx, digest: str) -> IssuedCode | None:
    """Return the code with this digest."""
    return _CODE.one(tx, digest=digest)


def use_code(tx: Tx, code_id: int, *, now: datetime) -> bool:
    """Use up a code; False when somebody did before."""
    return _USE_CODE.run(tx, this=code_id, at=now) == 1


def forget_codes(tx: Tx, person_id: int) -> None:
    """Drop a person's codes."""
    _DROP_CODES.run(tx, person_id=person_id)


def add(tx: Tx, kept_id: int, gone_id: int, moved: Mapping[str, Any], *, now: datetime) -> int:
    """Remember that two persons are one, and what went over."""
    return int(_ADD.value(tx, kept_id=kept_id, gone_id=gone_id, at=now, moved=json.dumps(moved)))


def by_id(tx: Tx, merge_id: int) -> Merge | None:
    """Return a merge."""
    return next(iter(_read(_BY_ID.all(tx, id=merge_id))), None)


def of_person(tx: Tx, person_id: int) -> list[Merge]:
    """Return every merge that a person was part of, the newest first, undone ones included."""
    return _read(_OF_PERSON.all(tx, person_id=person_id))


def undo(tx: Tx, merge_id: int, *, now: datetime) -> bool:
    """Mark a merge as undone; False when it was already."""
    return _UNDO.run(tx, this=merge_id, when=now) == 1


def gone_into(tx: Tx, person_id: int) -> list[int]:
    """Return all who became this person, and those who had become one of them."""
    found = [row[0] for row in _GONE.all(tx, person_id=person_id)]
    return [*found, *(earlier for gone in found for earlier in gone_into(tx, gone))]


def belongings(tx: Tx, what: str, person_id: int) -> list[int]:
    """Return the ids of a person's addresses, open accounts, jobs, occurrences or open invitations."""
    return [row[0] for row in _OF_PERSONS[what].found.all(tx, owner=person_id)]


def give(tx: Tx, what: str, row_id: int, *, giver: int, taker: int) -> bool:
    """Let such a row belong to somebody else; False when it was not the giver's."""
    return _OF_PERSONS[what].give.run(tx, this=row_id, giver=giver, taker=taker) == 1


def on_account(tx: Tx, what: str, account: Account) -> list[int]:
    """Return the ids of an account's rows of one of the tables that are carried along."""
    return [row[0] for row in _ON_ACCOUNT[what].all(tx, shop_id=account.shop_id, account_id=account.id)]


def carry(tx: Tx, what: str, row_id: int, *, giver: Account, taker: Account) -> bool:
    """Let such a row be about another account; False when it was not about the giver."""
    of = {"of_shop": giver.shop_id, "giver": giver.id, "taker": taker.id}
    return _CARRY[what].run(tx, this=row_id, **of) == 1


def goal_on(tx: Tx, counter: Counter) -> tuple[int, int] | None:
    """Return the id of a counter's goal, and in which round it is to be reached."""
    row = _GOAL.one(tx, shop_id=counter.shop_id, counter_id=counter.id)
    return None if row is None else (row[0], row[1])


def move_goal(tx: Tx, goal_id: int, counter: Counter, number: int) -> None:
    """Save for a goal on another counter, if it is saved for still."""
    _MOVE_GOAL.run(tx, this=goal_id, account=counter.account_id, onto=counter.id, new_round=number)


def _read(rows: list[tuple[Any, ...]]) -> list[Merge]:
    return [
        Merge(this, kept, gone, at, json.loads(moved), undone) for this, kept, gone, at, moved, undone in rows
    ]
