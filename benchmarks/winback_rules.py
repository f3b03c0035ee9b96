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
from loyalty.campaigns.churn_rule import HORIZON_DAYS, SOONEST_DAYS, USUAL_GAPS

Scored = tuple[str, Numbers]  # a rule's name, and what it fires on
OLD_SOONEST_DAYS = 14
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
    """The days that are scored, with their features now and 30 days later."""

    days: Days
    bgnbd: Numbers  # its four parameters
    now: Numbers
    later: Numbers

    def chances(
        self, learn: Flags, model: Model = logistic, more: tuple[Numbers, Numbers] | None = None
    ) -> tuple[Numbers, Numbers]:
        """Learn the chance of return on some days; give it for each day, and for 30 days later."""
        now, later = more or (self.now, self.later)
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
        yield f"k × own {gap} gap", -days.silent / np.maximum(days.column(gap), 1)


def regular_rules(judged: Judged) -> Iterator[Scored]:
    """Rules for customers of three visits or more."""
    days = judged.days
    usual = np.ceil(days.column("median"))
    sooner = days.silent < OLD_SOONEST_DAYS
    month = days.silent < SOONEST_DAYS
    in_vain = month | (days.silent < np.floor(USUAL_GAPS * days.column("median")) - HORIZON_DAYS)
    own_gap = in_vain | (days.silent < usual)
    yield from plain_rules(days)
    yield "days of silence, never before the own gap", kept_quiet(-days.silent.astype(float), own_gap)
    yield "BG/NBD P(alive)", alive(days, judged.bgnbd)
    chance, after = judged.chances(days.learnable())
    margin = at_margin(chance, after)
    yield "learned on all days, 14 quiet days (before)", kept_quiet(margin, sooner)
    yield "… 30 quiet days", kept_quiet(margin, month)
    yield "… never before the own gap", kept_quiet(margin, own_gap)
    for name, quiet in (
        ("learned on the days it may ask on: from 1.5 own gaps less 30 days on", in_vain),
        ("**… and never before the own gap (chosen)**", own_gap),
        ("… never before 1.5 own gaps", month | (days.silent < USUAL_GAPS * days.column("median"))),
    ):
        chance, after = judged.chances(days.learnable(~quiet))
        yield name, kept_quiet(at_margin(chance, after), quiet)
    learn = days.learnable(~own_gap)
    chance, _ = judged.chances(learn)
    yield "the chosen one by chance alone", kept_quiet(chance, own_gap)
    chance, after = judged.chances(learn, more=_seasonal(judged))
    yield "the chosen one with the season", kept_quiet(at_margin(chance, after), own_gap)
    chance, after = judged.chances(learn, boosted)
    yield "the chosen one with boosted trees", kept_quiet(at_margin(chance, after), own_gap)


def newcomer_rules(judged: Judged) -> Iterator[Scored]:
    """Rules for customers of one visit or two."""
    days = judged.days
    second = days.column("visits") == 2
    early = days.silent < OLD_SOONEST_DAYS
    yield "BG/NBD P(alive)", alive(days, judged.bgnbd)
    yield "life table by visits", _life_table(days, second, days.learnable())

    def seen(silent: Numbers) -> Numbers:
        log = np.log1p(silent)
        return np.column_stack([log, second, second * np.log1p(days.column("latest")), second * log])

    silent = days.silent.astype(float)
    chance, after = judged.chances(days.learnable(), more=(seen(silent), seen(silent + HORIZON_DAYS)))
    yield "logistic hazard", kept_quiet(chance, early)
    yield "logistic hazard, at the margin", kept_quiet(at_margin(chance, after), early)


def _seasonal(judged: Judged) -> tuple[Numbers, Numbers]:
    """Add the time of year to the features."""
    angles = [(judged.days.today + shift) * 2 * np.pi / 365.25 for shift in (0, HORIZON_DAYS)]
    at, then = (np.column_stack([np.sin(angle), np.cos(angle)]) for angle in angles)
    return np.hstack([judged.now, at]), np.hstack([judged.later, then])


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
