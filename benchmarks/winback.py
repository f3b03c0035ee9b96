"""The win-back study: which rule wastes the fewest offers on people who would have come anyway.

`python -m benchmarks.winback [FILE.csv]` prints the tables of docs/winback.md; without a file it reads CDNOW.
`--small-shops` asks instead from how many customers on the learned rule is worth having.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import numpy as np

from benchmarks.winback_replay import Days, Outcome, Replay, auc, days_of, halves
from benchmarks.winback_rules import Judged, fit_bgnbd, newcomer_rules, regular_rules
from loyalty.lapse import KNOWN_VISITS, FixedSilence, Hazard, lapses_after
from scheduler import learning
from scheduler.visits_csv import BadVisits, read_visits

PLAIN_DAYS = 60
Histories = list[list[date]]


def read(file: Path | None) -> Histories:
    """Give each customer's days of visit, from a CSV or from CDNOW."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    if file is None:
        for line in _cdnow().read_text().splitlines()[1:]:
            if line.strip():
                customer, day, *_ = line.split()
                days[customer].add(datetime.strptime(day, "%Y%m%d").date())  # noqa: DTZ007 - a day
    else:
        with file.open(encoding="utf-8", newline="") as lines:
            for visit in read_visits(lines, "USD").visits:
                days[visit.customer].add(visit.at.date())
    return [sorted(visited) for visited in days.values()]


def _cdnow() -> Path:
    """Find the file without importing its package, which needs pandas and more."""
    for each in files("lifetimes") or ():
        if each.name == "CDNOW_master.txt":
            return Path(str(each.locate()))
    raise PackageNotFoundError("lifetimes")


def judge(histories: Histories) -> None:
    """Print the table of each group."""
    for title, visits, rules in (
        ("Three visits or more", range(KNOWN_VISITS, 10**6), regular_rules),
        ("One visit or two", range(1, KNOWN_VISITS), newcomer_rules),
    ):
        middle, until = halves(histories)
        at_half = judged(histories, visits, middle)
        at_39 = at_half if until - middle < 7 else judged(histories, visits, until)
        print(f"\n### {title}\n")
        counted = "wasted | back in 90 days | silence | before own gap"
        print(f"| rule | carried: fired | {counted} | switched on: fired | {counted} | AUC |")
        print("|---" * 12 + "|")
        plain = _plain(at_half.days, at_39.days)
        volumes = [outcome.fired for outcome in plain]
        later = rules(at_39) if at_39 is not at_half else None
        for name, scores, ranking in rules(at_half):
            outcomes = [
                Replay(at_half.days, carried).at_volume(scores, volume)
                for carried, volume in zip((True, False), volumes, strict=True)
            ]
            foretold = next(later)[2] if later else ranking
            _row(name, outcomes, auc(foretold, at_39.days))


def judged(histories: Histories, visits: range, middle: int) -> Judged:
    """Lay out one group, parted at a day."""
    days = days_of(histories, visits=visits, middle=middle)
    return Judged(
        days,
        days.learnable(looks_only=False),
        days.learnable(looks_only=True),
        fit_bgnbd(histories, until=middle),
    )


def _plain(days: Days, at_39: Days) -> list[Outcome]:
    outcomes = [Replay(days, carried).outcome(days.silent >= PLAIN_DAYS) for carried in (True, False)]
    _row(f"silent for {PLAIN_DAYS} days (recency)", outcomes, auc(-at_39.silent.astype(float), at_39))
    return outcomes


def _row(name: str, outcomes: Sequence[Outcome], foretold: float) -> None:
    cells = [
        cell
        for each in outcomes
        for cell in (
            f"{each.fired:,}",
            *(f"{share:.1%}" for share in (each.wasted, each.back_in_90)),
            f"{each.silence:.0f}",
            f"{each.early:.0%}",
        )
    ]
    print("|", " | ".join([name, *cells, f"{foretold:.3f}"]), "|", flush=True)


