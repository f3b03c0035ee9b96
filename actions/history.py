"""What happened on a card, a page at a time, for its customer."""

from dataclasses import dataclass
from datetime import datetime

from actions.state import CardState
from actions.wallet import NoCard, own_card
from storage import history
from storage.history import Line
from storage.statements import Tx

__all__ = ["Line", "Page", "card_history"]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, newest first; `older` says where the next page starts."""

    state: CardState
    lines: tuple[Line, ...]
    older: int | None


def card_history(
    tx: Tx, person_id: int, card_id: int, *, before: int | None, most: int, now: datetime
) -> Page | NoCard:
    """Return up to `most` lines of one of a person's cards, those before line `before`."""
    state = own_card(tx, person_id, card_id, now=now)
    if isinstance(state, NoCard):
        return state
    lines = history.lines(tx, card_id, before=before, most=most + 1)
    shown = tuple(lines[:most])
    return Page(state, shown, shown[-1].id if len(lines) > most else None)
