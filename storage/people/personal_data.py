"""Everything that is held about one person, table by table, as they may ask to see it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import FromClause, Join, Select

from storage import retention
from storage.engine.statements import Statement, Tx
from storage.people.held.beside_cards import BESIDE_CARDS
from storage.people.held.cards import OF_CARDS
from storage.people.held.messages import MESSAGES
from storage.people.held.person import OF_PERSON
from storage.people.held.whose import IN_OTHERS
from storage.people.held.work import WORK

__all__ = ["IN_OTHERS", "KEPT", "SECTIONS", "held"]

# What is held, a file each for what it is about, in the order in which it is shown.
_QUERIES: Mapping[str, Select[Any]] = {**OF_PERSON, **OF_CARDS, **BESIDE_CARDS, **MESSAGES, **WORK}
# In the order of what they say (the shop, then mostly when): else each engine has an order of its own, another each time.
_SECTIONS = {
    name: (
        [str(column.key) for column in query.selected_columns],
        Statement(query.order_by(*query.selected_columns)),
    )
    for name, query in _QUERIES.items()
}
SECTIONS = tuple(_SECTIONS)


def _listed(found: FromClause) -> Iterator[str]:
    """Name the tables of which each line of a part is a row; what is only beside a line goes by itself."""
    if not isinstance(found, Join):
        yield str(getattr(found, "name", ""))
        return
    yield from _listed(found.left)
    if not found.isouter:
        yield from _listed(found.right)


_GO = {one.table: max(each.kept for each in retention.GO if each.table == one.table) for one in retention.GO}
# How long rows of a part are kept at most, by the same lines as the nightly forgetting; the others stay until /forget.
KEPT: Mapping[str, timedelta] = {
    name: _GO[table]
    for name, query in _QUERIES.items()
    for found in query.get_final_froms()
    for table in _listed(found)
    if table in _GO
}


def held(tx: Tx, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return every row that is about a person, under the names of what it is and what it says."""
    return {
        name: [_named(columns, row) for row in statement.all(tx, person_id=person_id)]
        for name, (columns, statement) in _SECTIONS.items()
    }


def _named(columns: list[str], row: Sequence[Any]) -> dict[str, Any]:
    said = dict(zip(columns, row, strict=True))
    if said.get("programme", "") is None:  # there is one, and nobody need ask which
        del said["programme"]
    return said
