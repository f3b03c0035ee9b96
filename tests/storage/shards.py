"""How a database over several machines would part the tables, and which of them a query would have to ask."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Executable,
    PrimaryKeyConstraint,
    Select,
    Table,
    UniqueConstraint,
)
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ClauseElement, ColumnElement
from sqlalchemy.sql.selectable import Alias, FromClause, Join, SelectBase

import storage
from actions.campaigns.kinds.win_back import WIN_BACK
from storage.campaigns import candidates
from storage.campaigns.segment import Segment
from storage.engine.statements import Statement
from storage.tables import by_the_way

# By the column whose value decides where a row lies: what belongs to a shop lies together, as does what belongs to a person.
EVERYWHERE = ""  # few rows, which every machine has
PLACES = {
    **dict.fromkeys(
        (
            "accounts", "audit", "benefits", "branches", "broadcasts", "campaigns", "cause_payments", "challenges", "coalition_invites", "coalition_months", "coalitions", "counters", "debts", "donations", "doses", "draw_players", "draw_results", "draws", "entries", "errands", "experiments", "favourites", "findings",
            "goals", "good_causes", "handovers", "introductions", "invites", "letters", "logos", "looks", "memberships", "newcomers", "occurrences", "partners", "programme_versions", "programmes", "item_tags", "items", "likes", "offer_tags",
            "payments", "portrait_moves", "portrait_nights", "portraits", "proofs", "referrals", "spend_codes", "staff", "targets", "till_totals", "treatments", "chosen_lines", "visits", "vouchers", "purchases", "shared_cards", "tags",
            "alerts", "attributes", "link_openings", "customer_facts", "filters",
            "event_guests", "events", "improvements", "letter_answers", "letter_subjects", "opinions", "questions",
        ),
        "shop_id",
    ),
    **dict.fromkeys(
        ("addresses", "consent_questions", "consents", "link_codes", "preferences"), "person_id"
    ),
    "persons": "id",
    **dict.fromkeys(("conversations", "outbox", "views"), "address_id"),
    "updates": "key",
    **dict.fromkeys(
        (
            "bots", "closures", "leases", "media", "merges", "moves", "paces", "pauses", "shops", "templates",
            "uses",
        ),
        EVERYWHERE,
    ),
}  # fmt: skip

_Node = tuple[int, str]


def statements() -> Iterator[tuple[str, Statement[Any]]]:
    """Give every statement of the house with its name."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" in module.name:
            continue
        importlib.import_module(module.name)
        for name, value in vars(sys.modules[module.name]).items():
            yield from _within(f"{module.name}.{name}", value)
    for name, segment in vars(candidates).items():
        if isinstance(segment, Segment):
            yield f"{candidates.__name__}.{name}", segment.of(WIN_BACK).statement


