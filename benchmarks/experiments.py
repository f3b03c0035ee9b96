"""What an experiment with two variants can see: simulated shops, looked at after each person; prints docs/experiments.md's tables."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from statistics import median

from benchmarks.verdict import REGULARS, SILENT, People, shop
from loyalty.campaigns.bets import DOUBT, Observation, evidence
from loyalty.campaigns.experiment import HALF, people_needed

_ENOUGH = 2 / DOUBT  # half the doubt for either variant
_SHOPS = 100
_PEOPLE = 4000
_SPREAD = {SILENT: 0.2, REGULARS: 1.5}


def known_after(outcomes: Sequence[Observation], most: int) -> tuple[str, int] | None:
    """Return which variant was first known to be better, and after how many people."""
    swapped = [replace(one, held_out=not one.held_out) for one in outcomes]
    bets = zip(evidence(outcomes, most=most), evidence(swapped, most=most), strict=True)
    for people, (b_wins, a_wins) in enumerate(bets, 1):
        if max(b_wins, a_wins) >= _ENOUGH:
            return ("b" if b_wins >= a_wins else "a", people)
    return None


def misled(people: People, count: int, shops: int, *, seed: int = 0) -> int:
    """Count the shops whose variants are alike and that are ever told that one is better."""
    random = Random(seed)  # noqa: S311
    return sum(
        known_after(list(shop(people, 0, HALF, count, random)), people.most) is not None for _ in range(shops)
    )


def half_know(people: People, per_20: int) -> float:
    """Return after how many people half of the shops know that the new variant is better."""
    random = Random(per_20)  # noqa: S311
    tries = [
        known_after(list(shop(people, per_20 / 20, HALF, _PEOPLE, random)), people.most)
        for _ in range(_SHOPS)
    ]
    return median(one[1] if one else _PEOPLE for one in tries)


def main() -> None:
    """Print both tables."""
    for people in (SILENT, REGULARS):
        wrong = misled(people, 1000, 400)
        print(f"{people.name}: {wrong} of 400 shops with 1000 people told that one of two alike is better")
        for per_20 in (4, 8, 12, 16):
            if per_20 / 20 < 0.9 or people is REGULARS:
                guess = people_needed(per_20, _SPREAD[people])
                print(
                    f"| {people.name} | +{per_20} | {half_know(people, per_20):.0f} | {guess} |", flush=True
                )


if __name__ == "__main__":
    main()
