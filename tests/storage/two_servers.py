"""A plugin of pytest: what a statement asks of one place, it finds where that place is a server of its own.

    pytest --two-servers -k postgres tests/storage tests/actions

After each test on PostgreSQL what it left is parted over two servers, as `shards.py` places it, and its statements are asked
again: of the whole, and of the server that their parameters name. Both must find the same, or refuse for the same reason.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zlib import crc32

import pytest
from sqlalchemy import Connection, ForeignKeyConstraint, SelectBase, text
from sqlalchemy.schema import DropConstraint

from storage.engine.errors import UNIQUE_VIOLATION, sqlstate
from storage.engine.statements import Statement
from storage.tables import metadata
from tests.conftest import migrated_server, new_postgres
from tests.shared_postgres import SharedPostgres, shared_postgres_at
from tests.storage.shards import (
    EVERYWHERE,
    PLACES,
    asks_for_one_row,
    kept_unique_everywhere,
    named_by,
    statements,
)

# How often a statement is asked again for one test, until it found enough, and at most.
_A_TEST, _FOUND, _COMPARED = 10, 30, 300
_REPLICA = text("SET LOCAL session_replication_role = replica")  # no trigger, no reference is looked at
# New rows come behind those that were copied.
_NEW_IDS = text("SELECT setval(format('%I', sequencename)::regclass, 1000000) FROM pg_sequences")

Params = Mapping[str, Any]
Outcome = Counter[str] | int | str  # rows, how many were written, or the code of a refusal
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with what it was asked with."""

    statement: Statement[Any]
    params: Params

    def of(self, halves: Sequence[Outcome]) -> Outcome:
        """Return what is said by the server that it names, or by both where a row may lie on either."""
        names = named_by(self.statement.query)
        if names is None:
            return _together(*halves)
        named = [self.params[name] for name in names if name in self.params]
        return halves[_server(named[0]) if named else 0]


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement that finds in one place something else than in the whole."""

    asked: Asked
    whole: Outcome
    there: Outcome

    def __str__(self) -> str:
        """Say which statement it is, and what it found."""
        return f"{self.asked.statement.query}\n{self.asked.params}\nin the whole: {self.whole}\nthere: {self.there}"


@dataclass(frozen=True, slots=True)
class TwoServers:
    """A database, and two others that share its rows between them."""

    whole: SharedPostgres
    halves: Sequence[SharedPostgres]

    async def compare(self, all_asked: Sequence[Asked]) -> tuple[list[Asked], list[Difference]]:
        """Return which statements found something, and which find something else where they are sent to."""
        if not all_asked:
            return [], []
        await self._part()
        wholes = await self.whole.write(_outcomes, all_asked)
        halves = [await half.write(_outcomes, all_asked) for half in self.halves]
        found, differences = [], []
        for asked, whole, *each in zip(all_asked, wholes, *halves, strict=True):
            if (there := asked.of(each)) == whole:
                found += [asked] if whole and not isinstance(whole, str) else []
            elif whole != UNIQUE_VIOLATION or not kept_unique_everywhere(asked.statement.query):
                differences.append(Difference(asked, whole, there))
        return found, differences

    async def _part(self) -> None:
        rows = await self.whole.read(_rows)
        for number, half in enumerate(self.halves):
            half.empty()
            share = {
                name: [one for one in all_of if _lies(name, one, number)] for name, all_of in rows.items()
            }
            await half.write(_fill, share)


def _together(one: Outcome, other: Outcome) -> Outcome:
    if isinstance(one, str) or isinstance(other, str):
        return one if isinstance(one, str) else other
    return one + other  # type: ignore[operator]


def _lies(table: str, row: Mapping[str, Any], number: int) -> bool:
    place = PLACES[table]
    return place == EVERYWHERE or _server(row[place]) == number


def _server(value: object) -> int:
    return crc32(repr(value).encode()) % 2


def _rows(tx: Connection) -> Rows:
    read = {
        table.name: [dict(row) for row in tx.execute(table.select()).mappings()]
        for table in metadata.sorted_tables
    }
    return {name: rows for name, rows in read.items() if rows}


def _fill(tx: Connection, rows: Rows) -> None:
    tx.execute(_REPLICA)
    tx.execute(_NEW_IDS)
    for name, each in rows.items():
        if each:
            tx.execute(metadata.tables[name].insert(), list(each))


def _outcomes(tx: Connection, all_asked: Sequence[Asked]) -> list[Outcome]:
    """Ask everything of one database, which stays as it is."""
    return [_outcome(tx, asked) for asked in all_asked]


def _outcome(tx: Connection, asked: Asked) -> Outcome:
    statement, nested = asked.statement, tx.begin_nested()
    try:
        if isinstance(statement.query, SelectBase):
            return Counter(map(repr, statement.all(tx, **asked.params)))
        return statement.run(tx, **asked.params)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be the same
        return sqlstate(error) or type(error).__name__
    finally:
        nested.rollback()


def _without_references_elsewhere(tx: Connection) -> None:
    """Drop the references from one place to another, which several servers can't keep."""
    for table in metadata.tables.values():
        for one in table.constraints:
            if isinstance(one, ForeignKeyConstraint) and _leads_elsewhere(one):
                tx.execute(DropConstraint(one))


