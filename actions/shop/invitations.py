"""Taking people on: invitations that work once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import allowances, random_codes
from actions.access import NotAllowed, may
from actions.allowances import TooOften
from loyalty.actor import ActingPerson, Actor, Operator
from loyalty.allowances import INVITATIONS, INVITATIONS_TRIED
from loyalty.records import Member, Shop
from loyalty.roles import Role
from loyalty.tokens import digest
from storage import uses
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, invites, shops, staff
from storage.shop.audit import Act
from storage.shop.invites import NewInvite

INVITE_DAYS = 7
FOUNDER = "founder"  # invited by the operator to open a shop of their own


@dataclass(frozen=True, slots=True)
class Hired:
    """The person works here now; `before` is the role they had."""

    shop: Shop
    member: Member
    before: str | None


@dataclass(frozen=True, slots=True)
class MayOpenShop:
    """The person was invited to open a shop."""


@dataclass(frozen=True, slots=True)
class InviteGone:
    """The link was used, has run out, or never was."""


def invite(
    tx: Tx, actor: Operator, shop_id: int | None, role: str, *, branch_id: int | None = None, now: datetime
) -> str:
    """Make a link's token that gives one person a role, once, within a week."""
    return _invite(tx, actor, shop_id, role, branch_id=branch_id, now=now)


def invite_by_owner(
    tx: Tx, actor: Actor, shop_id: int, role: Role, *, branch_id: int | None = None, now: datetime
) -> str | TooOften | NotAllowed:
    """Let an owner invite a colleague."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    places = [branch.id for branch in shops.branches_of(tx, shop_id)]
    if branch_id is not None and branch_id not in places:
        return NotAllowed()
    often = allowances.take(tx, INVITATIONS, shop_id, now=now)
    return often or _invite(tx, actor, shop_id, role, branch_id=branch_id, now=now)


def _invite(
    tx: Tx, actor: Actor, shop_id: int | None, role: str, *, branch_id: int | None, now: datetime
) -> str:
    token = random_codes.token()
    made = NewInvite(
        digest(token), role, shop_id, branch_id, actor.person_id, now, now + timedelta(days=INVITE_DAYS)
    )
    invites.add_invite(tx, made)
    if shop_id:
        audit.add(tx, actor, shop_id, Act("invited", new=role), now=now)
    return token


def withdraw_invitations(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> int | NotAllowed:
    """Let every invitation of a shop that nobody has followed yet lead nowhere, at once, and count them."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    count = invites.withdraw_invites(tx, shop_id, now=now)
    if count:
        audit.add(tx, actor, shop_id, Act("invitations_withdrawn", new=str(count)), now=now)
    return count


def accept_invite(
    tx: Tx, actor: ActingPerson, token: str, *, now: datetime
) -> Hired | MayOpenShop | InviteGone | TooOften:
    """Follow an invitation: the first who opens it gets the role, a higher one is kept."""
    until = uses.used_up_until(tx, INVITATIONS_TRIED, actor.person_id, now=now)
    if until:
        return TooOften(until)
    found = invites.invite(tx, digest(token))
    if found is None:
        uses.add(tx, INVITATIONS_TRIED, actor.person_id, now=now)
    if found is None or found.used_at or now >= found.expires_at:
        return InviteGone()
    if actor.only_shop not in (None, found.shop_id):
        return InviteGone()
    if not invites.use_invite(tx, found.id, by=actor.person_id, now=now):
        return InviteGone()
    if found.shop_id is None:
        return MayOpenShop()
    hold_shop(tx, found.shop_id)
    have = staff.in_shop(tx, actor.person_id, found.shop_id)
    if have is None:
        staff.add(
            tx,
            shop_id=found.shop_id,
            person_id=actor.person_id,
            branch_id=_open(tx, found.shop_id, found.branch_id),
            role=found.role,
            now=now,
        )
    elif not have.may(Role(found.role)):
        staff.set_role(tx, have.id, found.role)
    member = staff.in_shop(tx, actor.person_id, found.shop_id)
    if member is None:
        raise LookupError(f"person {actor.person_id} was not taken on")
    before = have.role if have else None
    audit.add(tx, actor, found.shop_id, Act("hired", old=before or "", new=member.role), now=now)
    return Hired(shops.by_id(tx, found.shop_id), member, before)


def _open(tx: Tx, shop_id: int, branch_id: int | None) -> int | None:
    """Return the branch, unless it was closed since somebody was invited for it."""
    return branch_id if any(one.id == branch_id for one in shops.branches_of(tx, shop_id)) else None


def practised(tx: Tx, member_id: int, *, now: datetime) -> None:
    """Note that somebody has done the practice scan."""
    staff.practised(tx, member_id, now=now)
