"""Learns a shop's win-back rule from its own visits, and keeps the plain rule where that is no worse."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import inf, sqrt
from typing import Literal

from loyalty.lapse import (
    HORIZON_DAYS,
    KNOWN_VISITS,
    LATEST_DAYS,
    SOONEST_DAYS,
    FixedSilence,
    Hazard,
    Rhythm,
    Rule,
    features,
    rhythms,
)

# Each silence is looked at on days that lie ever further apart: 1, 2, 3, 4, 6, 8, 10, 13, 17, 23, 30, 39, ...
LOOKS = sorted({int(1.3**step) for step in range(23)})
CHECKED_SHARE = 0.4  # the last part of the shop's time, where the two rules are compared
ENOUGH_FIRED = 25  # firings of the plain rule there: docs/winback.md shows what fewer are worth
MOST_SILENCES = 20_000  # of more, every second, third, ... is taken, so that a night's refit stays short
NEWCOMERS_SOONEST_DAYS = 30  # most who come once stay away: without a floor the table says "at once"
ENOUGH_AT_RISK = 30  # customers behind a figure of the life table


@dataclass(frozen=True, slots=True)
class Silence:
    """What followed a visit: nothing until `ended_after` days, or nothing yet."""

    known: Rhythm
    ended_after: int | None

    @property
    def began_on(self) -> date:
        """Name the day of the visit."""
        return self.known.last_on


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule fired, and how many of these came back by themselves within 30 days."""

    fired: int
    wasted: int

    @property
    def share(self) -> float:
        """Say which part was wasted."""
        return self.wasted / self.fired if self.fired else 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The rule to use until the next refit, and what the two did on the shop's own last months."""

    rule: Rule
    why: Literal["learned", "too_few_visits", "no_better", "library_missing"]
    plain: Tally = Tally(0, 0)
    learned: Tally = Tally(0, 0)


