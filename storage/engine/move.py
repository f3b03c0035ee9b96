"""Everything from SQLite to PostgreSQL, or back, while Stempel goes on serving from where it is.

The rows are copied from one picture of the database, and all are compared; then those follow that changed meanwhile, each
looked at again, until few are left; then the old database is closed to writing, the last changes follow, and the new one is
committed. Whatever goes wrong leaves the new database as empty as it was. `docs/decisions/0033-…` tells why.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Update, bindparam, delete, update

from storage.engine.balances import uneven
from storage.engine.both import Run, both, check_ways
from storage.engine.changes import Keys, changed, point
from storage.engine.database import read_database
from storage.engine.errors import StorageError
from storage.engine.rows import (
    Form,
    Progress,
    Stored,
    by_key,
    count,
    has_key,
    kept_forms,
    number_on,
    put,
    read,
    tally,
)
from storage.tables import counters, entries

Step = Literal["watch", "close", "reopen"]
Ask = Callable[[Step], Awaitable[None]]  # lets whoever writes the old database do something to it

_FEW = 500  # changes that are copied in a moment
_ROUNDS = 10
_AT_ONCE = 500
_COUNTERS = {counters.name: counters.c.id.name, entries.name: entries.c.counter_id.name}
_AGAIN = (
    "Nothing was moved, and the old database goes on. Start `stempel move` anew; if it goes on, report this."
)
_UNEVEN = ("Balances are not what was booked.", _AGAIN)


async def move(source: str, target: str, *, ask: Ask, progress: Progress, closing: Callable[[], None]) -> int:
    """Move every row, and give their number; `closing` hears when the old database takes no more writes."""
    return await _Move(ask, progress, closing).go(source, target)


@dataclass(slots=True)
class _Move:
    """One move from its beginning to its end."""

    ask: Ask
    progress: Progress
    closing: Callable[[], None]  # hears when writing ends in the old database
    since: int = 0
    rows: int = 0

    async def go(self, source: str, target: str) -> int:
        """Move every row, and give their number; the old database stays closed to writing."""
        check_ways(source, target)
        async with read_database(source):
            pass  # it is there, and of this version
        await self.ask("watch")
        try:
            async with both(source, target) as run:
                await run(self._copy)
                await run(self._compare)
                await self._catch_up(run)
                self.closing()
                await self.ask("close")
                await run(self._follow)
                await run(_number_on)
                return self.rows
        except BaseException:
            await self.ask("reopen")
            raise

    def _copy(self, source: Connection, target: Connection) -> None:
        self.since = point(source)
        of = sum(count(source, form) for form in kept_forms())
        for form in kept_forms():
            rows = (row for batch in read(source, form) for row in batch)
            self.rows += put(target, form, self._told(rows, of)).rows

    def _told(self, rows: Iterable[Stored], of: int) -> Iterator[Stored]:
        for number, row in enumerate(rows, start=self.rows + 1):
            self.progress(number, of)
            yield row

    def _compare(self, source: Connection, target: Connection) -> None:
        """See that both are the same, row by row: from here on only what changes can make them differ."""
        self._follow(source, target)
        for form in kept_forms():
            if tally(source, form) != tally(target, form):
                raise _differ(form)
        if uneven(target):
            raise StorageError(*_UNEVEN)

    async def _catch_up(self, run: Run) -> None:
        for _ in range(_ROUNDS):
            if await run(self._follow) < _FEW:
                return

    def _follow(self, source: Connection, target: Connection) -> int:
        """Bring what changed since the last look, look at it again, and tell how many rows that were."""
        until = point(source)
        keys = changed(source, self.since)
        found = _differences(source, target, keys)
        for each in reversed(found):
            each.take_away(target)
        for each in found:
            each.bring(target)
        _check(source, target, keys, found)
        self.rows += sum(len(each.fresh) - len(each.gone) for each in found)
        self.since = until
        return sum(map(len, keys.values()))


def _check(source: Connection, target: Connection, keys: Keys, brought: list["_Difference"]) -> None:
    """See that what changed is the same on both sides, and the balances that it is about are what was booked."""
    for left in _differences(source, target, keys):
        if left.gone or left.fresh or left.other:
            raise _differ(left.form)
    for part in _parts({(counter,) for each in brought for counter in each.counters()}):
        if uneven(target, [only for (only,) in part]):
            raise StorageError(*_UNEVEN)


def _differ(form: Form) -> StorageError:
    return StorageError(f"The rows of {form.name} did not arrive as they left.", _AGAIN)


def _number_on(_: Connection, target: Connection) -> None:
    number_on(target, kept_forms())


@dataclass(slots=True)
class _Difference:
    """How the rows of a table that changed differ in the new database."""

    form: Form
    gone: list[Stored] = field(default_factory=list)  # as they were
    fresh: list[Stored] = field(default_factory=list)
    other: list[Stored] = field(default_factory=list)

    def take_away(self, target: Connection) -> None:
        """Delete what is no more."""
        for keys in _parts(map(self.form.key_of, self.gone)):
            target.execute(delete(self.form.table()).where(has_key(self.form, keys)))

    def bring(self, target: Connection) -> None:
        """Write what is other than it was, and then what is new, which may have taken its place."""
        if self.other:
            target.execute(_new_values(self.form), [_renamed(self.form, row) for row in self.other])
        put(target, self.form, self.fresh)

    def counters(self) -> set[int]:
        """Name the counters whose balance or lines of the ledger these rows are."""
        if self.form.name not in _COUNTERS:
            return set()
        place = self.form.columns.index(_COUNTERS[self.form.name])
        return {row[place] for row in (*self.gone, *self.fresh, *self.other)}


def _new_values(form: Form) -> Update:
    values = {name: bindparam(f"new_{name}", type_=form.column(name).type) for name in form.columns}
    this = [key == bindparam(f"old_{key.name}", type_=key.type) for key in form.key_columns()]
    return update(form.table()).where(*this).values(values)


def _renamed(form: Form, row: Stored) -> dict[str, Any]:
    values = dict(zip(form.columns, row, strict=True))
    return {f"old_{name}": values[name] for name in form.key} | {
        f"new_{name}": values[name] for name in values
    }


def _differences(source: Connection, target: Connection, keys: Keys) -> list[_Difference]:
    return [_difference(source, target, form, keys.get(form.name, ())) for form in kept_forms()]


def _difference(source: Connection, target: Connection, form: Form, keys: Iterable[Stored]) -> _Difference:
    found = _Difference(form)
    for part in _parts(keys):
        here, there = by_key(source, form, part), by_key(target, form, part)
        found.gone += [row for key, row in there.items() if key not in here]
        found.fresh += [row for key, row in sorted(here.items()) if key not in there]
        found.other += [row for key, row in sorted(here.items()) if there.get(key, row) != row]
    return found


def _parts(keys: Iterable[Stored]) -> Iterator[list[Stored]]:
    coming = iter(sorted(keys))
    while part := list(islice(coming, _AT_ONCE)):
        yield part
