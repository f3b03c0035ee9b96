"""What is left of a counter when lines are taken out of its ledger from under others that stay."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from loyalty.cards.counter_state import CounterState
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.visits import NewEntry, NewVoucher, earn
from loyalty.values import dataclass


class Line(Protocol):
    """What a line of the ledger tells of itself."""

    @property
    def id(self) -> int:
        """Say which one it is: a later one has a larger id."""
        ...

    @property
    def at(self) -> datetime:
        """Say when it was booked."""
        ...

    @property
    def kind(self) -> str:
        """Say what it is."""
        ...

    @property
    def amount(self) -> int:
        """Say how many it gave or took."""
        ...


@dataclass(frozen=True, slots=True)
class FullCard:
    """A card is full with this line; None: it was full before all of them."""

    entry: NewEntry
    by: Line | None


@dataclass(frozen=True, slots=True)
class Paid:
    """A reward is reached with this line; None: before all of them."""

    voucher: NewVoucher
    by: Line | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """How the counter stands, which cards are full, and what is reached."""

    standing: CounterState
    filled: tuple[FullCard, ...]
    paid: tuple[Paid, ...]


def replay(before: CounterState, staying: Iterable[Line], *, next_round: ProgrammeVersion) -> Replayed | None:
    """Let the lines that stay happen again, as many as they gave; None where something was bought that is missing now."""
    standing = before
    filled: list[FullCard] = []
    paid: list[Paid] = []
    for line in (None, *staying):
        if line and line.amount < 0:
            standing = replace(standing, balance=standing.balance + line.amount)
        else:
            earned = earn(standing, line.amount if line else 0, "gift", current=next_round)
            filled += (FullCard(entry, line) for entry in earned.entries[1:])
            paid += (Paid(voucher, line) for voucher in earned.vouchers)
            standing = earned.standing
        if standing.balance < 0:
            return None
    return Replayed(standing, tuple(filled), tuple(paid))
