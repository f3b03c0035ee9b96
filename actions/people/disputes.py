"""What a customer asked about lines of their own card, and what the shop answered: seen where the line stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from actions.cards.card_state import CardState, load_every
from storage.cards import accounts, history
from storage.cards.history import HistoryLine
from storage.engine.statements import Tx
from storage.people import letters


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question about a line in its customer's words, and the answers so far."""

    text: str
    answers: tuple[str, ...]


def asked_about(tx: Tx, person_id: int, shop_id: int) -> Mapping[int, tuple[AskedLine, ...]]:
    """Return what a person asked about lines of a shop's ledger, by line."""
    found: dict[int, tuple[AskedLine, ...]] = {}
    for letter in letters.about_lines(tx, person_id, shop_id):
        if letter.entry_id:
            said = tuple(one.text for one in letters.answers(tx, letter))
            found[letter.entry_id] = (*found.get(letter.entry_id, ()), AskedLine(letter.text, said))
    return found


def own_line(
    tx: Tx, person_id: int, account_id: int, entry_id: int, *, now: datetime
) -> tuple[HistoryLine, tuple[CardState, ...]] | None:
    """Return a line of one of a person's cards, with how that stands; None where it is on none."""
    own = next((one for one in accounts.of_person(tx, person_id) if one.id == account_id), None)
    found = history.lines(tx, own, before=entry_id + 1, most=1) if own else []
    if own is None or not found or found[0].id != entry_id:
        return None
    return found[0], load_every(tx, own, now=now)
