"""Who may do what in a shop: asked first by every action that is not everybody's."""

from dataclasses import dataclass

from loyalty.actor import Actor
from loyalty.records import Member
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.shop import staff


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The person's role does not allow it."""


def may(tx: Tx, actor: Actor, shop_id: int, role: Role) -> Member | None:
    """Return who acts as a member of a shop's staff when that includes `role`; every owner's action asks this first."""
    member = member_of(tx, actor, shop_id)
    return member if member and member.may(role) else None


def member_of(tx: Tx, actor: Actor, shop_id: int) -> Member | None:
    """Return who acts as a member of a shop's staff; the operator and the clock are on nobody's."""
    return staff.in_shop(tx, actor.person_id, shop_id) if actor.person_id else None


def jobs_of(tx: Tx, actor: Actor) -> list[Member]:
    """Return where who acts is on the staff."""
    return staff.of_person(tx, actor.person_id) if actor.person_id else []
