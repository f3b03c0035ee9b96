"""What a programme's parts cost at the till: a scan by rules with eight of them, beside one by the bare stamp card."""

import shutil
from dataclasses import replace
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crowd import crowded, run
from benchmarks.rows import Row, row
from benchmarks.scan_transaction import NOW, plan_of, rate
from loyalty.cards.part import Part
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.surprise import Surprise
from storage.engine.database import open_database
from storage.engine.statements import Tx
from storage.shop import programmes

_CARDS, _ROUNDS, _SCANS = 2_000, 9, 300
_MICROSECONDS = 1_000_000
# One of them gives something at every scan, which is a line of the ledger more.
_EIGHT: tuple[Part, ...] = (
    BonusTime(times=2),
    BonusTime(weekdays=(1,), times=3),
    BonusTime(start=time(3), end=time(4), plus=1),
    BonusTime(start=time(22), end=time(2), plus=1),
    BonusItem("Cake", 2),
    BonusItem("Own cup"),
    BonusItem("New on the menu"),
    Surprise(),
)


def measure(*, cards: int = _CARDS, rounds: int = _ROUNDS, scans: int = _SCANS) -> list[Row]:
    """Return microseconds a scan, one at a time."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder), cards, rounds, scans))


async def _measure(folder: Path, cards: int, rounds: int, scans: int) -> list[Row]:
    bare, full = folder / "bare.db", folder / "full.db"
    async with crowded(bare, cards, now=NOW) as crowd:
        plan = plan_of(crowd, rounds * scans)
    shutil.copy(bare, full)
    took: list[tuple[float, float]] = []
    async with open_database(f"sqlite:///{full}") as rich, open_database(f"sqlite:///{bare}") as plain:
        await rich.write(_add_parts, crowd.cards[0].shop_id)
        for first in range(0, len(plan), scans):
            part = plan[first : first + scans]
            took.append(
                (_MICROSECONDS / await rate(rich, part, 1), _MICROSECONDS / await rate(plain, part, 1))
            )
    return [row("scan_parts", "µs", took)]


def _add_parts(tx: Tx, shop_id: int) -> None:
    today = programmes.first(tx, shop_id)
    rules = replace(today.programme, parts=_EIGHT)
    programmes.change(tx, shop_id, today.programme_id, rules, by=None, now=NOW)
