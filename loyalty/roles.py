"""What members of staff may do."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """Each role may do what the ones before it may."""

    CASHIER = "cashier"
    MANAGER = "manager"
    OWNER = "owner"

    def includes(self, other: "Role") -> bool:
        """Say whether this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


def rank(role: Role | None) -> int:
    """Order roles by what they may do: customers, who have none, come before all others."""
    return -1 if role is None else list(Role).index(role)


def highest(roles: Iterable[Role]) -> Role | None:
    """Return the role that includes all others."""
    return max(roles, key=list(Role).index, default=None)
