"""The kinds of parts that a programme can have beside what visits earn: each file here makes one, and no list names them."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from loyalty.cards.part import Part


def _kinds() -> Iterator[type[Part]]:
    for module in iter_modules(__path__):
        kind: type[Part] = import_module(f"{__name__}.{module.name}").PART
        yield kind


PARTS: Mapping[str, type[Part]] = {kind.name: kind for kind in _kinds()}
