"""What a card gives to: the good cause of its holder, what the shop gave to it in all, and what this card's visits did."""

from collections.abc import Sequence
from dataclasses import replace

from loyalty.cards.parts.cause import EXACT, GoodCauses, Supported
from loyalty.values import dataclass


@dataclass(frozen=True, slots=True)
class KnownCause:
    """A cause that a shop gave to or that was chosen there, in thousandths of a minor unit; `own` is one card's."""

    name: str
    given: int
    own: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Giving:
    """The cause that a card's visits give to, and how all that are supported stand.

    `lost` is the one that was chosen and is supported no more, or "".
    """

    part: GoodCauses
    cause: Supported
    stand: tuple[KnownCause, ...]
    lost: str = ""

    @property
    def own_cause(self) -> KnownCause:
        """Return how the cause of this card stands."""
        return next(one for one in self.stand if one.name == self.cause.name)

    def plus(self, amount: int) -> "Giving":
        """Return it where a visit of this card has given so much more."""
        more = tuple(
            replace(one, given=one.given + amount, own=one.own + amount)
            if one.name == self.cause.name
            else one
            for one in self.stand
        )
        return replace(self, stand=more)


def giving_by(part: GoodCauses, known: Sequence[KnownCause]) -> Giving:
    """Say what a card gives to: what its holder chose, else the first one."""
    by_name = {one.name: one for one in known}
    stand = tuple(by_name.get(one.name, KnownCause(one.name, 0, 0, chosen=False)) for one in part.causes)
    chosen = next((one.name for one in known if one.chosen), "")
    cause = part.called(chosen) or part.causes[0]
    return Giving(part, cause, stand, chosen if chosen != cause.name else "")


def told_minor(exact: int) -> int:
    """Return what is told of an exact sum: whole minor units; what is less than one waits for the next visit."""
    return exact // EXACT