def choose_rule(histories: Iterable[Sequence[date]], *, today: date, plain: FixedSilence) -> Choice:
    """Learn a rule from each customer's days of visit, and choose it only if it wastes less than the plain one.

    Both are judged on silences the learning had not seen, at the same number of firings.
    """
    silences = [silence for days in histories for silence in silences_of(days, today=today)]
    regulars = [silence for silence in silences if silence.known.visits >= KNOWN_VISITS]
    regulars = regulars[:: len(regulars) // MOST_SILENCES + 1]
    if not regulars:
        return Choice(plain, "too_few_visits")
    first = min(silence.began_on for silence in silences)
    check_from = today - timedelta(days=int((today - first).days * CHECKED_SHARE))
    recent = [silence for silence in regulars if silence.began_on > check_from]
    plain_tally = tally_of(plain, recent, today=today)
    if plain_tally.fired < ENOUGH_FIRED:
        return Choice(plain, "too_few_visits", plain_tally)
    try:
        trial = fit(regulars, today=check_from)
    except ImportError:
        return Choice(plain, "library_missing", plain_tally)
    if trial is None:
        return Choice(plain, "too_few_visits", plain_tally)
    learned_tally = tally_of(at_volume(trial, recent, plain_tally.fired, today=today), recent, today=today)
    final = fit(regulars, today=today) if wastes_less(learned_tally, plain_tally) else None
    if final is None:
        return Choice(plain, "no_better", plain_tally, learned_tally)
    newcomer_days = _newcomer_days(silences, today=today, share=learned_tally.share, plain=plain)
    rule = at_volume(final, recent, plain_tally.fired, today=today)
    return Choice(replace(rule, newcomer_days=newcomer_days), "learned", plain_tally, learned_tally)


def wastes_less(learned: Tally, plain: Tally) -> bool:
    """Say whether the learned rule is better by more than one standard error: a tie keeps what is plain."""
    spread = sqrt(plain.share * (1 - plain.share) / max(1, plain.fired))
    return learned.share < plain.share - spread


def silences_of(days: Sequence[date], *, today: date) -> Iterator[Silence]:
    """Cut one customer's visits into silences, the one still going on included."""
    known = [each for each in rhythms(days) if each.last_on <= today]
    for this, following in pairwise(known):
        yield Silence(this, (following.last_on - this.last_on).days)
    if known:
        yield Silence(known[-1], None)


def fit(silences: Sequence[Silence], *, today: date) -> Hazard | None:
    """Fit "comes back within 30 days" to what was known by `today`; nothing if all came or none did.

    The rule has no threshold yet. Raises `ImportError` where the extra `learn` is not installed.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - an extra, 300 MB, needed at night only
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    seen, came = [], []
    for silence in silences:
        for day in LOOKS[: bisect_right(LOOKS, _known_until(silence, today))]:
            seen.append(features(silence.known, day))
            came.append(came_back(silence, day))
    if len(set(came)) < 2:
        return None
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(seen, came)
    scale, regression = model[0], model[1]
    weights = tuple(float(weight) for weight in regression.coef_[0] / scale.scale_)
    bias = float(regression.intercept_[0]) - sum(
        weight * float(mean) for weight, mean in zip(weights, scale.mean_, strict=True)
    )
    return Hazard(bias, weights, 0.0, (LATEST_DAYS, LATEST_DAYS), today, len(silences))


def came_back(silence: Silence, day: int) -> bool:
    """Say whether the customer came within 30 days of this silent day."""
    return silence.ended_after is not None and silence.ended_after <= day + HORIZON_DAYS


def tally_of(rule: Rule, silences: Iterable[Silence], *, today: date) -> Tally:
    """Count what a rule does in these silences of regulars, as far as its outcome is known."""
    fired = ((silence, _fires_on(rule, silence, today)) for silence in silences)
    came = [came_back(silence, day) for silence, day in fired if day is not None]
    return Tally(len(came), sum(came))


def _fires_on(rule: Rule, silence: Silence, today: date) -> int | None:
    if isinstance(rule, FixedSilence):
        return rule.days if rule.days <= _known_until(silence, today) else None
    return next((day for day, score in _scores(rule, silence, today) if score <= rule.threshold), None)


def at_volume(rule: Hazard, silences: Sequence[Silence], volume: int, *, today: date) -> Hazard:
    """Give the rule the threshold at which it fires this often, ties aside."""
    lows = sorted(min((score for _, score in _scores(rule, each, today)), default=inf) for each in silences)
    within = [low for low in lows if low < inf][:volume]
    return replace(rule, threshold=within[-1] if within else -inf)


def _scores(rule: Hazard, silence: Silence, today: date) -> Iterator[tuple[int, float]]:
    """Score each silent day from the first on which the rule may fire."""
    for day in range(SOONEST_DAYS, min(LATEST_DAYS, _known_until(silence, today)) + 1):
        yield day, rule.wasted_at_margin(silence.known, day)


def _known_until(silence: Silence, today: date) -> int:
    """Return the last silent day whose next 30 days are known by `today`."""
    known = (today - silence.began_on).days - HORIZON_DAYS
    return known if silence.ended_after is None else min(known, silence.ended_after - 1)


def _newcomer_days(
    silences: Sequence[Silence], *, today: date, share: float, plain: FixedSilence
) -> tuple[int, int]:
    """Find the silences after one visit and after two at which an offer is wasted no more than for regulars."""
    one, two = (
        next(
            (day for day, chance in life_table(silences, visits, today=today) if chance <= share), plain.days
        )
        for visits in (1, 2)
    )
    return one, two


def life_table(silences: Iterable[Silence], visits: int, *, today: date) -> Iterator[tuple[int, float]]:
    """Give, by silent day, how many customers of so many visits come within the 30 days that follow."""
    group = [silence for silence in silences if silence.known.visits == visits]
    for day in range(NEWCOMERS_SOONEST_DAYS, LATEST_DAYS + 1):
        came = [came_back(silence, day) for silence in group if day <= _known_until(silence, today)]
        if len(came) < ENOUGH_AT_RISK:
            return
        yield day, sum(came) / len(came)
