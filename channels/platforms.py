"""The platforms that can be set up: each folder here with a `setup.py`. A new one is found, not listed."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

import channels
from channels.setup import PlatformSetup


def find_platforms(package: ModuleType) -> Iterator[type[PlatformSetup]]:
    """Find what a package's folders declare, by name: the `PlatformSetup` that each calls `Setup`."""
    for folder in sorted(found.name for found in iter_modules(package.__path__) if found.ispkg):
        where = f"{package.__name__}.{folder}.setup"
        if find_spec(where):
            yield import_module(where).Setup


PLATFORMS = tuple(find_platforms(channels))


def address_of(channel: str, handle: str) -> str:
    """Return where a shop's own account is found, by what its links call it."""
    own_link = next(platform.own_link for platform in PLATFORMS if platform.name == channel)
    return own_link(handle, "").partition("?")[0]


def is_number(channel: str, external_id: str) -> bool:
    """Say whether a channel knows somebody by their phone number."""
    return any(platform.is_number(external_id) for platform in PLATFORMS if platform.name == channel)
