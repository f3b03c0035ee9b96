"""What members of staff may do."""

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
