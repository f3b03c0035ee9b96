"""A line of the results: what was measured beside what, in the same run."""

from collections.abc import Sequence
from statistics import median
from typing import TypedDict


class Row(TypedDict):
    """One measurement; `ratio` is `value / reference`, or the median of the rounds' own ratios."""

    name: str
    value: float
    unit: str
    reference: float
    ratio: float


def row(name: str, unit: str, rounds: Sequence[tuple[float, float]]) -> Row:
    """Sum up interleaved rounds, each (value, reference); neighbours in time share the machine's mood."""
    return {
        "name": name,
        "value": round(median(value for value, _ in rounds), 1),
        "unit": unit,
        "reference": round(median(reference for _, reference in rounds), 1),
        "ratio": round(median(value / reference for value, reference in rounds), 2),
    }
