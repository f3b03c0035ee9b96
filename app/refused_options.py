"""Options that can't be, as `--kind tea`: refused in our words, as everything else on the command line is."""

from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from app.terminal import say, wanted

_MISTYPED = 2  # as a shell has it: the command was not understood


class OurWords(TyperGroup):
    """The commands; whatever one of them refuses of an option is said in a line, with what to write."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as refused:
            if type(refused) is not typer.BadParameter:  # one that is missing is named well enough
                raise
            say(_said(refused), err=True)
            raise typer.Exit(_MISTYPED) from None


def _said(refused: typer.BadParameter) -> str:
    cause, param = refused.__cause__, refused.param
    if param is None or not isinstance(cause, ValidationError):  # one that we refuse ourselves
        return f"{refused.param_hint}: {refused.message}"
    problem = cause.errors()[0]
    choices = param.type_descriptor.choices
    asked = f"write one of {', '.join(map(str, choices))}." if choices else wanted(problem)
    command = " ".join(["stempel", *(refused.ctx.command_path.split()[1:] if refused.ctx else ())])
    return f"{param.opts[-1]} {problem['input']}: {asked} `{command} --help` explains it."
