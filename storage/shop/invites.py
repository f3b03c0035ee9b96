"""The people who work in shops, and the links that invite them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from loyalty.records import Member, Shop
from loyalty.roles import Role
from storage.engine.statements import Statement, Tx, together
from storage.shop import guests
from storage.shop.shops import COLUMNS as SHOP
from storage.tables import branches, invites, new_row, persons, shops, staff, staff_name, visits


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


@dataclass(frozen=True, slots=True)
class _Places:
    several: bool


# A member as `Member` wants it, for every query that gives one.
COLUMNS = (
    staff.c.id,
    staff.c.shop_id,
    staff.c.person_id,
    staff.c.branch_id,
    staff.c.role,
    staff.c.joined_at,
    staff.c.practised_at,
    staff_name,
    staff.c.guest_of,
)
_MEMBER = select(*COLUMNS).outerjoin(persons, persons.c.id == staff.c.person_id)
_SERVING = _MEMBER.where(staff.c.removed_at.is_(None))
_OF_PERSON = Statement(
    _SERVING.where(staff.c.person_id == bindparam("person_id"), staff.c.guest_of.is_(None)).order_by(
        staff.c.id
    ),
    into=Member,
)
_branched = exists().where(branches.c.shop_id == shops.c.id, branches.c.closed_at.is_(None)).label("several")
_WORKPLACES = Statement(
    select(*COLUMNS, *SHOP, _branched)
    .join(persons, persons.c.id == staff.c.person_id)
    .join(shops, shops.c.id == staff.c.shop_id)
    .where(
        staff.c.person_id == bindparam("person_id"),
        staff.c.removed_at.is_(None),
        staff.c.guest_of.is_(None),
    )
    .order_by(staff.c.id),
    into=together(Member, Shop, _Places),
)
_AS_GUEST = Statement(
    _SERVING.where(staff.c.person_id == bindparam("person_id"), staff.c.guest_of.is_not(None)).order_by(
        staff.c.id
    ),
    into=Member,
)
_EVER_OF = Statement(_MEMBER.where(staff.c.person_id == bindparam("person_id")), into=Member)
_IN_SHOP = Statement(
    _SERVING.where(staff.c.person_id == bindparam("person_id"), staff.c.shop_id == bindparam("shop_id")),
    into=Member,
)
_BY_ID = Statement(_MEMBER.where(staff.c.id == bindparam("id")), into=Member)
_OF_SHOP = Statement(
    _SERVING.where(staff.c.shop_id == bindparam("shop_id")).order_by(staff.c.id), into=Member
)
_AT_WORK = Statement(
    _SERVING.where(
        staff.c.shop_id == bindparam("shop_id"),
        or_(
            staff.c.joined_at >= bindparam("since", type_=staff.c.joined_at.type),
            exists().where(
                visits.c.shop_id == bindparam("shop_id"),
                visits.c.staff_id == staff.c.id,
                visits.c.at >= bindparam("since", type_=staff.c.joined_at.type),
            ),
        ),
    ).order_by(staff.c.id),
    into=Member,
)
_TILL = Statement(_SERVING.where(staff.c.id == bindparam("id"), staff.c.person_id.is_(None)), into=Member)
_ADD = Statement(new_row(staff, "shop_id", "person_id", "branch_id", "role", "joined_at"))
_ADD_TILL = Statement(new_row(staff, "shop_id", "name", "branch_id", "role", "joined_at"))
_SET_ROLE = Statement(update(staff).where(staff.c.id == bindparam("this")).values(role=bindparam("new_role")))
_SET_BRANCH = Statement(
    update(staff).where(staff.c.id == bindparam("this")).values(branch_id=bindparam("branch"))
)
_PRACTISED = Statement(
    update(staff).where(staff.c.id == bindparam("this")).values(practised_at=bindparam("at"))
)
_REMOVE = Statement(update(staff).where(staff.c.id == bindparam("this")).values(removed_at=bindparam("at")))
_TAKE_BACK = Statement(update(staff).where(staff.c.id == bindparam("this")).values(removed_at=None))
_COUNTS = Statement(
    select(visits.c.staff_id, func.count(), func.sum(visits.c.amount))
    .where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.at >= bindparam("since"),
        visits.c.undone_at.is_(None),
    )
    .group_by(visits.c.staff_id)
)
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


def of_person(tx: Tx, person_id: int) -> list[Member]:
    """Return where a person works."""
    return _OF_PERSON.all(tx, person_id=person_id)


def workplaces(tx: Tx, person_id: int) -> list[tuple[Member, Shop, bool]]:
    """Return where a person works, with the shops, and whether those have branches."""
    rows = _WORKPLACES.all(tx, person_id=person_id)
    return [(member, shop, places.several) for member, shop, places in rows]


def as_guest(tx: Tx, person_id: int) -> list[Member]:
    """Return in which coalitions a person serves as a guest."""
    return _AS_GUEST.all(tx, person_id=person_id)


def ever_of(tx: Tx, person_id: int) -> list[Member]:
    """Return where a person works or worked."""
    return _EVER_OF.all(tx, person_id=person_id)


def in_shop(tx: Tx, person_id: int, shop_id: int) -> Member | None:
    """Return a person's place on a shop's staff."""
    return _IN_SHOP.one(tx, person_id=person_id, shop_id=shop_id)


def of_till(tx: Tx, member_id: int) -> list[Member]:
    """Return the place of a till that is in service: one, or none."""
    return _TILL.all(tx, id=member_id)


def till_in_shop(tx: Tx, member_id: int, shop_id: int) -> Member | None:
    """Return a till's place on a shop's staff."""
    return next((till for till in of_till(tx, member_id) if till.shop_id == shop_id), None)


def in_service(tx: Tx, member: Member) -> Member | None:
    """Return a member's place as it is now; None for one who left."""
    if member.person_id is None:
        return till_in_shop(tx, member.id, member.shop_id)
    return in_shop(tx, member.person_id, member.shop_id)


