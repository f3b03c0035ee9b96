"""Suspects: whoever opened a shop's link and did not join. They are counted, and nobody is written down for opening a page."""

from datetime import date

from loyalty.values import dataclass

LOOKED_BACK_DAYS = 90
_ENOUGH = 10  # openings; of fewer a share says nothing


@dataclass(frozen=True, slots=True)
class Suspects:
    """How often a link was opened since a day, and how many joined since then."""

    since: date
    opened: int
    joined: int

    @property
    def stayed(self) -> int:
        """Return how many openings led nowhere; some join without the page, so never less than none."""
        return max(0, self.opened - self.joined)

    @property
    def percent(self) -> int | None:
        """Return which part joined; None of a few, and where more joined than opened: then the page tells nothing of it."""
        if self.opened < _ENOUGH or self.joined > self.opened:
            return None
        return round(100 * self.joined / self.opened)

    @property
    def few_join(self) -> bool:
        """Say whether fewer than half joined."""
        return self.percent is not None and 2 * self.joined < self.opened
