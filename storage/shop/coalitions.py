"""Shops together: their partners, what is proposed to them, and what they owe each other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from loyalty.records import Shop
from storage.engine.statements import Statement, Tx, insert, together
from storage.shop.shops import COLUMNS as SHOP
from storage.tables import (
    coalition_invites,
    coalitions,
    new_row,
    partners,
    shops,
    staff,
)


@dataclass(frozen=True, slots=True)
class Coalition:
    """What a coalition is beside a shop: how long a notice is, which month was settled last, and what is proposed."""

    shop_id: int
    notice_days: int
    settled: str
    proposal: str | None
    proposed_by: int | None


@dataclass(frozen=True, slots=True)
class Partner:
    """A shop in a coalition: the branch that it is there, and whether it agreed to what is proposed, or leaves."""

    id: int
    shop_id: int
    partner_id: int
    branch_id: int
    joined_at: datetime
    agreed_at: datetime | None
    leaves_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class CoalitionInvitation:
    """A link by which one shop more joins, once."""

    id: int
    shop_id: int
    expires_at: datetime
    partner_id: int | None


_ADD = Statement(insert(coalitions))
_COALITION = Statement(
    select(
        coalitions.c.shop_id,
        coalitions.c.notice_days,
        coalitions.c.settled,
        coalitions.c.proposal,
        coalitions.c.proposed_by,
    ).where(coalitions.c.shop_id == bindparam("shop_id")),
    into=Coalition,
)
_this = coalitions.c.shop_id == bindparam("this")
_PROPOSE = Statement(
    update(coalitions).where(_this).values(proposal=bindparam("rules"), proposed_by=bindparam("by"))
)
_SETTLED = Statement(
    update(coalitions)
    .where(_this, coalitions.c.settled < bindparam("month"))
    .values(settled=bindparam("new"))
)
_p = partners.c
_PARTNER = (
    _p.id, _p.shop_id, _p.partner_id, _p.branch_id, _p.joined_at, _p.agreed_at, _p.leaves_at, _p.left_at,
)  # fmt: skip
_IN = partners.c.shop_id == bindparam("shop_id")
_EVERY = Statement(
    select(*_PARTNER, *SHOP).join(shops, shops.c.id == _p.partner_id).where(_IN).order_by(_p.id),
    into=together(Partner, Shop),
)
_OF_SHOP = Statement(
    select(*_PARTNER).where(_p.partner_id == bindparam("partner_id"), _p.left_at.is_(None)), into=Partner
)
_LEFT = Statement(
    select(_p.shop_id)
    .where(_p.partner_id == bindparam("partner_id"), _p.left_at.is_not(None))
    .distinct()
    .order_by(_p.shop_id)
)
_AT_BRANCH = Statement(select(_p.partner_id).where(_IN, _p.branch_id == bindparam("branch_id")))
_WHERE_WORKS = Statement(
    select(*_PARTNER)
    .join(staff, staff.c.shop_id == _p.partner_id)
    .where(
        _IN,
        _p.left_at.is_(None),
        staff.c.person_id == bindparam("person_id"),
        staff.c.removed_at.is_(None),
    )
    .order_by(_p.id),
    into=Partner,
)
_ADD_PARTNER = Statement(new_row(partners, "shop_id", "partner_id", "branch_id", "joined_at"))
_row = partners.c.id == bindparam("this")
_AGREES = Statement(update(partners).where(_row).values(agreed_at=bindparam("at")))
_NOBODY_AGREES = Statement(
    update(partners).where(partners.c.shop_id == bindparam("of_shop")).values(agreed_at=None)
)
_GIVES_NOTICE = Statement(
    update(partners).where(_row).values(leaves_at=bindparam("at", type_=_p.leaves_at.type))
)
_LEAVES = Statement(update(partners).where(_row).values(left_at=bindparam("at")))
_INVITE = Statement(new_row(coalition_invites, "shop_id", "digest", "created_by", "created_at", "expires_at"))
_INVITATION = Statement(
    select(
        coalition_invites.c.id,
        coalition_invites.c.shop_id,
        coalition_invites.c.expires_at,
        coalition_invites.c.partner_id,
    ).where(coalition_invites.c.digest == bindparam("digest")),
    into=CoalitionInvitation,
)
_FOLLOW = Statement(
    update(coalition_invites)
    .where(coalition_invites.c.id == bindparam("this"), coalition_invites.c.partner_id.is_(None))
    .values(partner_id=bindparam("by"))
)


def add(tx: Tx, shop_id: int, *, notice_days: int, settled: str) -> None:
    """Let a shop be a coalition; `settled` is the month before its first."""
    _ADD.run(tx, shop_id=shop_id, notice_days=notice_days, settled=settled)


def by_id(tx: Tx, shop_id: int) -> Coalition:
    """Return a coalition that surely exists; raises `LookupError` otherwise."""
    found = _COALITION.one(tx, shop_id=shop_id)
    if found is None:
        raise LookupError(f"coalition {shop_id}")
    return found


def propose(tx: Tx, shop_id: int, rules: str | None, *, by: int | None) -> None:
    """Ask every partner about other rules, or ask no more; nobody has said yes yet."""
    _PROPOSE.run(tx, this=shop_id, rules=rules, by=by)
    _NOBODY_AGREES.run(tx, of_shop=shop_id)


def partners_of(tx: Tx, shop_id: int) -> list[tuple[Partner, Shop]]:
    """Return every shop that is or was in a coalition, in the order in which they came."""
    return _EVERY.all(tx, shop_id=shop_id)


def present(tx: Tx, shop_id: int) -> list[tuple[Partner, Shop]]:
    """Return every shop that is in a coalition now: where its card is good."""
    return [one for one in partners_of(tx, shop_id) if one[0].left_at is None]


def left_by(tx: Tx, partner_id: int) -> list[int]:
    """Return the coalitions that a shop was in once and left."""
    return [shop_id for (shop_id,) in _LEFT.all(tx, partner_id=partner_id)]


def of_shop(tx: Tx, partner_id: int) -> Partner | None:
    """Return the place of a shop in its coalition."""
    return _OF_SHOP.one(tx, partner_id=partner_id)


def shop_at(tx: Tx, shop_id: int, branch_id: int | None) -> int:
    """Name the shop in which something happened: of a coalition the partner that its branch is, else the shop itself."""
    return _AT_BRANCH.value(tx, shop_id=shop_id, branch_id=branch_id) or shop_id


def where_works(tx: Tx, person_id: int, shop_id: int) -> list[Partner]:
    """Return the partners of a coalition where a person works, in the order in which they came."""
    return _WHERE_WORKS.all(tx, person_id=person_id, shop_id=shop_id)


def add_partner(tx: Tx, shop_id: int, partner_id: int, branch_id: int, *, now: datetime) -> None:
    """Let a shop be in a coalition, as a branch of it."""
    _ADD_PARTNER.value(tx, shop_id=shop_id, partner_id=partner_id, branch_id=branch_id, joined_at=now)


def agrees(tx: Tx, partner: Partner, *, now: datetime) -> None:
    """Note that a partner said yes to what is proposed."""
    _AGREES.run(tx, this=partner.id, at=now)


def gives_notice(tx: Tx, partner: Partner, *, leaves_at: datetime | None) -> None:
    """Note when a partner leaves, or that it stays."""
    _GIVES_NOTICE.run(tx, this=partner.id, at=leaves_at)


def leaves(tx: Tx, partner: Partner, *, now: datetime) -> None:
    """Let a partner be in the coalition no more; what it gave stays its own."""
    _LEAVES.run(tx, this=partner.id, at=now)


def invite(tx: Tx, shop_id: int, digest: str, *, by: int | None, now: datetime, expires_at: datetime) -> None:
    """Remember an invitation by the digest of its token."""
    _INVITE.value(tx, shop_id=shop_id, digest=digest, created_by=by, created_at=now, expires_at=expires_at)


def invitation(tx: Tx, digest: str) -> CoalitionInvitation | None:
    """Return the invitation with this digest."""
    return _INVITATION.one(tx, digest=digest)


def follow(tx: Tx, invitation: CoalitionInvitation, *, by: int) -> bool:
    """Use an invitation up; False when another shop did before."""
    return _FOLLOW.run(tx, this=invitation.id, by=by) == 1


def settled(tx: Tx, shop_id: int, month: str) -> bool:
    """Note that a month is settled; False where it, or a later one, was before."""
    return _SETTLED.run(tx, this=shop_id, month=month, new=month) == 1