def _leads_elsewhere(one: ForeignKeyConstraint) -> bool:
    here, there = PLACES[one.table.name], PLACES[one.referred_table.name]
    return there != EVERYWHERE and not here == there == "shop_id"


@dataclass(slots=True)
class _Heard:
    """What a test asked of one place, and how often each statement was compared, and found something, in all tests."""

    asked: dict[Statement[Any], list[Asked]] = field(default_factory=dict)
    compared: Counter[Statement[Any]] = field(default_factory=Counter)
    found: Counter[Statement[Any]] = field(default_factory=Counter)

    def note(self, asked: Asked) -> None:
        one = asked.statement
        if self.found[one] < _FOUND and self.compared[one] < _COMPARED and _is_placed(one):
            before = self.asked.setdefault(one, [])
            if len(before) < _A_TEST and asked not in before:
                before.append(asked)

    def taken(self) -> list[Asked]:
        taken = [asked for several in self.asked.values() for asked in several]
        self.asked.clear()
        self.compared.update(asked.statement for asked in taken)
        return taken


@cache
def _is_placed(statement: Statement[Any]) -> bool:
    return named_by(statement.query) is not None or asks_for_one_row(statement.query)


_heard = _Heard()
_found_by_workers: set[str] = set()


def pytest_configure() -> None:
    """Listen to every statement on PostgreSQL."""
    prepared = Statement._prepared

    def noted(self: Statement[Any], tx: Connection, params: dict[str, Any]) -> Any:
        ready = prepared(self, tx, params)  # raises where a test asks wrongly
        if tx.dialect.name == "postgresql":
            _heard.note(Asked(self, dict(params)))
        return ready

    Statement._prepared = noted  # type: ignore[method-assign]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell what was compared to who started this worker."""
    if hasattr(session.config, "workeroutput"):
        names = {one: name for name, one in statements()}
        session.config.workeroutput["found"] = [names[one] for one in _heard.found if one in names]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear of it."""
    _found_by_workers.update(node.workeroutput["found"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which of the statements that can be placed found something on two servers as in the whole."""
    placed = {name for name, one in statements() if _is_placed(one)}
    missing = sorted(placed - _found_by_workers)
    terminalreporter.section("two servers")
    terminalreporter.line(
        f"{len(placed) - len(missing)} of {len(placed)} statements found the same there. These found nothing:"
    )
    terminalreporter.line(" ".join(missing))


@contextmanager
def open_two_servers(whole: SharedPostgres, server: str) -> Iterator[TwoServers]:
    """Run a second server, and have on each a database for its share of the rows."""
    with ExitStack() as stack:
        enter = stack.enter_context
        halves = [
            enter(shared_postgres_at(enter(new_postgres(one)))) for one in (server, enter(migrated_server()))
        ]
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            for half in halves:
                runner.run(half.write(_without_references_elsewhere))
        yield TwoServers(whole, halves)


@pytest.fixture(scope="session")
def two_servers(shared_postgres: SharedPostgres, postgres_server: str) -> Iterator[TwoServers]:
    """Lend two servers to all tests of a worker."""
    with open_two_servers(shared_postgres, postgres_server) as two:
        yield two


@pytest.fixture(autouse=True)
def asked_again_of_two_servers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask again what a test on PostgreSQL asked of one place."""
    two_at_once = hasattr(request.module, "overlap")  # they wait for each other in one database
    if "postgres" not in request.node.name or two_at_once:
        yield
        return
    request.getfixturevalue("postgres_url")  # is emptied after this
    two: TwoServers = request.getfixturevalue("two_servers")
    _heard.asked.clear()
    yield
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        found, differences = runner.run(two.compare(_heard.taken()))
    _heard.found.update(asked.statement for asked in found)
    assert not differences, "\n\n".join(map(str, differences))
