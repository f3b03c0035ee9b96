"""Everything from SQLite to PostgreSQL, or back, while Stempel goes on serving from where it is.

The rows are copied from one picture of the database, then those that changed meanwhile, until few are left; then the
old database is closed to writing, the last changes follow, both are compared, and the new one is committed. Whatever goes
wrong leaves the new database as empty as it was. `docs/decisions/0033-…` tells why.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Update, bindparam, delete, update

from storage.engine.balances import uneven
from storage.engine.both import Run, both, check_ways
from storage.engine.changes import changed, point
from storage.engine.database import read_database
from storage.engine.errors import StorageError
from storage.engine.rows import (
    Form,
    Progress,
    Stored,
    Tally,
    by_key,
    count,
    has_key,
    kept_forms,
    number_on,
    put,
    read,
    tally,
)

Step = Literal["watch", "close", "reopen"]
Ask = Callable[[Step], Awaitable[None]]  # lets whoever writes the old database do something to it

_FEW = 500  # changes that are copied in a moment
_ROUNDS = 10
_AT_ONCE = 500
_AGAIN = (
    "Nothing was moved, and the old database goes on. Start `stempel move` anew; if it goes on, report this."
)


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
    sums: dict[str, Tally] = field(default_factory=dict)

    async def go(self, source: str, target: str) -> int:
        """Move every row, and give their number; the old database stays closed to writing."""
        check_ways(source, target)
        async with read_database(source):
            pass  # it is there, and of this version
        await self.ask("watch")
        try:
            async with both(source, target) as run:
                await run(self._copy)
                await run(self._compare_copy)
                await self._catch_up(run)
                self.closing()
                await self.ask("close")
                await run(self._follow)
                return await run(self._finish)
        except BaseException:
            await self.ask("reopen")
            raise

    def _copy(self, source: Connection, target: Connection) -> None:
        self.since = point(source)
        counts = {form.name: count(source, form) for form in kept_forms()}
        done, of = 0, sum(counts.values())
        for form in kept_forms():
            rows = (row for batch in read(source, form) for row in batch)
            self.sums[form.name] = put(target, form, self._told(rows, done, of))
            done += self.sums[form.name].rows

    def _told(self, rows: Iterable[Stored], done: int, of: int) -> Iterator[Stored]:
        for number, row in enumerate(rows, start=done + 1):
            self.progress(number, of)
            yield row

    def _compare_copy(self, _: Connection, target: Connection) -> None:
        for form in kept_forms():
            if tally(target, form) != self.sums[form.name]:
                raise StorageError(f"The rows of {form.name} did not arrive as they left.", _AGAIN)

    async def _catch_up(self, run: Run) -> None:
        for _ in range(_ROUNDS):
            if await run(self._follow) < _FEW:
                return

    def _follow(self, source: Connection, target: Connection) -> int:
        """Bring what changed since the last look, and tell how many rows that were."""
        until = point(source)
        keys = changed(source, self.since)
        differences = [_difference(source, target, form, keys.get(form.name, ())) for form in kept_forms()]
        for each in reversed(differences):
            each.take_away(target)
        for each in differences:
            each.bring(target)
        self.since = until
        return sum(map(len, keys.values()))

    def _finish(self, source: Connection, target: Connection) -> int:
        number_on(target, kept_forms())
        counts = [(form.name, count(source, form), count(target, form)) for form in kept_forms()]
        if wrong := [name for name, here, there in counts if here != there]:
            raise StorageError(f"Not as many rows of {', '.join(wrong)} arrived as there are.", _AGAIN)
        if uneven(target):
            raise StorageError("Balances are not what was booked.", _AGAIN)
        return sum(here for _, here, _ in counts)


@dataclass(slots=True)
class _Difference:
    """How the rows of a table that changed differ in the new database."""

    form: Form
    gone: list[Stored] = field(default_factory=list)
    fresh: list[Stored] = field(default_factory=list)
    other: list[Stored] = field(default_factory=list)

    def take_away(self, target: Connection) -> None:
        """Delete what is no more."""
        for keys in _parts(self.gone):
            target.execute(delete(self.form.table()).where(has_key(self.form, keys)))

    def bring(self, target: Connection) -> None:
        """Write what is other than it was, and then what is new, which may have taken its place."""
        if self.other:
            target.execute(_new_values(self.form), [_renamed(self.form, row) for row in self.other])
        put(target, self.form, self.fresh)


def _new_values(form: Form) -> Update:
    values = {name: bindparam(f"new_{name}", type_=form.column(name).type) for name in form.columns}
    this = [key == bindparam(f"old_{key.name}", type_=key.type) for key in form.key_columns()]
    return update(form.table()).where(*this).values(values)


def _renamed(form: Form, row: Stored) -> dict[str, Any]:
    values = dict(zip(form.columns, row, strict=True))
    return {f"old_{name}": values[name] for name in form.key} | {
        f"new_{name}": values[name] for name in values
    }


def _difference(source: Connection, target: Connection, form: Form, keys: Iterable[Stored]) -> _Difference:
    found = _Difference(form)
    for part in _parts(keys):
        here, there = by_key(source, form, part), by_key(target, form, part)
        found.gone += [key for key in there if key not in here]
        found.fresh += [row for key, row in sorted(here.items()) if key not in there]
        found.other += [row for key, row in sorted(here.items()) if there.get(key, row) != row]
    return found


def _parts(keys: Iterable[Stored]) -> Iterator[list[Stored]]:
    coming = iter(sorted(keys))
    while part := list(islice(coming, _AT_ONCE)):
        yield part
