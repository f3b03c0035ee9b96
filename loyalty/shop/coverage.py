"""Of how many members it is known what messages need: their birthday, and a yes to reminders and offers."""

from dataclasses import dataclass
from typing import Literal

from loyalty.shop.basis import PERMILLE, permille_of

NEWEST = 2_000  # members: how it goes now, not years ago, and counted in a moment
Known = Literal["birthday", "reminders", "offers"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the newest members of a shop, how many told their birthday, and how many agreed to what."""

    members: int = 0
    birthday: int = 0
    reminders: int = 0
    offers: int = 0

    def permille(self, what: Known) -> int:
        """Return of which share it is known."""
        counts = {"birthday": self.birthday, "reminders": self.reminders, "offers": self.offers}
        return permille_of(counts[what], self.members) if self.members else 0

    @property
    def next_to_ask(self) -> Known | None:
        """Say what is known of the fewest; None where there is nobody, or all is known of everybody."""
        every: tuple[Known, ...] = ("offers", "birthday", "reminders")
        least = min(every, key=self.permille)
        return least if self.members and self.permille(least) < PERMILLE else None
