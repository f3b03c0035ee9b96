"""Which rewards are chosen and used, and which lie there."""

from dataclasses import dataclass
from datetime import timedelta

from loyalty.shop.basis import permille_of

LOOKED_AT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class RewardUse:
    """How often a reward was had in a time, how many of those were used, and how many ran out; the others wait."""

    key: str
    text: str
    got: int = 0
    used: int = 0
    ran_out: int = 0
    cost_minor: int = 0  # of those that were used, as far as it is known
    unpriced: int = 0  # of those that were used: nobody told us what they cost

    @property
    def waits(self) -> int:
        """Count those that can still be used."""
        return self.got - self.used - self.ran_out

    @property
    def used_permille(self) -> int | None:
        """Return which share was used of those whose time is over; None while that is none."""
        over = self.used + self.ran_out
        return permille_of(self.used, over) if over else None


def in_order(uses: list[RewardUse]) -> list[RewardUse]:
    """Put the most chosen first, and what lies there last."""
    return sorted(uses, key=lambda one: (-one.got, -one.used, one.text))
