"""`dataclass` for values that are made by the dozen at every scan: frozen for the type checker, quick to make.

`frozen=True` sets each field past a guard of its own, so that an object of ten fields takes ten times as long to make.
Of these only the type checker sees the guard (docs/decisions/0028-values-frozen-by-the-type-checker.md).
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type[Any]], type[Any]]:
        """Make a dataclass that compares and hashes by its fields, as a frozen one does."""
        return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)
