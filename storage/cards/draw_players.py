"""Who takes part in a draw, and with how many tickets."""

from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from loyalty.cards.draws import Draw
from loyalty.records import Account
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx, insert
from storage.tables import accounts, draw_players, row_of, staff, visits


@dataclass(frozen=True, slots=True)
class Player:
    """Who takes part: what their tickets are made of, and how often they came while the draw ran."""

    account_id: int
    public_id: int
    person_id: int
    visits: int


_p = draw_players.c
_OF_DRAW = _p.shop_id == bindparam("shop_id"), _p.draw_id == bindparam("draw_id")
_JOIN = Statement(
    insert(draw_players)
    .values(
        {name: bindparam(name, type_=_p[name].type) for name in ("shop_id", "draw_id", "account_id", "at")}
    )
    .on_conflict_do_nothing(index_elements=["shop_id", "draw_id", "account_id"])
)
_PLAYS = Statement(select(_p.id).where(*_OF_DRAW, _p.account_id == bindparam("account_id")))
_while = (
    visits.c.at >= bindparam("begins", type_=visits.c.at.type),
    visits.c.at < bindparam("ends", type_=visits.c.at.type),
    visits.c.undone_at.is_(None),
)
# Who is dismissed while a draw runs takes no part in it all the same.
_worked_since = or_(
    staff.c.removed_at.is_(None), staff.c.removed_at > bindparam("begins", type_=staff.c.removed_at.type)
)
_serves = (
    select(staff.c.id)
    .where(
        staff.c.shop_id == accounts.c.shop_id,
        staff.c.person_id == accounts.c.person_id,
        _worked_since,
    )
    .exists()
)
_SERVED = Statement(
    select(staff.c.id)
    .where(
        staff.c.shop_id == bindparam("shop_id"),
        staff.c.person_id == bindparam("person_id"),
        _worked_since,
    )
    .limit(1)
)
_came = (
    select(func.count())
    .where(visits.c.shop_id == _p.shop_id, visits.c.account_id == _p.account_id, *_while)
    .scalar_subquery()
)
_TAKES_PART = (*_OF_DRAW, accounts.c.closed_at.is_(None), accounts.c.person_id.is_not(None), ~_serves)
_PLAYERS = Statement(
    select(accounts.c.id, accounts.c.public_id, accounts.c.person_id, _came)
    .join_from(draw_players, accounts, row_of(accounts, _p.account_id))
    .where(*_TAKES_PART)
    .order_by(_p.id),
    into=Player,
)
_COUNT_PLAYERS = Statement(
    select(func.count())
    .join_from(draw_players, accounts, row_of(accounts, _p.account_id))
    .where(*_TAKES_PART)
)
_VISITS = Statement(
    select(visits.c.id)
    .where(visits.c.shop_id == bindparam("shop_id"), visits.c.account_id == bindparam("account_id"), *_while)
    .order_by(visits.c.at, visits.c.id)
)
_LATELY = Statement(
    select(func.count(), func.count(visits.c.account_id.distinct())).where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.at >= bindparam("since", type_=visits.c.at.type),
        visits.c.undone_at.is_(None),
    )
)


def join(tx: Tx, draw: Draw, account: Account, *, now: datetime) -> bool:
    """Let a customer take part; False where they do."""
    return _JOIN.run(tx, shop_id=draw.shop_id, draw_id=draw.id, account_id=account.id, at=now) == 1


def plays(tx: Tx, draw: Draw, account: Account) -> bool:
    """Say whether a customer takes part."""
    return _PLAYS.one(tx, shop_id=draw.shop_id, draw_id=draw.id, account_id=account.id) is not None


def count_players(tx: Tx, draw: Draw) -> int:
    """Count who takes part today."""
    return int(_COUNT_PLAYERS.value(tx, shop_id=draw.shop_id, draw_id=draw.id, begins=draw.begins_at))


def served(tx: Tx, draw: Draw, person_id: int) -> bool:
    """Say whether somebody works in the shop, or did since the draw began."""
    about = {"shop_id": draw.shop_id, "person_id": person_id, "begins": draw.begins_at}
    return _SERVED.one(tx, **about) is not None


def players(tx: Tx, draw: Draw) -> list[Player]:
    """Return who takes part today with how many visits: nobody who worked there since it began, nobody who was forgotten."""
    return _PLAYERS.all(tx, shop_id=draw.shop_id, draw_id=draw.id, begins=draw.begins_at, ends=draw.ends_at)


def visits_of(tx: Tx, draw: Draw, account: Account) -> list[int]:
    """Return the visits of a customer that bring tickets, the oldest first."""
    found = _VISITS.all(
        tx, shop_id=draw.shop_id, account_id=account.id, begins=draw.begins_at, ends=draw.ends_at
    )
    return [row[0] for row in found]


def lately(tx: Tx, shop_id: int, *, since: datetime) -> tuple[int, int]:
    """Count a shop's visits since then, and by how many customers."""
    row = _LATELY.one(tx, shop_id=shop_id, since=since)
    return (row[0], row[1]) if row else (0, 0)
