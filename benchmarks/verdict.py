"""What "did it work?" can see: simulated shops, looked at after every ten people; prints docs/verdict.md's tables."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, factorial, sqrt
from random import Random

from loyalty.campaigns.bets import DOUBT, MOST_CHANGED, Observation, evidence
from loyalty.campaigns.experiment_result import WORTH

_LOOK_EVERY = 10  # people a week
_ENOUGH = 1 / DOUBT


@dataclass(frozen=True, slots=True)
class People:
    """Whom a campaign goes to: visits that they make in a window anyway, and whether they came before it."""

    name: str
    visits: float
    came_before: bool
    most: int  # visits counted


SILENT = People("silent, 0.2 visits a month", 0.2, came_before=False, most=1)
REGULARS = People("regulars, 1.5 visits a month", 1.5, came_before=True, most=MOST_CHANGED)


def shop(people: People, gain: float, share: float, count: int, random: Random) -> Iterator[Observation]:
    """Invent a shop's outcomes: people differ fourfold; to those told, a message adds `gain` visits on average."""
    for _ in range(count):
        rate = people.visits * random.choice((0.4, 0.8, 1.2, 1.6))
        held = random.random() < share
        came = _poisson(rate, random)
        before = _poisson(rate, random) if people.came_before else 0
        # Whom it adds a visit to must be somebody whose visit can be added.
        room = 1 - rate_of_full(rate, people.most)
        if not held and came < people.most and random.random() < gain / room:
            came += 1
        yield Observation(held, came, before, share)


def rate_of_full(rate: float, most: int) -> float:
    """Return the share of people with a rate of visits who come as often as is counted, or more, by themselves."""
    return 1 - exp(-rate) * sum(rate**n / factorial(n) for n in range(most))


def _poisson(rate: float, random: Random) -> int:
    count, left = 0, random.random()
    limit = exp(-rate)
    while left > limit:
        left *= random.random()
        count += 1
    return count


def first_look(
    outcomes: Sequence[Observation], most: int, *, gain: float = 0.0, against_less: bool = True
) -> int | None:
    """Return after how many people a look first saw the claim refuted."""
    wealth = evidence(outcomes, most=most, gain=gain, against_less=against_less)
    looks = ((n, w) for n, w in enumerate(wealth, 1) if n % _LOOK_EVERY == 0)
    return next((n for n, w in looks if w >= _ENOUGH), None)


def first_peek(outcomes: Sequence[Observation], most: int) -> int | None:
    """Do what is usually done: after every ten people, compare the groups' means at 5 %, one-sided."""
    sums = {arm: [0.0, 0.0, 0.0] for arm in (True, False)}
    for n, outcome in enumerate(outcomes, 1):
        visits = min(outcome.visits, most)
        for i, more in enumerate((1, visits, visits**2)):
            sums[outcome.held_out][i] += more
        if n % _LOOK_EVERY == 0 and _z(sums[False], sums[True]) > 1.645:
            return n
    return None


def _z(told: Sequence[float], held: Sequence[float]) -> float:
    if min(told[0], held[0]) < 5:
        return 0.0
    means = [total / n for n, total, _ in (told, held)]
    errors = [(squares / n - (total / n) ** 2) / n for n, total, squares in (told, held)]
    return (means[0] - means[1]) / sqrt(sum(errors)) if sum(errors) > 0 else 0.0


def false_alarms(shops: int, count: int) -> None:
    """Print how many shops are ever told something untrue."""
    print(
        "| people | held out | told “works”, nothing works | told “no use”, it is of use | usual test, peeking |"
    )
    print("|---|---|---|---|---|")
    for people in (SILENT, REGULARS):
        for share in (0.1, 0.25, 0.5):
            random = Random(f"{people.name} {share}")  # noqa: S311
            idle = [list(shop(people, 0.0, share, count, random)) for _ in range(shops)]
            useful = [list(shop(people, WORTH, share, count, random)) for _ in range(shops)]
            works = sum(first_look(one, people.most) is not None for one in idle)
            no_use = sum(
                first_look(one, people.most, gain=WORTH, against_less=False) is not None for one in useful
            )
            peeks = sum(first_peek(one, people.most) is not None for one in idle)
            cells = (f"{100 * hits / shops:.1f} %" for hits in (works, no_use, peeks))
            print(f"| {people.name} | {share:.0%} | {' | '.join(cells)} |", flush=True)


def power(shops: int, counts: Sequence[int]) -> None:
    """Print how many shops know by when that a message works."""
    print(f"| people | held out | adds for 20 people | {_columns(counts)} |")
    print("|---|---|---|" + "---|" * len(counts))
    for people in (SILENT, REGULARS):
        for share in (0.1, 0.25, 0.5):
            for per_20 in (2, 4, 8):
                random = Random(f"{people.name} {share} {per_20}")  # noqa: S311
                told = (shop(people, per_20 / 20, share, max(counts), random) for _ in range(shops))
                firsts = [first_look(list(one), people.most) for one in told]
                print(f"| {people.name} | {share:.0%} | +{per_20} | {_parts(firsts, counts)} |", flush=True)


def futility(shops: int, counts: Sequence[int]) -> None:
    """Print how many shops know by when that a message which does nothing is no use."""
    print(f"| people | held out | {_columns(counts)} |")
    print("|---|---|" + "---|" * len(counts))
    for people in (SILENT, REGULARS):
        for share in (0.1, 0.25, 0.5):
            random = Random(f"{people.name} {share} idle")  # noqa: S311
            idle = (shop(people, 0.0, share, max(counts), random) for _ in range(shops))
            firsts = [first_look(list(one), people.most, gain=WORTH, against_less=False) for one in idle]
            print(f"| {people.name} | {share:.0%} | {_parts(firsts, counts)} |", flush=True)


def _columns(counts: Sequence[int]) -> str:
    return " | ".join(f"by {n} people" for n in counts)


def _parts(firsts: Sequence[int | None], counts: Sequence[int]) -> str:
    known = (sum(n is not None and n <= by for n in firsts) / len(firsts) for by in counts)
    return " | ".join(f"{part:.0%}" for part in known)


def main(shops: int) -> None:
    """Print the tables; a thousand shops take some minutes."""
    counts = (100, 300, 1000, 3000)
    false_alarms(shops, 1000)
    print()
    power(shops // 4, counts)
    print()
    futility(shops // 4, counts)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
