"""The people who work in shops, and the links that invite them."""

from datetime import datetime

from sqlalchemy import bindparam, exists, func, or_, select, update

from loyalty.records import Member
from loyalty.roles import Role
from storage.engine.statements import Statement, Tx
from storage.shop import guests
from storage.tables import new_row, persons, staff, staff_name, visits

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


def of_person(tx: Tx, person_id: int) -> list[Member]:
    """Return where a person works."""
    return _OF_PERSON.all(tx, person_id=person_id)


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
