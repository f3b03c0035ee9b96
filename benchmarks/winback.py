"""The win-back study: which rule wastes the fewest offers on people who would have come anyway.

`python -m benchmarks.winback [FILE.csv]` prints the tables of docs/winback.md; without a file it reads CDNOW.
`--small-shops` asks instead from how many customers on the learned rule is worth having, `--next-year` how a choice
fares in the year after it: frozen, and refitted every two months.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np

from benchmarks.histories import Histories, read
from benchmarks.winback_replay import Outcome, Replay, days_of, middle_of
from benchmarks.winback_rules import Judged, fit_bgnbd, newcomer_rules, regular_rules
from benchmarks.winback_shops import SHOPS
from loyalty.campaigns.churn_rule import HORIZON_DAYS, KNOWN_VISITS, FixedSilence, Hazard
from scheduler.campaigns import churn_model
from scheduler.rehearsal.visits_file import BadVisits

PLAIN_DAYS = 60
NOTHING = churn_model.OfferTally(0, 0)
REFITTED_DAYS = 60
DRAWS = 3
PARTS = (7, 9)  # twelfths of the span after which a rule is chosen


def judge(histories: Histories) -> None:
    """Print the table of each group."""
    for title, visits, rules in (
        ("Three visits or more", range(KNOWN_VISITS, 10**6), regular_rules),
        ("One visit or two", range(1, KNOWN_VISITS), newcomer_rules),
    ):
        days = days_of(histories, visits=visits, middle=middle_of(histories))
        bgnbd = fit_bgnbd(histories, until=days.middle)
        print(f"\n### {title}\n")
        counted = "wasted | back in 30 days | silence | before own gap"
        print(f"| rule | carried: fired | {counted} | switched on: fired | {counted} |")
        print("|---" * 11 + "|")
        replays = [Replay(days, carried) for carried in (True, False)]
        plain = [each.outcome(days.silent >= PLAIN_DAYS) for each in replays]
        _row(f"silent for {PLAIN_DAYS} days", plain)
        for name, scores in rules(Judged(days, bgnbd, days.table(), days.table(later=HORIZON_DAYS))):
            outcomes = [
                each.at_volume(scores, volume.fired) for each, volume in zip(replays, plain, strict=True)
            ]
            _row(name, outcomes)


def _row(name: str, outcomes: Sequence[Outcome]) -> None:
    cells = [
        cell
        for each in outcomes
        for cell in (
            f"{each.fired:,}",
            *(f"{share:.1%}" for share in (each.wasted, each.back_in_30)),
            f"{each.silence:.0f}",
            f"{each.early:.0%}",
        )
    ]
    print("|", " | ".join([name, *cells]), "|", flush=True)


def chosen(histories: Histories) -> None:
    """Print what the product would choose today."""
    today = max(map(max, histories))
    choice = churn_model.choose_rule(histories, today=today, plain=FixedSilence(PLAIN_DAYS))
    print(
        f"\nchosen today: {choice.why}; plain {choice.plain.fired:,} fired {choice.plain.share:.1%} wasted, "
        f"learned {choice.learned.fired:,} fired {choice.learned.share:.1%} wasted"
    )


def small_shops(histories: Histories, *, draws: int = 30) -> None:
    """Print how shops of so many customers fare: learned in the first two thirds, judged on silences begun later."""
    churn_model.ENOUGH_FIRED = 1  # what the product asks for is what this table is to justify
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

    choice: churn_model.ChosenRule
    plain: churn_model.OfferTally
    as_often: churn_model.OfferTally
    as_it_was: churn_model.OfferTally
    refitted: churn_model.OfferTally = NOTHING


def made_up() -> None:
    """Print how shops that are made up fare in the time after their choice."""
    _next_head()
    for name, invent in SHOPS.items():
        _next_row(name, [invent(random.Random(f"{name} {draw}")) for draw in range(DRAWS)])  # noqa: S311


def next_year(histories: Histories) -> None:
    """Print the same of a shop's own visits."""
    _next_head()
    _next_row("these visits", [histories])


