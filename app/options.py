"""A command that takes its options as one value: typer reads them from the fields of a dataclass."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, get_type_hints

Options = TypeVar("Options")


def takes(options: type[Options]) -> Callable[[Callable[[Options], None]], Callable[..., None]]:
    """Let a command be called with one option for each field, and get them as one value."""

    def adapted(command: Callable[[Options], None]) -> Callable[..., None]:
        @wraps(command)
        def spread(**given: Any) -> None:
            command(options(**given))

        # What typer looks at in place of the command's own: names, defaults, types and help.
        spread.__signature__ = signature(options)  # type: ignore[attr-defined]
        spread.__annotations__ = get_type_hints(options, include_extras=True)
        return spread

    return adapted
