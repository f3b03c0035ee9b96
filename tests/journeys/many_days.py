"""Look for a day in the street that mixes two shops up, at random and as long as there is time.

`python -m tests.journeys.many_days 600` tries days of forty steps for ten minutes, eight with each seed, and prints what failed;
`python -m tests.journeys.many_days 1 17` tries those of the seed 17 again.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from secrets import randbelow
from tempfile import TemporaryDirectory
from time import monotonic

from storage.engine.database import open_database
from tests.journeys.street_left import Left, lived_in
from tests.journeys.test_isolation_machine import search

_DAYS, _STEPS = 8, 40


async def _make(file: Path) -> None:
    async with open_database(f"sqlite:///{file}"):
        pass


def _tries(left: Left, seed: int) -> str:
    """Try the days of a seed, and say what came of it."""
    try:
        with TemporaryDirectory(prefix="stempel-days-") as folder:
            search(left, Path(folder), days=_DAYS, steps=_STEPS, seed=seed)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        return f"{type(error).__name__}: {error}"
    return "nothing"


def main(words: Sequence[str]) -> None:
    """Try days until the time is over; each seed that began is brought to its end."""
    seconds, first = float(words[0]), int(words[1]) if len(words) > 1 else randbelow(10**6)
    with TemporaryDirectory(prefix="stempel-days-") as folder:
        file = Path(folder, "lived.db")
        asyncio.run(_make(file))
        with lived_in(file) as left:
            _look(left, count(first), until=monotonic() + seconds)


def _look(left: Left, seeds: Iterable[int], *, until: float) -> None:
    for seed in seeds:
        print(f"seed {seed}: {_tries(left, seed)}", flush=True)  # noqa: T201 - that is what it is for
        if monotonic() >= until:
            return


if __name__ == "__main__":
    main(sys.argv[1:])
