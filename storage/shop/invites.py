"""The links that invite people to work in a shop, or to open one."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, update

from storage.engine.statements import Statement, Tx
from storage.tables import invites, new_row


@dataclass(frozen=True, slots=True)
class NewInvite:
    """An invitation, remembered by the digest of its token; without a person it was made by the operator."""

    digest: str
    role: str
    shop_id: int | None
    branch_id: int | None
    created_by: int | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A link that works once; without a shop it invites somebody to open one."""

    id: int
    role: str
    shop_id: int | None
    branch_id: int | None
    expires_at: datetime
    used_at: datetime | None


_ADD_INVITE = Statement(
    new_row(invites, "digest", "role", "shop_id", "branch_id", "created_by", "created_at", "expires_at")
)
_INVITE = Statement(
    select(
        invites.c.id,
        invites.c.role,
        invites.c.shop_id,
        invites.c.branch_id,
        invites.c.expires_at,
        invites.c.used_at,
    ).where(invites.c.digest == bindparam("digest")),
    into=Invite,
)
_USE_INVITE = Statement(
    update(invites)
    .where(invites.c.id == bindparam("this"), invites.c.used_at.is_(None))
    .values(used_by=bindparam("by"), used_at=bindparam("at"))
)
_founding = and_(
    invites.c.role == "founder", invites.c.used_by == bindparam("person_id"), invites.c.shop_id.is_(None)
)
_OPEN = (
    invites.c.shop_id == bindparam("shop"),
    invites.c.used_at.is_(None),
    invites.c.expires_at > bindparam("at", type_=invites.c.expires_at.type),
    or_(bindparam("anybodys") == 1, invites.c.created_by == bindparam("maker")),
)
_COUNT_OPEN = Statement(select(func.count()).select_from(invites).where(*_OPEN))
_WITHDRAW = Statement(update(invites).where(*_OPEN).values(expires_at=bindparam("at")))
_FOUNDER = Statement(select(invites.c.id).where(_founding).order_by(invites.c.id).limit(1))
_FOUNDED = Statement(
    update(invites)
    .where(invites.c.id == bindparam("this"), invites.c.shop_id.is_(None))
    .values(shop_id=bindparam("opened"))
)


def add_invite(tx: Tx, made: NewInvite) -> None:
    """Remember an invitation."""
    _ADD_INVITE.value(tx, **asdict(made))


def invite(tx: Tx, digest: str) -> Invite | None:
    """Return the invitation with this digest."""
    return _INVITE.one(tx, digest=digest)


def use_invite(tx: Tx, invite_id: int, *, by: int, now: datetime) -> bool:
    """Use up an invitation; False when somebody did before."""
    return _USE_INVITE.run(tx, this=invite_id, by=by, at=now) == 1


def open_invites(tx: Tx, shop_id: int, *, now: datetime) -> int:
    """Count the invitations of a shop that somebody could still follow."""
    return int(_COUNT_OPEN.value(tx, shop=shop_id, at=now, anybodys=1, maker=None))


def withdraw_invites(tx: Tx, shop_id: int, *, made_by: int | None = None, now: datetime) -> int:
    """Let the open invitations of a shop, or those that one person made, lead nowhere, and count them."""
    anybodys = int(made_by is None)
    return _WITHDRAW.run(tx, shop=shop_id, at=now, anybodys=anybodys, maker=made_by)


def founder_invite(tx: Tx, person_id: int) -> int | None:
    """Return the invitation with which a person may still open a shop."""
    row = _FOUNDER.one(tx, person_id=person_id)
    return row[0] if row else None


def founded(tx: Tx, invite_id: int, shop_id: int) -> bool:
    """Note which shop was opened with an invitation: it opens no second one; False when it did before."""
    return _FOUNDED.run(tx, this=invite_id, opened=shop_id) == 1
