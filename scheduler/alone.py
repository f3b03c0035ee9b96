"""One of many things that the clock starts: one shop's, one person's, one table's. What fails in it ends there.

The one place where a bug in scheduled work ends (decision 40).
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from actions.tx import StorageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failed:
    """A fault of ours ended it; whoever started it tells of that, and goes on with the next."""

    error: Exception


async def alone(work: Awaitable[T]) -> T | Failed:
    """Do one thing; what storage refuses is raised, for it is the trouble of all."""
    try:
        return await work
    except StorageError:
        raise
    except Exception as error:  # noqa: BLE001 - those after it are not to blame
        return Failed(error)