def _within(name: str, value: object) -> Iterator[tuple[str, Statement[Any]]]:
    if isinstance(value, Statement):
        yield name, value
    elif isinstance(value, Mapping) and not name.endswith("__"):
        for key, each in value.items():
            yield from _within(f"{name}[{key}]", each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _within(name, each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _within(f"{name}.{field.name}", getattr(value, field.name))


def asks_one_place(query: Executable) -> bool:
    """Say whether a query finds all that it reads or writes in one place, known from its parameters."""
    return named_by(query) is not None


def named_by(query: Executable) -> set[str] | None:
    """Return the parameters of which each names the one place that a query asks; none where every place has what it asks for.

    None where it may have to ask several.
    """
    if not isinstance(query, (SelectBase, UpdateBase)):
        raise TypeError(f"Nobody can tell what a text asks: {query}")
    if isinstance(query, Insert) and query.select is None:
        return _named_by_row(query)
    same = _Same()
    for left, right in _equalities(query):
        same.join(left, right)
    where = {same.root(node) for node in _placed(query)}
    if len(where) > 1 or not where <= {same.root(node) for node in same.given}:
        return None
    return {name for number, name in same.given if same.root((number, name)) in where}


class _Same:
    """Which columns and parameters have one value."""

    def __init__(self) -> None:
        self._above: dict[_Node, _Node] = {}
        self.given: set[_Node] = set()

    def root(self, node: _Node) -> _Node:
        while node in self._above:
            node = self._above[node]
        return node

    def join(self, one: _Node, other: _Node) -> None:
        self.given |= {node for node in (one, other) if node[0] == 0}
        one, other = self.root(one), self.root(other)
        if one != other:
            self._above[one] = other


def _named_by_row(query: Insert) -> set[str]:
    place = PLACES[_plain(query.table).name]
    if place == EVERYWHERE:
        return set()
    written = {getattr(column, "key", column): value for column, value in (query._values or {}).items()}
    given = written.get(place)
    return {given.key if isinstance(given, BindParameter) else place}


def asks_for_one_row(query: Executable) -> bool:
    """Say whether a query names one row by a key of its own, wherever that lies: every place looks into an index."""
    assert isinstance(query, ClauseElement)
    tables = {id(table): table for table in _tables(query) if PLACES[_plain(table).name] != EVERYWHERE}
    if len(tables) != 1:
        return False
    [(number, table)] = tables.items()
    same = _Same()
    for left, right in _equalities(query):
        same.join(left, right)
    given = {same.root(node) for node in same.given}
    named = {column.key for column in table.c if same.root((number, column.key)) in given}
    return any(key <= named for key in _keys(_plain(table)))


def kept_unique_everywhere(query: Executable) -> bool:
    """Say whether a query adds rows of which there may be one of a key in all places, which none of them can see to alone."""
    if not isinstance(query, Insert):
        return False
    table = _plain(query.table)
    return any(PLACES[table.name] not in {EVERYWHERE, *key} for key in _keys(table) if key != {"id"})


def _keys(table: Table) -> list[set[str]]:
    unique = [one for one in table.constraints if isinstance(one, (PrimaryKeyConstraint, UniqueConstraint))]
    return [{column.key for column in one.columns} for one in unique]


def _node(element: Any) -> _Node | None:
    if isinstance(element, by_the_way):
        element = element.column
    if isinstance(element, BindParameter):
        return (0, element.key)
    if isinstance(element, Column) or (isinstance(element, ColumnElement) and hasattr(element, "table")):
        return (id(element.table), element.key or "")
    return None


def _equalities(query: ClauseElement) -> Iterator[tuple[_Node, _Node]]:
    if isinstance(query, Insert) and query.select is not None:
        given = query.select.selected_columns if isinstance(query.select, Select) else ()
        for name, column in zip(query._select_names or (), given, strict=True):
            left, right = _node(query.table.c[name]), _node(column)
            if left and right:
                yield left, right
    for element in visitors.iterate(query):
        if isinstance(element, (Select, UpdateBase)):
            for condition in getattr(element, "_where_criteria", ()):
                yield from _all_of(condition)
        if isinstance(element, Select):
            for joined in element.get_final_froms():
                yield from _joined_by(joined)


def _joined_by(one: FromClause) -> Iterator[tuple[_Node, _Node]]:
    if isinstance(one, Join):
        yield from _all_of(one.onclause)
        yield from _joined_by(one.left)
        yield from _joined_by(one.right)


def _all_of(condition: Any) -> Iterator[tuple[_Node, _Node]]:
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _all_of(part)
    elif isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        left, right = _node(condition.left), _node(condition.right)
        if left and right:
            yield left, right


def _placed(query: ClauseElement) -> Iterator[_Node]:
    """Give the column that places each table of a query whose rows don't lie everywhere."""
    seen: dict[int, str] = {}
    for table in _tables(query):
        where = PLACES[_plain(table).name]
        if where != EVERYWHERE:
            seen[id(table)] = where
    yield from seen.items()


def _plain(table: FromClause) -> Table:
    while isinstance(table, Alias):
        table = table.element
    assert isinstance(table, Table)
    return table


def _tables(query: ClauseElement) -> Iterator[FromClause]:
    if isinstance(query, UpdateBase):
        yield from _single(query.table)
    for element in visitors.iterate(query):
        if isinstance(element, Select):
            for one in element.get_final_froms():
                yield from _single(one)
        elif isinstance(element, Column):
            yield from _single(element.table)


def _single(one: FromClause) -> Iterator[FromClause]:
    if isinstance(one, Join):
        yield from _single(one.left)
        yield from _single(one.right)
    elif isinstance(one, Table) or (isinstance(one, Alias) and isinstance(one.element, Table)):
        yield one
