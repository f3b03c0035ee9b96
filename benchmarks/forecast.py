"""How often what is foretold holds: the day of a customer's goal, and a shop's rewards in a fortnight; docs/forecast.md.

`python -m benchmarks.forecast` plays rhythms that are made up, and CDNOW where it is installed; `… FILE.csv` your own.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError
from itertools import pairwise
from math import ceil, exp, log
from pathlib import Path
from random import Random
from statistics import fmean, median
from typing import Literal, assert_never

from benchmarks import redemptions
from benchmarks.histories import read
from loyalty.cards.pace import ENOUGH_TO_FORETELL, NEWEST_VISITS, DayVisited, outlook, pace_of

Days = list[date]
OPENED = date(2023, 1, 1)
LASTS_DAYS = 900
_SHOP_SIZES = (40, 400)
VISITS_TO_GO = (1, 2, 3, 5, 8)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a made-up customer comes: gaps of usual days that stray, tend somewhere, and are now and then much longer."""

    strays: float = 0.0
    tends: float = 1.0  # each gap is so many times the one before
    away: float = 0.0  # of the gaps, so many are 40 days longer
    usual: float | None = None  # days; else about eight, and everybody their own
    kind: Literal["log-normal", "by chance", "bursts"] = "log-normal"

    def gap(self, random: Random, usual: float, visits: int) -> float:
        """Draw the days to the next visit."""
        match self.kind:
            case "by chance":
                return random.expovariate(1 / usual)
            case "bursts":
                return 2 if random.random() < 0.6 else 4 * usual
            case "log-normal":
                absence = 40 * (random.random() < self.away)
                return usual * self.tends**visits * exp(random.gauss(0, self.strays)) + absence
            case _:
                assert_never(self.kind)


RHYTHMS = {
    "once a week, to the day": Rhythm(usual=7),
    "regular (a gap strays by 15 %)": Rhythm(0.15),
    "irregular (by 80 %)": Rhythm(0.8),
    "by chance, no rhythm at all": Rhythm(kind="by chance"),
    "slowing by 8 % a visit": Rhythm(0.1, tends=1.08),
    "quickening by 5 % a visit": Rhythm(0.2, tends=0.95, usual=30),
    "strays by 30 %, 40 days away now and then": Rhythm(0.3, away=0.05),
    "in bursts": Rhythm(kind="bursts"),
}


def people(rhythm: Rhythm, count: int, random: Random) -> list[Days]:
    """Invent customers of one rhythm, whose usual gaps lie around eight days."""
    found = []
    for _ in range(count):
        usual, day, days = rhythm.usual or exp(random.gauss(log(8), 0.5)), 0.0, [0]
        while day < LASTS_DAYS and len(days) < 60:
            day += max(1.0, rhythm.gap(random, usual, len(days) - 1))
            days.append(int(day))
        found.append([OPENED + timedelta(days=each) for each in sorted(set(days))])
    return found


@dataclass(slots=True)
class Tally:
    """What became of forecasts: how many were asked for, and of those told how many held."""

    asked: int = 0
    told: int = 0
    days: int = 0  # told as one day
    held: int = 0
    sooner: int = 0
    later: int = 0
    widths: list[float] = field(default_factory=list)  # of the range, by the wait
    errors: list[float] = field(
        default_factory=list
    )  # days too early (-) or late (+), of the day in the middle
    plain: list[float] = field(default_factory=list)  # the same of a mean gap for each visit to go

    def row(self, name: str) -> str:
        """Give a line of the table."""
        there = max(1, self.held + self.sooner + self.later)
        cells = (self.told / max(1, self.asked), self.days / max(1, self.told), self.held / there)
        ends = (self.sooner / there, self.later / there, 1 - there / max(1, self.told))
        middle = [
            f"{fmean(each):+.0f}, {fmean(map(abs, each)):.0f}" if each else "-"
            for each in (self.errors, self.plain)
        ]
        width = f"{median(self.widths):.1f} ×" if self.widths else "-"
        shares = [f"{share:.0%}" for share in (*cells, *ends)]
        return "| " + " | ".join([name, f"{self.asked:,}", *shares, width, *middle]) + " |"


