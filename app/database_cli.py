"""The commands that keep a database: brought up to date, copied, put back, moved elsewhere."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app import upkeep
from app.bot_office import locked_bots
from app.clock import read_clock
from app.settings import folder_of, has_secret_key
from app.terminal import AFile, AsJson, database_url, exit_with, read_settings, run, say, show
from storage.engine.errors import StorageError

_NO_KEY = (
    "The codes and printed cards that people have were signed with the .stempel-secret beside the database that these"
    " rows come from. Copy it beside this one, or set the same STEMPEL_SECRET, before you run `stempel serve`."
)
_LOCKED = (
    "The keys that are set here open none of these shops' own bots: {bots}. Set STEMPEL_TOKEN_KEYS (or STEMPEL_SECRET) to"
    " what it was where they come from, or give each its token again with `stempel bot add`."
)
_STANDARD_OUTPUT = Path("-")
_TOLD_EVERY = 100_000  # rows


def migrate() -> None:
    """Bring the database's tables up to date (`serve` does it by itself)."""
    begun = read_clock()
    run(upkeep.migrate(database_url()))
    took_s = (read_clock() - begun).total_seconds()
    typer.echo(f"The tables are up to date ({took_s:.0f} s).")


def backup(target: AFile) -> None:
    """Write a checked copy of the SQLite database, also while `serve` runs."""
    try:
        upkeep.backup(database_url(), target)
    except StorageError as error:
        raise exit_with(error) from None
    typer.echo(f"Written: {target}")


def restore(
    source: AFile,
    *,
    overwrite: Annotated[bool, typer.Option(help="Replace the database that is there.")] = False,
) -> None:
    """Put a copy in the database's place; `serve` must not be running."""
    try:
        upkeep.restore(source, database_url(), overwrite=overwrite)
    except StorageError as error:
        raise exit_with(error) from None
    typer.echo("Restored.")
    ask_for_key(database_url())


def ask_for_key(url: str) -> None:
    """Say what is missing where a database came without the key that its codes were signed with."""
    if not has_secret_key(read_settings(), beside=folder_of(url)):
        say(_NO_KEY)


def export(
    target: Annotated[Path | None, typer.Argument(help="Standard output when left out, or -.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write everything as JSON lines, to move to another database, also while `serve` runs."""
    if target in (None, _STANDARD_OUTPUT):
        run(upkeep.export_rows(database_url(), sys.stdout, progress=tell_progress))
        return
    rows = run(upkeep.export_to(database_url(), target, progress=tell_progress))
    show({"file": str(target), "rows": rows}, as_json=as_json, lines=[f"Written: {target} ({rows} rows)"])


def import_(source: AFile, *, as_json: AsJson = False) -> None:
    """Read what `stempel export` wrote into a new database, whole or not at all; again, to go on where it was broken off."""
    rows = run(
        upkeep.import_rows(source, database_url(), progress=tell_progress, going_on=tell_what_is_there)
    )
    show({"file": str(source), "rows": rows}, as_json=as_json, lines=[f"Read: {rows} rows"])
    if as_json:
        return
    ask_for_key(database_url())
    if locked := run(locked_bots(read_settings())):
        say(_LOCKED.format(bots=", ".join(locked)))


def tell_what_is_there(done: int, of: int) -> None:
    """Tell that what was broken off goes on."""
    typer.echo(f"{done:,} of {of:,} rows are there already; it goes on with the next.", err=True)


def tell_progress(done: int, of: int) -> None:
    """Tell now and then how far something long is."""
    if done % _TOLD_EVERY == 0:
        typer.echo(f"{done:,} of {of:,} rows", err=True)
