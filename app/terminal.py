"""What every command does alike: read the settings, run to the end, print facts, and say faults in words."""

import asyncio
import json
import re
import shlex
import shutil
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from uvicorn.loops.auto import auto_loop_factory

from app.settings import NothingToServeError, NowhereToListenError, Settings
from app.side_door import BadOptionError
from channels.setup import SetupError
from storage.engine.errors import StorageError

AsJson = Annotated[bool, typer.Option("--json", help="Print facts as JSON.")]

# A command of ours in a text: in backticks, or on a line of its own.
_COMMAND = re.compile(r"(`|^ {2})stempel ", re.MULTILINE)

# What a setting wants, by what pydantic calls a value that is not it; `ctx` holds the limit.
_WANTED = {
    "too_short": "write at least {min_length} characters.",
    "int_parsing": "write a whole number.",
    "less_than_equal": "write a number that is {le} at most.",
    "greater_than_equal": "write a number that is at least {ge}.",
    "literal_error": "write {expected}.",
    "string_pattern_mismatch": "write only what fits {pattern}",
}

_INTERRUPTED = 130  # as a shell has it: what was to come after this command does not

# What an operator can mend; each says in words how.
_MENDABLE = (BadOptionError, NothingToServeError, NowhereToListenError, StorageError, SetupError)


def named_file(path: Path | None) -> Path | None:
    """Take what names a file; "-" would be a pipe, which can be read and written once only, and never checked."""
    if path == Path("-"):
        raise typer.BadParameter("name a file, not a pipe.")
    return path


AFile = Annotated[Path, typer.Argument(callback=named_file)]


def read_settings() -> Settings:
    """Read the settings, or say which can't be, and end."""
    try:
        return Settings()
    except UnicodeDecodeError:
        typer.echo("The file .env can't be read: save it anew as UTF-8 text.", err=True)
        raise typer.Exit(2) from None
    except ValidationError as error:
        for problem in error.errors():
            where = "".join(f"{place}: " for place in problem["loc"])
            typer.echo(where + wanted(problem), err=True)
        raise typer.Exit(2) from None


def wanted(problem: Mapping[str, Any]) -> str:
    """Say what a setting wants; what our own checks say is said already."""
    wanted = _WANTED.get(problem["type"])
    return (
        wanted.format_map(problem.get("ctx", {})) if wanted else problem["msg"].removeprefix("Value error, ")
    )


def database_url() -> str:
    """Return where the database is."""
    return read_settings().database_url.get_secret_value()


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end; what an operator can mend is said in words."""
    try:
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:  # uvloop takes a quarter off a scan
            return runner.run(work)
    except KeyboardInterrupt:
        say("Stopped.", err=True)
        raise typer.Exit(_INTERRUPTED) from None
    except _MENDABLE as error:
        raise exit_with(error) from None
    except ExceptionGroup as errors:
        mendable = errors.subgroup(_MENDABLE)
        if mendable is None:
            raise
        raise exit_with(mendable.exceptions[0]) from None


def exit_with(error: Exception) -> typer.Exit:
    """Say an error, and return the exit to raise."""
    say(str(error), err=True)
    return typer.Exit(1)


def say(text: str, *, err: bool = False) -> None:
    """Print words for a person, with each of our commands written as this person's shell finds it."""
    typer.echo(_COMMAND.sub(rf"\1{_called()} ", text), err=err)


def _called() -> str:
    """Return what this program is called by where it was started: a newcomer's shell knows no bare `stempel`."""
    found = shutil.which(sys.argv[0])
    bare = shutil.which("stempel")
    if not found or "stempel" not in Path(found).name or found == bare:
        return "stempel"
    return shlex.quote(sys.argv[0])


def show(facts: Any, *, as_json: bool, lines: list[str]) -> None:
    """Print facts for a program, or lines for a person."""
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        say("\n".join(lines))
