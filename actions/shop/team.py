"""Who works in a shop and as what: seen and changed by its owner; there is always an owner left."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.shop.audit import subject_of
from actions.tell import tell
from loyalty.actor import Actor, Operator
from loyalty.dates import week_starts
from loyalty.records import Branch, Member, Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, invites, shops, staff
from storage.shop.audit import Act


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff, where they stamp, and how many visits they booked since Monday."""

    member: Member
    branch: Branch | None
    visits: int


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody who works in a shop, in the order in which they came."""

    shop: Shop
    colleagues: tuple[Colleague, ...]
    branches: tuple[Branch, ...]
    invited: int = 0  # by links that nobody has followed yet

    def colleague(self, member_id: int) -> Colleague | None:
        """Find one of them."""
        return next((one for one in self.colleagues if one.member.id == member_id), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """The member stands so now."""

    shop: Shop
    member: Member


@dataclass(frozen=True, slots=True)
class LastOwner:
    """A shop keeps at least one owner: somebody else must be one first."""


@dataclass(frozen=True, slots=True)
class NotThere:
    """The member or the branch is not there any more."""


TeamOutcome = Changed | LastOwner | NotThere | NotAllowed


def see_team(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Team | NotAllowed:
    """Show an owner who works in the shop."""
    return _team(tx, shop_id, now=now) if may(tx, actor, shop_id, Role.OWNER) else NotAllowed()


def _team(tx: Tx, shop_id: int, *, now: datetime) -> Team:
    shop = shops.by_id(tx, shop_id)
    counts = staff.counts(tx, shop_id, since=week_starts(now, shop.zone))
    places = {branch.id: branch for branch in shops.branches_of(tx, shop_id)}
    return Team(
        shop,
        tuple(
            Colleague(member, places.get(member.branch_id or 0), counts.get(member.id, (0, 0))[0])
            for member in staff.of_shop(tx, shop_id)
        ),
        tuple(places.values()),
        invites.open_invites(tx, shop_id, now=now),
    )


def change_role(
    tx: Tx, actor: Actor, shop_id: int, member_id: int, role: Role, *, now: datetime
) -> TeamOutcome:
    """Give a member another role."""
    hold_shop(tx, shop_id)
    member = _member(tx, actor, shop_id, member_id)
    if not isinstance(member, Member):
        return member
    if member.is_till:
        return NotThere()
    if role != Role.OWNER and only_owner(tx, member):
        return LastOwner()
    if role != member.role:
        staff.set_role(tx, member.id, role)
        act = Act("role_changed", subject=subject_of(member), old=member.role, new=role)
        audit.add(tx, actor, shop_id, act, now=now)
        _tell(tx, actor, member, now=now)
    return _changed(tx, member)


def remove_member(tx: Tx, actor: Actor, shop_id: int, member_id: int, *, now: datetime) -> TeamOutcome:
    """Let a member go; what they booked keeps their name, and links that they made lead nowhere."""
    hold_shop(tx, shop_id)
    member = _member(tx, actor, shop_id, member_id)
    if not isinstance(member, Member):
        return member
    if only_owner(tx, member):
        return LastOwner()
    return _let_go(tx, actor, member, now=now)


def remove_by_operator(
    tx: Tx, actor: Operator, shop_id: int, member_id: int, *, now: datetime
) -> TeamOutcome:
    """Let a member go whose owner can't do it: a lost or stolen phone. A new owner must be there before."""
    member = next((one for one in staff.of_shop(tx, shop_id) if one.id == member_id), None)
    if member is None:
        return NotThere()
    return LastOwner() if only_owner(tx, member) else _let_go(tx, actor, member, now=now)


def team_for_operator(tx: Tx, actor: Operator, shop_id: int, *, now: datetime) -> Team:  # noqa: ARG001 - says who may
    """Show the operator who works in a shop."""
    return _team(tx, shop_id, now=now)


def _let_go(tx: Tx, actor: Actor, member: Member, *, now: datetime) -> Changed:
    """End somebody's service, and with it what the links do that they made."""
    staff.remove(tx, member.id, now=now)
    if member.person_id is not None:
        invites.withdraw_invites(tx, member.shop_id, made_by=member.person_id, now=now)
    act = Act("removed", subject=subject_of(member), old=member.role)
    audit.add(tx, actor, member.shop_id, act, now=now)
    _tell(tx, actor, member, now=now)
    return _changed(tx, member)


def _tell(tx: Tx, actor: Actor, member: Member, *, now: datetime) -> None:
    if not member.is_person(actor.person_id):
        tell(
            tx,
            member.people,
            "role",
            f"{member.id}:{now.isoformat()}",
            of_shop=member.shop_id,
            now=now,
            member_id=member.id,
        )


def change_branch(
    tx: Tx, actor: Actor, shop_id: int, member_id: int, branch_id: int | None, *, now: datetime
) -> TeamOutcome:
    """Let a member stamp for another branch: the owner anybody, every person themselves."""
    hold_shop(tx, shop_id)
    own = may(tx, actor, shop_id, Role.CASHIER)
    member = (
        own if own and own.id == member_id and not own.is_till else _member(tx, actor, shop_id, member_id)
    )
    if not isinstance(member, Member):
        return member
    places = {branch.id: branch.name for branch in shops.branches_of(tx, shop_id)}
    if branch_id is not None and branch_id not in places:
        return NotThere()
    if branch_id != member.branch_id:
        staff.set_branch(tx, member.id, branch_id)
        old, new = (places.get(place or 0, "") for place in (member.branch_id, branch_id))
        audit.add(
            tx, actor, shop_id, Act("branch_changed", subject=subject_of(member), old=old, new=new), now=now
        )
    return _changed(tx, member)


def _member(tx: Tx, actor: Actor, shop_id: int, member_id: int) -> Member | NotThere | NotAllowed:
    """Return the member whom an owner means."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return next((one for one in staff.of_shop(tx, shop_id) if one.id == member_id), NotThere())


def only_owner(tx: Tx, member: Member) -> bool:
    """Say whether a shop would be without an owner if it lost this member."""
    owners = [one.id for one in staff.of_shop(tx, member.shop_id) if one.role == Role.OWNER]
    return owners == [member.id]


def _changed(tx: Tx, member: Member) -> Changed:
    return Changed(shops.by_id(tx, member.shop_id), staff.by_id(tx, member.id))
