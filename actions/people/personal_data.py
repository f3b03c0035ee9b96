"""What is held about a person, for that person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.cards.card_state import CardState
from actions.cards.own_cards import own_counters
from actions.people.likes import OwnLikes, own_likes
from loyalty.records import Person
from storage.engine.statements import Tx
from storage.people import merges, personal_data, persons
from storage.people.personal_data import IN_OTHERS, KEPT, SECTIONS

__all__ = ["IN_OTHERS", "KEPT", "SECTIONS", "PersonalData", "everything_held"]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A person as we know them; `rows` holds every row of every table that is about them, by `SECTIONS`."""

    person: Person
    cards: tuple[tuple[CardState, ...], ...]  # each with all its counters
    likes: tuple[OwnLikes, ...]  # what was read from their visits among it, which stands in no row
    rows: Mapping[str, list[dict[str, Any]]]


def everything_held(tx: Tx, person_id: int, *, now: datetime) -> PersonalData:
    """Return all that is held about a person, and about whoever became one with them."""
    own = own_counters(tx, person_id, now=now)  # first: what ran out has run out before it is told
    rows = personal_data.held(tx, person_id)
    for gone in merges.gone_into(tx, person_id):
        for section, more in personal_data.held(tx, gone).items():
            rows[section] += [row for row in more if row not in rows[section]]
    known = own_likes(tx, person_id, now=now)
    return PersonalData(persons.by_id(tx, person_id), tuple(own), tuple(known), rows)
