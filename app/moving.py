"""`stempel move`: to a database of the other engine while Stempel serves, with a few seconds of "try again" at the end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Annotated

import typer
from sqlalchemy import Connection

from app.clock import read_clock
from app.database_cli import ask_for_key, tell_progress
from app.side_door import BadOptionError, OfficeCommand, knock
from app.terminal import AsJson, database_url, run, show
from storage.engine.both import check_nothing_there
from storage.engine.changes import close, reopen, watch
from storage.engine.database import Database, build_database
from storage.engine.errors import StorageError
from storage.engine.move import Step, move

_STEPS: dict[Step, Callable[[Connection], None]] = {"watch": watch, "close": close, "reopen": reopen}
_MOVED = "{rows} rows are there, counted and compared; nothing was stored in the old database for the last {closed_s} s."
_NOW = "Set STEMPEL_DATABASE_URL to the new one and start `stempel serve` anew: what came meanwhile, messengers bring again."


@dataclass(slots=True)
class _Closing:
    """When the old database took its last write."""

    at: datetime = field(default_factory=read_clock)

    def note(self) -> None:
        self.at = read_clock()


def move_(
    to: Annotated[str, typer.Option(help="postgresql://…, or sqlite:///… to go back.")],
    *,
    undo: Annotated[
        bool, typer.Option("--undo", help="Open the old database again after a move that ended half-way.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Move everything to an empty database of the other engine, also while `serve` runs, and close the old one."""
    here = database_url()
    if undo:
        run(_undo(here, to))
        show({"reopened": True}, as_json=as_json, lines=["The old database takes writes again."])
        return
    closing = _Closing()
    rows = run(move(here, to, ask=partial(_ask, here), progress=tell_progress, closing=closing.note))
    facts = {"rows": rows, "closed_s": round((read_clock() - closing.at).total_seconds(), 1)}
    show(facts, as_json=as_json, lines=[_MOVED.format(**facts), _NOW])
    if not as_json:
        ask_for_key(to)


async def _undo(here: str, to: str) -> None:
    await check_nothing_there(to)
    await _ask(here, "reopen")


async def _ask(url: str, step: Step) -> None:
    """Let whoever writes a database do something to it: only one process writes an SQLite file."""
    if await knock(url, "move", {"step": step}) is None:
        await build_database(url, _STEPS[step])


def move_commands(db: Database) -> dict[str, OfficeCommand]:
    """Name what a move asks of a Stempel that has the database open."""

    async def take(step: Step) -> None:
        try:
            await db.write(_STEPS[step])
        except StorageError as error:
            raise BadOptionError(str(error)) from None

    return {"move": take}
