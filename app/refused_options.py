"""What was mistyped on the command line, as `--kind tea` or `stempel bakcup`: refused in our words, as everything else there is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from app.terminal import say, wanted

_MISTYPED = 2  # as a shell has it: the command was not understood
# What the library calls a slip that its exceptions don't tell apart.
_SLIPS = {
    r"No such command '(.*?)'\.(.*)": "There is no command {0}.{1}",
    r"Got unexpected extra argument\(s\) \((.*)\)": "{0}: that is more than this command takes.",
    r"Option '(.*)' requires an argument\.": "{0}: write its value behind it.",
    r"Option '(.*)' does not take a value\.": "{0} takes no value.",
}


class OurWords(TyperGroup):
    """The commands; whatever can't be understood of one, or of its options, is said in a line, with what to write."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        """Read what stands before the first command."""
        with _in_our_words():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _in_our_words():
            return super().invoke(ctx)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except typer.TyperException as refused:
        said = _said(refused)
        if said is None:
            raise
        say(said, err=True)
        raise typer.Exit(_MISTYPED) from None


def _said(refused: typer.TyperException) -> str | None:
    """Say what is wrong, and what to write; None for what is no slip, as a command group alone, which shows its help."""
    if isinstance(refused, typer.BadParameter):
        return _bad_value(refused)
    option, near = getattr(refused, "option_name", ""), getattr(refused, "possibilities", None)
    if near is not None or type(refused).__name__ == "NoSuchOption":
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        return f"There is no option {option}.{meant} {_explained(refused)}"
    slips = ((re.fullmatch(like, str(refused)), said) for like, said in _SLIPS.items())
    found = next(((slip, said) for slip, said in slips if slip), None)
    return f"{found[1].format(*found[0].groups())} {_explained(refused)}".rstrip() if found else None


def _bad_value(refused: typer.BadParameter) -> str:
    cause, param = refused.__cause__, refused.param
    if param is not None and type(refused) is not typer.BadParameter:
        return f"Missing {param.param_type_name} {param.opts[-1]}. {_explained(refused)}"
    if param is None or not isinstance(cause, ValidationError):  # one that we refuse ourselves
        named = refused.param_hint or (param.opts[-1] if param else "")
        return f"{named}: {refused.message}"
    problem = cause.errors()[0]
    choices = param.type_descriptor.choices
    asked = f"write one of {', '.join(map(str, choices))}." if choices else wanted(problem)
    return f"{param.opts[-1]} {problem['input']}: {asked} {_explained(refused)}"


def _explained(refused: typer.TyperException) -> str:
    ctx = getattr(refused, "ctx", None)
    command = " ".join(["stempel", *ctx.command_path.split()[1:]]) if ctx else ""
    return f"`{command} --help` explains it." if ctx else ""
