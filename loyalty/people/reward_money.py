"""Where a shop's reward money goes: to those who leave much, or to those who leave little."""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.customer_kinds import Quadrant

USUAL_SHARE = (
    100  # of a thousand butterflies so many become friends, says the article that the matrix is from
)
_BRING_MOST = (Quadrant.FRIEND, Quadrant.BUTTERFLY)
_HALF, _ALL = 500, 1000


@dataclass(frozen=True, slots=True)
class Spent:
    """What customers of one quadrant cost and left within the year."""

    customers: int
    cost_minor: int  # of their rewards
    left_minor: int  # after goods and rewards
    unpriced: int = 0  # rewards whose cost nobody told

    def plus(self, customers: int, cost_minor: int, left_minor: int, unpriced: int) -> "Spent":
        """Add what others of the quadrant cost and left."""
        return Spent(
            self.customers + customers,
            self.cost_minor + cost_minor,
            self.left_minor + left_minor,
            self.unpriced + unpriced,
        )


NOTHING = Spent(0, 0, 0)


@dataclass(frozen=True, slots=True)
class RewardMoney:
    """What each quadrant cost and left in a year; of so many who were butterflies in it, some became friends."""

    by_quadrant: Mapping[Quadrant, Spent]
    butterflies: int
    became_friends: int

    @property
    def cost_minor(self) -> int:
        """Return what all rewards cost."""
        return sum(one.cost_minor for one in self.by_quadrant.values())

    @property
    def unpriced(self) -> int:
        """Count the rewards of which nobody told the cost."""
        return sum(one.unpriced for one in self.by_quadrant.values())

    def share(self, quadrant: Quadrant) -> int:
        """Return which part of the money went to a quadrant, in thousandths."""
        spent = self.by_quadrant.get(quadrant)
        return _ALL * spent.cost_minor // self.cost_minor if spent and self.cost_minor else 0

    @property
    def astray(self) -> bool:
        """Say whether most of the money goes to those who leave little."""
        well = sum(one.cost_minor for who, one in self.by_quadrant.items() if who in _BRING_MOST)
        return _ALL * well < _HALF * self.cost_minor

    @property
    def grown(self) -> int | None:
        """Return which part of the butterflies became friends, in thousandths."""
        return _ALL * self.became_friends // self.butterflies if self.butterflies else None
