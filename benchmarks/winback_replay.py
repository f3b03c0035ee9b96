"""Plays silences day by day against a rule's scores, and counts who would have come anyway."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from loyalty.campaigns.churn_rule import HORIZON_DAYS, features, not_lapsed_days
from scheduler.campaigns.churn_model import LOOKS, Silence, silences_of

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NEVER = 10**6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule did: firings, wasted, back within 30 days, median silence, asked before the own median gap."""

    fired: int
    wasted: float
    back_in_30: float
    silence: float = 0.0
    early: float = 0.0


@dataclass(slots=True)
class Days:
    """Every silent day of a group of customers, one row each; `to_come` is the wait for the next visit."""

    silences: Sequence[Silence]
    last: date
    middle: int  # learned on up to this day's number, judged on what follows
    of: npt.NDArray[np.int64] = field(init=False)
    silent: npt.NDArray[np.int64] = field(init=False)
    today: npt.NDArray[np.int64] = field(init=False)
    to_come: npt.NDArray[np.int64] = field(init=False)
    decided_in: npt.NDArray[np.int64] = field(init=False)  # days until it is known if an offer is wasted

    def __post_init__(self) -> None:
        """Lay the days out."""
        began = np.array([each.began_on.toordinal() for each in self.silences])
        ends = np.array([each.ended_after or NEVER for each in self.silences])
        lengths = np.minimum(ends - 1, self.last.toordinal() - began).clip(0)
        self.of = np.repeat(np.arange(len(lengths)), lengths)
        self.silent = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + 1
        self.today = began[self.of] + self.silent
        self.to_come = ends[self.of] - self.silent
        usual = np.array([not_lapsed_days(each.known) for each in self.silences])
        self.decided_in = np.maximum(HORIZON_DAYS, usual[self.of] - self.silent)

    @property
    def came(self) -> Flags:
        """Say for each day whether an offer is wasted: they come within 30 more, or had not lapsed."""
        return self.to_come <= self.decided_in

    def learnable(self, allowed: Flags | None = None) -> Flags:
        """Pick the days whose outcome was known in the middle, thinned as the product does; those `allowed` only."""
        known = (self.today + self.decided_in <= self.middle) & np.isin(self.silent, LOOKS)
        return known if allowed is None else known & allowed

    def table(self, *, later: int = 0) -> Numbers:
        """Give the product's features of each day, or of some days later were the silence to last."""
        rows = (
            features(self.silences[each].known, int(silent) + later)
            for each, silent in zip(self.of, self.silent, strict=True)
        )
        return np.fromiter((figure for row in rows for figure in row), float).reshape(len(self.of), -1)

    def column(self, name: str) -> Numbers:
        """Give one figure of the rhythm for each day."""
        return np.array([float(getattr(each.known, name)) for each in self.silences])[self.of]


def days_of(histories: Sequence[Sequence[date]], *, visits: range, middle: int) -> Days:
    """Lay out the silences that began after so many visits."""
    last = max(map(max, histories))
    every = (each for days in histories for each in silences_of(days, today=last))
    return Days([each for each in every if each.known.visits in visits], last, middle)


def middle_of(histories: Sequence[Sequence[date]]) -> int:
    """Part the span in two for the replay."""
    first, last = min(map(min, histories)).toordinal(), max(map(max, histories)).toordinal()
    return (first + last) // 2


@dataclass(frozen=True, slots=True)
class Replay:
    """How firings are counted: once a silence, in the second half, where it is known what came.

    Carried: the rule was always there, and what fired in the first half does not fire again. Otherwise it is
    switched on in the middle, and fires at once for all who had lapsed by then.
    """

    days: Days
    carried: bool

    def fires(self, hits: Flags) -> npt.NDArray[np.int64]:
        """Return the first hit of each silence that falls in the judged half."""
        decided = self.days.today + self.days.decided_in <= self.days.last.toordinal()
        judged = (self.days.today > self.days.middle) & decided
        rows = np.flatnonzero(hits if self.carried else hits & judged)
        first = rows[np.diff(self.days.of[rows], prepend=-1) > 0]
        return first[judged[first]]

    def outcome(self, hits: Flags) -> Outcome:
        """Count what comes of firing on these days."""
        fired = self.fires(hits)
        wait = self.days.to_come[fired]
        if not len(fired):
            return Outcome(0, 0.0, 0.0)
        silent = self.days.silent[fired]
        usual = np.array([self.days.silences[each].known.median for each in self.days.of[fired]])
        return Outcome(
            len(fired),
            float((wait <= self.days.decided_in[fired]).mean()),
            float((wait <= HORIZON_DAYS).mean()),
            float(np.median(silent)),
            float((silent < usual).mean()),
        )

    def at_volume(self, scores: Numbers, volume: int) -> Outcome:
        """Fire on low scores, at the least threshold that gives so many firings, or as many as can be had."""
        marks = np.unique(np.quantile(scores[np.isfinite(scores)], np.linspace(0, 1, 161)))
        counts = [len(self.fires(scores <= mark)) for mark in marks]
        above = next((at for at, count in enumerate(counts) if count >= volume), int(np.argmax(counts)))
        high, low = marks[above], marks[max(0, above - 1)]
        for _ in range(22):
            middle = (high + low) / 2
            if len(self.fires(scores <= middle)) >= volume:
                high = middle
            else:
                low = middle
        return self.outcome(scores <= high)
