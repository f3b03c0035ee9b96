"""What only one of several processes does at a time: by a lease that ends by itself, and fences off who lost it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from storage.engine import leases
from storage.engine.errors import StorageError
from storage.engine.statements import Tx

__all__ = [
    "ALONE",
    "LEASE",
    "Hold",
    "LeaseLostError",
    "StorageError",
    "TakenSince",
    "fenced",
    "hold",
    "leave",
]

T = TypeVar("T")

LEASE = timedelta(seconds=30)
ALONE = 0  # the epoch where nobody shares the database


class LeaseLostError(StorageError):
    """Another process does this by now: nothing is stored, as in an outage, and whatever was under way is left."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Another process has the {name} by now.", "Nothing is to be done.")


class TakenSince:
    """What a fenced transaction returns in the place of what it would have done."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A lease that is ours until then; at `ALONE`, for ever."""

    name: str
    epoch: int
    until: datetime


def hold(tx: Tx, name: str, owner: str, *, now: datetime) -> Hold | None:
    """Take a lease, or keep it for longer; None where another process has it."""
    if not leases.is_shared(tx):
        return Hold(name, ALONE, datetime.max.replace(tzinfo=now.tzinfo))
    until = now + LEASE
    epoch = leases.take(tx, name, owner, until=until, now=now)
    return None if epoch is None else Hold(name, epoch, until)


def fenced(tx: Tx, mine: Hold, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> T | TakenSince:
    """Run `fn(tx, …)`, unless another process has taken the lease since."""
    if mine.epoch != ALONE and leases.epoch_of(tx, mine.name) != mine.epoch:
        return TakenSince()
    return fn(tx, *args, **kwargs)


def leave(tx: Tx, name: str, owner: str, *, now: datetime) -> None:
    """Let another process have a lease at once."""
    leases.leave(tx, name, owner, now=now)
