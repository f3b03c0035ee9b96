"""Who may do what in a shop: asked first by every action that is not everybody's."""

from dataclasses import dataclass

from loyalty.records import Member
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.shop import staff


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The person's role does not allow it."""


def may(tx: Tx, person_id: int, shop_id: int, role: Role) -> Member | None:
    """Return a person's place in a shop when it includes `role` there; every owner's action asks this first."""
    member = staff.in_shop(tx, person_id, shop_id)
    return member if member and member.may(role) else None
