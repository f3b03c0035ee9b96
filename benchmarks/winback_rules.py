"""The rules that the win-back study compares; each gives scores, low where the customer has lapsed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.winback_replay import Days, Flags, Numbers
from loyalty.lapse import HORIZON_DAYS, SOONEST_DAYS

Scored = tuple[str, Numbers, Numbers]  # its name, what it fires on, and what ranks who will not return
LOGS = slice(0, 7)  # the features that the issue names; two products come after them
Model = Callable[[], object]


def logistic() -> object:
    """Make the model that the product fits."""
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


def boosted() -> object:
    """Make the gradient-boosted trees it is compared with."""
    return HistGradientBoostingClassifier(
        max_iter=80, max_leaf_nodes=12, min_samples_leaf=200, random_state=1
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """The days that are scored, and the days a rule may learn from with what came of them."""

    days: Days
    learn: Flags
    thin: Flags
    bgnbd: Numbers  # its four parameters

    def chances(self, now: Numbers, later: Numbers, model: Model, learn: Flags) -> tuple[Numbers, Numbers]:
        """Learn the chance of return; give it for each day, and for 30 days later."""
        fitted = model()
        fitted.fit(now[learn], self.days.came[learn])  # type: ignore[attr-defined]
        one, two = (fitted.predict_proba(part)[:, 1] for part in (now, later))  # type: ignore[attr-defined]
        return one, two


def at_margin(chance: Numbers, later: Numbers) -> Numbers:
    """Say how many of the firings won by a day's haste are wasted (docs/winback.md)."""
    return 1 - (1 - chance) * later / np.maximum(chance, 1e-9)


def kept_quiet(scores: Numbers, quiet: Flags) -> Numbers:
    """Let nothing fire on quiet days."""
    return np.where(quiet, np.inf, scores)


def plain_rules(days: Days) -> Iterator[Scored]:
    """Rules that learn nothing but one number."""
    for gap in ("median", "mean", "longest"):
        scores = -days.silent / np.maximum(days.column(gap), 1)
        yield f"k × own {gap} gap", scores, scores


def regular_rules(judged: Judged) -> Iterator[Scored]:
    """Rules for customers of three visits or more."""
    days = judged.days
    now, later = days.table(), days.table(later=HORIZON_DAYS)
    logs, logs_later = now[:, LOGS], later[:, LOGS]
    early = days.silent < SOONEST_DAYS
    yield from plain_rules(days)
    dead = alive(days, judged.bgnbd)
    yield "BG/NBD P(alive)", dead, dead
    chance, after = judged.chances(logs, logs_later, logistic, judged.learn)
    yield "A: hazard on 7 logs, every day (the issue's)", chance, chance
    yield "A, at the margin", at_margin(chance, after), chance
    chance, after = judged.chances(now, later, logistic, judged.learn)
    yield (
        "B: A with 2 products, at the margin, 14 quiet days",
        kept_quiet(at_margin(chance, after), early),
        chance,
    )
    chance, after = judged.chances(logs, logs_later, logistic, judged.thin)
    yield (
        "C: 7 logs, thinned days, at the margin, 14 quiet days",
        kept_quiet(at_margin(chance, after), early),
        chance,
    )
    chance, after = judged.chances(now, later, logistic, judged.thin)
    yield "D: C with 2 products, by chance alone", kept_quiet(chance, early), chance
    margin = at_margin(chance, after)
    yield "**E: C with 2 products (chosen)**", kept_quiet(margin, early), chance
    yield "E without quiet days, ranked by the margin too", margin, margin
    yield "E with 30 quiet days", kept_quiet(margin, days.silent < 30), chance
    yield (
        "E, quiet for the own median gap",
        kept_quiet(margin, early | (days.silent < days.column("median"))),
        chance,
    )
    chance, after = judged.chances(*_seasonal(judged, now, later), logistic, judged.thin)
    yield "E with the season", kept_quiet(at_margin(chance, after), early), chance
    chance, after = judged.chances(logs, logs_later, boosted, judged.thin)
    yield "C with boosted trees", kept_quiet(at_margin(chance, after), early), chance


def newcomer_rules(judged: Judged) -> Iterator[Scored]:
    """Rules for customers of one visit or two."""
    days = judged.days
    second = days.column("visits") == 2
    early = days.silent < SOONEST_DAYS
    dead = alive(days, judged.bgnbd)
    yield "BG/NBD P(alive)", dead, dead
    table = _life_table(days, second, judged.learn)
    yield "life table by visits", table, table

    def seen(silent: Numbers) -> Numbers:
        log = np.log1p(silent)
        return np.column_stack([log, second, second * np.log1p(days.column("latest")), second * log])

    silent = days.silent.astype(float)
    chance, after = judged.chances(seen(silent), seen(silent + HORIZON_DAYS), logistic, judged.thin)
    yield "logistic hazard", kept_quiet(chance, early), chance
    yield "logistic hazard, at the margin", kept_quiet(at_margin(chance, after), early), chance


def _seasonal(judged: Judged, now: Numbers, later: Numbers) -> tuple[Numbers, Numbers]:
    """Add the time of year to the features."""
    angles = [(judged.days.today + shift) * 2 * np.pi / 365.25 for shift in (0, HORIZON_DAYS)]
    at, then = (np.column_stack([np.sin(angle), np.cos(angle)]) for angle in angles)
    return np.hstack([now, at]), np.hstack([later, then])


def _life_table(days: Days, second: Flags, learn: Flags) -> Numbers:
    """Give the chance of return by weeks of silence, for one visit and for two, never rising."""
    weeks = np.minimum(days.silent // 7, 60)
    scores = np.zeros(len(weeks))
    for group in (~second, second):
        rows = learn & group
        came = np.bincount(weeks[rows], days.came[rows], minlength=61)
        curve = np.minimum.accumulate((came + 1) / (np.bincount(weeks[rows], minlength=61) + 5))
        scores[group] = curve[weeks[group]]
    return scores - days.silent * 1e-9  # within a week the longer silence comes first


def fit_bgnbd(histories: Sequence[Sequence[date]], *, until: int) -> Numbers:
    """Fit BG/NBD (Fader, Hardie, Lee 2005) to all customers as they stood on a day: r, alpha, a, b in weeks."""
    known = [sorted({day.toordinal() for day in days if day.toordinal() <= until}) for days in histories]
    x = np.array([len(days) - 1 for days in known if days])
    seen = np.array([days[-1] - days[0] for days in known if days]) / 7
    old = np.array([until - days[0] for days in known if days]) / 7

    def loss(logs: Numbers) -> float:
        r, alpha, a, b = np.exp(logs)
        shared = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) - gammaln(a + b + x)
        shared += gammaln(b + x) - gammaln(b)
        stays = -(r + x) * np.log(alpha + old)
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + seen)
        return -float((shared + np.logaddexp(stays, np.where(x > 0, gone, -np.inf))).mean())

    bounds = [(-7, 7)] * 4
    found = minimize(loss, np.zeros(4), method="Nelder-Mead", bounds=bounds, options={"maxiter": 2000})
    result: Numbers = np.exp(found.x)
    return result


def alive(days: Days, parameters: Numbers) -> Numbers:
    """Give BG/NBD's P(alive) for each day; 1 for everybody who came once."""
    r, alpha, a, b = parameters
    repeats = days.column("visits") - 1
    recency = days.column("tenure") / 7
    age = recency + days.silent / 7
    odds = a / (b + np.maximum(repeats, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + repeats)
    result: Numbers = np.where(repeats > 0, 1 / (1 + odds), 1.0)
    return result
