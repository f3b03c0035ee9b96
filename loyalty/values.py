"""`dataclass` and `replace` for values that are made by the dozen at every scan: frozen for the type checker, quick to make.

`frozen=True` sets each field past a guard of its own, so that an object of ten fields takes ten times as long to make.
Of these only the type checker sees the guard (docs/decisions/0028-values-frozen-by-the-type-checker.md).
"""

import dataclasses
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type[Any]], type[Any]]:
        """Make a dataclass that compares and hashes by its fields, as a frozen one does."""
        return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)

    def replace(value: Any, /, **changes: Any) -> Any:
        """Make a value of two fields or more anew with some of them changed, in half the time of `dataclasses.replace`."""
        places, values_of = _fields(type(value))
        values = list(values_of(value))
        for name, changed in changes.items():
            values[places[name]] = changed
        return type(value)(*values)

    @cache
    def _fields(kind: type[Any]) -> tuple[dict[str, int], Callable[[Any], tuple[Any, ...]]]:
        names = [field.name for field in dataclasses.fields(kind)]
        return {name: place for place, name in enumerate(names)}, attrgetter(*names)