def replay(histories: Sequence[Days], random: Random, *, asked_each: int = 2, late: bool = False) -> Tally:
    """Ask on days between visits for some visits ahead, knowing what lies before; forecasts that outlast the data don't count."""
    tally, end = Tally(), max(map(max, histories))
    for days in histories:
        for _ in range(asked_each if len(days) > ENOUGH_TO_FORETELL else 0):
            known = random.randrange(ENOUGH_TO_FORETELL, len(days) + 1)
            until = days[known] if known < len(days) else end + timedelta(days=1)
            silent = _late(days[:known], random) if late else random.randrange((until - days[known - 1]).days)
            if days[known - 1] + timedelta(days=silent) < until:
                today = days[known - 1] + timedelta(days=silent)
                _count(tally, days, known, today, random.choice(VISITS_TO_GO), end)
    return tally


def _late(known: Days, random: Random) -> int:
    gaps = [(later - day).days for day, later in pairwise(known)][-NEWEST_VISITS:]
    return int(median(gaps)) + 1 + random.randrange(7)


def _count(tally: Tally, days: Days, known: int, today: date, to_go: int, end: date) -> None:
    visited = [DayVisited(day, 1) for day in days[:known]]
    said = outlook(pace_of(visited, today=today), to_go, balance=0, by=None, today=today)
    first, last = said.between or (said.reached_on, said.reached_on)
    if first is None or last is None or said.reached_on is None:
        tally.asked += 1
        return
    if not said.between:  # "about" a day is taken for three days around it, or a fifth of the wait
        about = timedelta(days=max(3, round((first - today).days / 5)))
        first, last = first - about, last + about
    if last > end:
        return
    tally.asked, tally.told, tally.days = tally.asked + 1, tally.told + 1, tally.days + (not said.between)
    tally.widths.append((last - first).days / (said.reached_on - today).days)
    if known + to_go > len(days):
        return
    came = days[known + to_go - 1]
    tally.held += first <= came <= last
    tally.sooner += came < first
    tally.later += came > last
    tally.errors.append((said.reached_on - came).days)
    tally.plain.append((today - came).days + _plain(days[:known], to_go, today))


def _plain(known: Days, to_go: int, today: date) -> int:
    """Return the days to go by the mean gap of the newest visits: what is usually done."""
    newest = known[-NEWEST_VISITS:]
    gap = max((newest[-1] - newest[0]).days / (len(newest) - 1), (today - newest[0]).days / len(newest))
    return ceil(max(gap - (today - newest[-1]).days, gap / 2) + (to_go - 1) * gap)


def main(files: Sequence[Path], *, count: int = 1500) -> None:
    """Print the tables: goals asked on any day, and when somebody is late, as reminders do; then what a shop gives away."""
    rhythms = {} if files else RHYTHMS
    customers = [(name, people(rhythm, count, Random(name))) for name, rhythm in rhythms.items()]  # noqa: S311
    try:
        real = [(file.stem, read(file)) for file in files] or [("CDNOW", read(None))]
    except PackageNotFoundError:
        real = []
        print("CDNOW is not here: pip install --no-deps lifetimes", file=sys.stderr)
    for late in (False, True):
        print(f"\n### Asked {'when a visit is overdue' if late else 'on any day'}\n")
        _print_head(
            "| rhythm | asked | told | as one day | held | came sooner | later | not yet | width | error: mean, size | by the mean gap |"
        )
        for name, histories in [*customers, *real]:
            print(replay(histories, Random(name), late=late).row(name), flush=True)  # noqa: S311
    print("\n### Rewards in the coming fortnight\n")
    _print_head(redemptions.HEAD)
    shops = [
        (f"{size} customers, {name}", redemptions.shop(histories[:size], Random(name)))  # noqa: S311
        for size in _SHOP_SIZES
        for name, histories in customers
    ]
    for name, histories in [*shops, *real]:
        print(redemptions.replay(histories).row(name), flush=True)


def _print_head(titles: str) -> None:
    print(titles)
    print("|---" * (titles.count("|") - 1) + "|")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