def chosen(histories: Histories) -> None:
    """Print what the product would choose today, and what it did to newcomers in the second half."""
    today = max(map(max, histories))
    choice = learning.choose_rule(histories, today=today, plain=FixedSilence(PLAIN_DAYS))
    print(
        f"\nchosen today: {choice.why}; plain {choice.plain.fired:,} fired {choice.plain.share:.1%} wasted, "
        f"learned {choice.learned.fired:,} fired {choice.learned.share:.1%} wasted"
    )
    if isinstance(choice.rule, Hazard):
        print(f"newcomers' silences: {choice.rule.newcomer_days}")
        newcomers = days_of(histories, visits=range(1, KNOWN_VISITS), middle=halves(histories)[0])
        needed = np.array([lapses_after(choice.rule, each.known) for each in newcomers.silences])[
            newcomers.of
        ]
        whole = Days(newcomers.silences, newcomers.last, 0)
        for name, days in (("learned", needed), ("plain", PLAIN_DAYS)):
            print(
                f"newcomers, whole span, {name}:",
                Replay(whole, carried=True).outcome(newcomers.silent >= days),
            )


def small_shops(histories: Histories, *, draws: int = 30) -> None:
    """Print how shops of so many customers fare: learned in the first two thirds, judged on silences begun later."""
    learning.ENOUGH_FIRED = 1  # what the product asks for is what this table is to justify
    first, last = min(map(min, histories)), max(map(max, histories))
    today = first + (last - first) * 2 // 3
    shuffled = random.Random(1)  # noqa: S311 - a study, not a secret
    print(
        "| customers | shops | plain firings checked | learned chosen | better then | wasted plain | learned | with its own threshold: fired | wasted |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for size in (50, 100, 200, 400, 800, 1600, 3200):
        if size > len(histories) * 2 // 3:
            break  # drawn shops would be much the same
        trials = [_trial(shuffled.sample(histories, size), today, last) for _ in range(draws)]
        _shops_row(size, [trial for trial in trials if trial.plain.fired])


@dataclass(frozen=True, slots=True)
class Trial:
    """What was chosen, and what came later: the plain rule, the chosen one as often, and as it was."""

    choice: learning.Choice
    plain: learning.Tally
    as_often: learning.Tally
    as_it_was: learning.Tally


def _trial(histories: Histories, today: date, last: date) -> Trial:
    plain = FixedSilence(PLAIN_DAYS)
    known = [[day for day in days if day <= today] for days in histories]
    choice = learning.choose_rule(known, today=today, plain=plain)
    every = (each for days in histories for each in learning.silences_of(days, today=last))
    later = [each for each in every if each.began_on > today and each.known.visits >= KNOWN_VISITS]
    before = learning.tally_of(plain, later, today=last)
    even = choice.rule
    if isinstance(even, Hazard):
        even = learning.at_volume(even, later, before.fired, today=last)
    tallies = (learning.tally_of(rule, later, today=last) for rule in (even, choice.rule))
    return Trial(choice, before, *tallies)


def _shops_row(size: int, trials: Sequence[Trial]) -> None:
    taken = [trial for trial in trials if trial.choice.why == "learned"]
    better = sum(trial.as_often.share <= trial.plain.share for trial in taken)
    sums = [
        learning.Tally(sum(each.fired for each in tallies), sum(each.wasted for each in tallies))
        for tallies in zip(*((each.plain, each.as_often, each.as_it_was) for each in taken), strict=True)
    ] or [learning.Tally(0, 0)] * 3
    plain, as_often, as_it_was = sums
    checked = np.mean([trial.choice.plain.fired for trial in trials])
    times = as_it_was.fired / max(1, plain.fired)
    print(
        f"| {size} | {len(trials)} | {checked:.0f} | {len(taken)} | {better} | {plain.share:.1%} | {as_often.share:.1%} "
        f"| {times:.2f} × | {as_it_was.share:.1%} |",
        flush=True,
    )


def main() -> None:
    """Read the file and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a CSV of customer, date-time, amount")
    parser.add_argument("--small-shops", action="store_true")
    asked = parser.parse_args()
    try:
        histories = read(asked.file)
    except PackageNotFoundError:
        sys.exit(
            "CDNOW is not here: pip install --no-deps lifetimes, or name a CSV of customer, date-time, amount."
        )
    except (BadVisits, OSError, UnicodeDecodeError) as error:
        sys.exit(str(error))
    visits = sum(map(len, histories))
    print(
        f"{len(histories):,} customers, {visits:,} days of visit, {min(map(min, histories))} to {max(map(max, histories))}"
    )
    if asked.small_shops:
        small_shops(histories)
    else:
        judge(histories)
        chosen(histories)


if __name__ == "__main__":
    main()
