"""What is left of a counter when lines are taken out of its ledger from under others that stay."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from loyalty.cards.counter_state import CounterState
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.visits import NewEntry, NewVoucher, earn
from loyalty.values import dataclass


class Line(Protocol):
    """What a line of the ledger tells of itself."""

    @property
    def kind(self) -> str:
        """Say what it is."""
        ...

    @property
    def amount(self) -> int:
        """Say how many it gave or took."""
        ...


@dataclass(frozen=True, slots=True)
class Replayed:
    """How the counter stands without them, which cards are filled all the same, and what these pay."""

    standing: CounterState
    filled: tuple[NewEntry, ...]
    vouchers: tuple[NewVoucher, ...]


def replay(before: CounterState, staying: Iterable[Line], *, next_round: ProgrammeVersion) -> Replayed | None:
    """Let the lines that stay happen again, as many as they gave; None where something was bought that is missing now."""
    standing = before
    filled: list[NewEntry] = []
    vouchers: list[NewVoucher] = []
    for line in staying:
        if line.amount < 0:
            standing = replace(standing, balance=standing.balance + line.amount)
            if standing.balance < 0:
                return None
            continue
        earned = earn(standing, line.amount, line.kind, current=next_round)
        filled += earned.entries[1:]
        vouchers += earned.vouchers
        standing = earned.standing
    return Replayed(standing, tuple(filled), tuple(vouchers))
