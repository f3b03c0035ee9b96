"""What is held about a person, for that person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.state import CardState
from actions.wallet import own_cards
from loyalty.records import Person
from storage import holdings, persons
from storage.holdings import SECTIONS
from storage.statements import Tx

__all__ = ["SECTIONS", "Held", "everything_held"]


@dataclass(frozen=True, slots=True)
class Held:
    """A person as we know them; `rows` holds every row of every table that is about them, by `SECTIONS`."""

    person: Person
    cards: tuple[CardState, ...]
    rows: Mapping[str, list[dict[str, Any]]]


def everything_held(tx: Tx, person_id: int, *, now: datetime) -> Held:
    """Return all that is held about a person."""
    own = own_cards(tx, person_id, now=now)  # first: what ran out has run out before it is told
    return Held(persons.by_id(tx, person_id), tuple(own), holdings.held(tx, person_id))
