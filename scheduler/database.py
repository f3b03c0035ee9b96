"""What the clock's work needs of a database: to write in one transaction, and to read beside the writer."""

from collections.abc import Callable
from typing import Any, Protocol


class Storage(Protocol):
    """What a round or a night needs of a database."""

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction."""

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)`, which only reads."""