def by_id(tx: Tx, member_id: int) -> Member:
    """Return a member, also one who left; raises `LookupError` when there never was one."""
    member = _BY_ID.one(tx, id=member_id)
    if member is None:
        raise LookupError(f"staff {member_id}")
    return member


def of_shop(tx: Tx, shop_id: int) -> list[Member]:
    """Return who works in a shop, in the order in which they came."""
    return _OF_SHOP.all(tx, shop_id=shop_id)


def at_work(tx: Tx, shop_id: int, *, since: datetime) -> list[Member]:
    """Return who booked a visit in a shop since a moment, or joined its staff since."""
    return _AT_WORK.all(tx, shop_id=shop_id, since=since)


def owners(tx: Tx, shop_id: int) -> list[int]:
    """Return the people who own a shop."""
    return [one.person_id for one in of_shop(tx, shop_id) if one.may(Role.OWNER) and one.person_id]


def add(tx: Tx, *, shop_id: int, person_id: int, branch_id: int | None, role: str, now: datetime) -> int:
    """Take somebody on."""
    return int(
        _ADD.value(tx, shop_id=shop_id, person_id=person_id, branch_id=branch_id, role=role, joined_at=now)
    )


def add_till(tx: Tx, *, shop_id: int, name: str, branch_id: int | None, now: datetime) -> int:
    """Put a till on a shop's staff."""
    return int(
        _ADD_TILL.value(tx, shop_id=shop_id, name=name, branch_id=branch_id, role=Role.CASHIER, joined_at=now)
    )


def set_role(tx: Tx, member_id: int, role: str) -> None:
    """Give a member another role."""
    _SET_ROLE.run(tx, this=member_id, new_role=role)


def set_branch(tx: Tx, member_id: int, branch_id: int | None) -> None:
    """Let a member stamp for another branch."""
    _SET_BRANCH.run(tx, this=member_id, branch=branch_id)


def practised(tx: Tx, member_id: int, *, now: datetime) -> None:
    """Note that a member has done the practice scan."""
    _PRACTISED.run(tx, this=member_id, at=now)


def remove(tx: Tx, member_id: int, *, now: datetime) -> None:
    """Let a member go, of a coalition too; what they booked keeps their name."""
    _REMOVE.run(tx, this=member_id, at=now)
    guests.go_with(tx, member_id, now=now)


def take_back(tx: Tx, member_id: int) -> None:
    """Let a member who had left serve again, as what they were."""
    _TAKE_BACK.run(tx, this=member_id)


def counts(tx: Tx, shop_id: int, *, since: datetime) -> dict[int, tuple[int, int]]:
    """Count visits and what they gave for each member, from a moment on."""
    return {row[0]: (int(row[1]), int(row[2])) for row in _COUNTS.all(tx, shop_id=shop_id, since=since)}


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