def _next_head() -> None:
    print(
        "| shop | choices | learned | 60 days wasted | frozen, as often | frozen, as it was | refitted | chosen, and worse |"
    )
    print("|---" * 8 + "|")


def _next_row(name: str, shops: Sequence[Histories]) -> None:
    trials = [
        _later(histories, first + (last - first) * part // 12)
        for histories in shops
        for first, last in [(min(map(min, histories)), max(map(max, histories)))]
        for part in PARTS
    ]
    taken = [trial for trial in trials if trial.choice.why == "learned"]
    why = Counter(trial.choice.why for trial in trials if trial.choice.why != "learned")
    sums = [
        _sum([getattr(trial, field) for trial in taken])
        for field in ("plain", "as_often", "as_it_was", "refitted")
    ]
    worse = sum(_noticeably_worse(trial) for trial in taken)
    reasons = ", ".join(f"{count} {reason}" for reason, count in why.items())
    shares = " | ".join(f"{each.share:.1%}" if taken else "-" for each in sums)
    print(f"| {name} | {len(trials)} ({reasons}) | {len(taken)} | {shares} | {worse} |", flush=True)


def _noticeably_worse(trial: "Trial") -> bool:
    spread = (trial.plain.share * (1 - trial.plain.share) / max(1, trial.plain.fired)) ** 0.5
    return bool(trial.as_often.share > trial.plain.share + spread)


def _later(histories: Histories, today: date) -> "Trial":
    """Choose at a day, and again every two months in the year that follows."""
    last = min(max(map(max, histories)), today + timedelta(days=365))
    histories = [[day for day in days if day <= last] for days in histories]
    trial = _trial(histories, today, last)
    if not isinstance(trial.choice.rule, Hazard):
        return trial
    tallies = list[churn_model.OfferTally]()
    while today < last:
        until = min(last, today + timedelta(days=REFITTED_DAYS))
        known = [[day for day in days if day <= today] for days in histories]
        rule = churn_model.choose_rule(known, today=today, plain=FixedSilence(PLAIN_DAYS)).rule
        later = _regular_silences(histories, last)
        within = [each for each in later if today < each.began_on <= until]
        tallies.append(churn_model.tally_of(rule, within, today=last))
        today = until
    return replace(trial, refitted=_sum(tallies))


def _sum(tallies: Sequence[churn_model.OfferTally]) -> churn_model.OfferTally:
    return churn_model.OfferTally(sum(each.fired for each in tallies), sum(each.wasted for each in tallies))


def _regular_silences(histories: Histories, last: date) -> list[churn_model.Silence]:
    every = (each for days in histories for each in churn_model.silences_of(days, today=last))
    return [each for each in every if each.known.visits >= KNOWN_VISITS]


def _trial(histories: Histories, today: date, last: date) -> Trial:
    plain = FixedSilence(PLAIN_DAYS)
    known = [[day for day in days if day <= today] for days in histories]
    choice = churn_model.choose_rule(known, today=today, plain=plain)
    later = [each for each in _regular_silences(histories, last) if each.began_on > today]
    before = churn_model.tally_of(plain, later, today=last)
    even = choice.rule
    if isinstance(even, Hazard):
        even = churn_model.at_volume(even, later, before.fired, today=last)
    tallies = (churn_model.tally_of(rule, later, today=last) for rule in (even, choice.rule))
    return Trial(choice, before, *tallies)


def _shops_row(size: int, trials: Sequence[Trial]) -> None:
    taken = [trial for trial in trials if trial.choice.why == "learned"]
    better = sum(trial.as_often.share <= trial.plain.share for trial in taken)
    sums = [
        churn_model.OfferTally(sum(each.fired for each in tallies), sum(each.wasted for each in tallies))
        for tallies in zip(*((each.plain, each.as_often, each.as_it_was) for each in taken), strict=True)
    ] or [NOTHING] * 3
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
    parser.add_argument(
        "--next-year", action="store_true", help="of these visits, or of shops that are made up"
    )
    asked = parser.parse_args()
    if asked.next_year and not asked.file:
        made_up()
        return
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
    elif asked.next_year:
        next_year(histories)
    else:
        judge(histories)
        chosen(histories)


if __name__ == "__main__":
    main()
