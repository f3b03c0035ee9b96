"""A table that is about people is forgotten neither where they are shown what we hold nor where two become one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Table
from sqlalchemy.sql import visitors

from storage.people import merges, personal_data
from storage.tables import metadata

# What becomes of each place that names a person when that one becomes another: a new one wants a word here.
LINKED = {
    "addresses.person_id": "given",
    "accounts.person_id": "given, or emptied onto the other's of the same shop",
    "staff.person_id": "given, or the higher role stays",
    "occurrences.person_id": "given",
    "letters.person_id": "given",
    "invites.used_by": "given while a shop may be opened with it",
    "preferences.person_id": "the calmer holds",
    "consents.person_id": "a no from either holds",
    "link_codes.person_id": "stays: each works once",
    "uses.person_id": "stays: over within a day",
    "consent_questions.person_id": "stays: asked of both",
    "merges.kept_id": "stays: what happened",
    "merges.gone_id": "stays: what happened",
    "handovers.giver_id": "stays: what happened",
    "handovers.taker_id": "stays: what happened",
    "handovers.ordered_by": "stays: what happened",
    "findings.settled_by": "stays: what happened",
    "letter_answers.answered_by": "stays: what happened",
    "events.opened_by": "stays: what happened",
    "improvements.told_by": "stays: what happened",
    "invites.created_by": "stays: what happened",
    "coalition_invites.created_by": "stays: what happened",
    "debts.paid_by": "stays: what happened",
    "programme_versions.created_by": "stays: what happened",
    "broadcasts.ordered_by": "stays: what happened",
    "audit.person_id": "stays: what happened",
}


def _about_people() -> set[str]:
    """Name the tables that point at a person, or at what does."""
    found, more = set[str](), {"persons"}
    while more - found:
        found |= more
        more = {table.name for table in metadata.tables.values() if _targets(table) & found}
    return found


def _targets(table: Table) -> set[str]:
    return {key.column.table.name for key in table.foreign_keys}


def _read(query: Select[Any]) -> Iterator[str]:
    return (part.name for part in visitors.iterate(query) if isinstance(part, Table))


def test_people_are_shown_what_stands_about_them_in_every_table() -> None:
    shown = {name for query in personal_data._QUERIES.values() for name in _read(query)}
    assert _about_people() - shown == set()


def test_every_place_that_names_a_person_has_a_word_about_linking() -> None:
    places = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "persons"
    }
    assert places == set(LINKED)


def test_what_is_said_to_be_given_is_given() -> None:
    given = {place.partition(".")[0] for place, word in LINKED.items() if word.startswith("given")}
    written_down = {"accounts" if name == "cards" else name for name in merges._OF_PERSONS}
    assert given == written_down
