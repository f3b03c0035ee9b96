"""Who brought whom to a shop, and which of them came: a row a friend."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, select, update

from loyalty.records import Account, Visit
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, referrals, visits


@dataclass(frozen=True, slots=True)
class Brought:
    """A friend who joined by somebody's link, under the rules that both were told."""

    id: int
    shop_id: int
    inviter_id: int
    friend_id: int
    version_id: int


@dataclass(frozen=True, slots=True)
class Friends:
    """How many were brought, how many of them came, and how many came again."""

    joined: int
    came: int
    again: int


_r = referrals.c
_ADD = Statement(new_row(referrals, "shop_id", "inviter_id", "friend_id", "version_id", "at"))
_OPEN = Statement(
    select(_r.id, _r.shop_id, _r.inviter_id, _r.friend_id, _r.version_id).where(
        _r.shop_id == bindparam("shop_id"), _r.friend_id == bindparam("friend_id"), _r.visit_id.is_(None)
    ),
    into=Brought,
)
_CAME = Statement(
    update(referrals)
    .where(_r.id == bindparam("this"))
    .values(visit_id=bindparam("visit"), came_at=bindparam("when"))
)
_NOT_YET = Statement(
    update(referrals)
    .where(_r.shop_id == bindparam("of_shop"), _r.visit_id == bindparam("visit"))
    .values(visit_id=None, came_at=None)
)
_CAME_SINCE = Statement(
    select(func.count()).where(
        _r.shop_id == bindparam("shop_id"),
        _r.inviter_id == bindparam("inviter_id"),
        _r.came_at >= bindparam("since", type_=_r.came_at.type),
    )
)
_again = (
    select(visits.c.id)
    .where(visits.c.shop_id == _r.shop_id, visits.c.account_id == _r.friend_id, visits.c.undone_at.is_(None))
    .correlate(referrals)
    .offset(1)
    .limit(1)
    .scalar_subquery()
)
_friends = select(
    func.count(),
    func.count(_r.came_at),
    func.count(case((_r.came_at.is_not(None), _again))),
).where(_r.shop_id == bindparam("shop_id"))
_OF_SHOP = Statement(_friends)
_OF_INVITER = Statement(_friends.where(_r.inviter_id == bindparam("inviter_id")))


def add(tx: Tx, inviter: Account, friend_id: int, version_id: int, *, now: datetime) -> None:
    """Remember who brought a new customer."""
    of = {"shop_id": inviter.shop_id, "inviter_id": inviter.id}
    _ADD.value(tx, friend_id=friend_id, version_id=version_id, at=now, **of)


def waiting(tx: Tx, friend: Account) -> Brought | None:
    """Return who brought a customer for whom nothing was given yet."""
    return _OPEN.one(tx, shop_id=friend.shop_id, friend_id=friend.id)


def came(tx: Tx, brought: Brought, visit: Visit) -> None:
    """Note the visit with which a friend came for the first time."""
    _CAME.run(tx, this=brought.id, visit=visit.id, when=visit.at)


def not_yet(tx: Tx, visit: Visit) -> None:
    """Let the friend whose first visit was taken back be one who has not come yet."""
    _NOT_YET.run(tx, of_shop=visit.shop_id, visit=visit.id)


def came_since(tx: Tx, inviter: Account, *, since: datetime) -> int:
    """Count the friends of somebody who came for the first time since then."""
    return int(_CAME_SINCE.value(tx, shop_id=inviter.shop_id, inviter_id=inviter.id, since=since))


def of_shop(tx: Tx, shop_id: int) -> Friends:
    """Count all friends who were brought to a shop."""
    return Friends(*_OF_SHOP.all(tx, shop_id=shop_id)[0])


def of_inviter(tx: Tx, inviter: Account) -> Friends:
    """Count the friends whom one customer brought."""
    return Friends(*_OF_INVITER.all(tx, shop_id=inviter.shop_id, inviter_id=inviter.id)[0])
