"""Learns a shop's win-back rule from its own visits, and keeps the plain rule where that is no worse."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import dropwhile, pairwise
from math import inf, sqrt
from typing import Literal

from loyalty.campaigns.churn_rule import (
    HORIZON_DAYS,
    KNOWN_VISITS,
    LATEST_DAYS,
    FixedSilence,
    Hazard,
    Rhythm,
    Rule,
    features,
    not_lapsed_days,
    quiet_days,
    rhythms,
)

# Each silence is looked at on days that lie ever further apart: 1, 2, 3, 4, 6, 8, 10, 13, 17, 23, 30, 39, ...
LOOKS = sorted({int(1.3**step) for step in range(23)})
CHECKED_SHARE = 0.4  # the last part of the shop's time, where the two rules are compared
ENOUGH_FIRED = 25  # firings of the plain rule there: docs/winback.md shows what fewer are worth
WORTH = 0.02  # a rule of its own is worth its trouble where it wastes two points less
SURE = 1.64
SEASONS_KNOWN_DAYS = 365  # a shop's first year says nothing of its seasons
CLOSED = 0.1  # of a busy month's visits
MOST_SILENCES = 20_000  # of more, every second, third, ... is taken, so that a night's refit stays short


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
class OfferTally:
    """How often a rule fired, and how many of these offers would have been wasted."""

    fired: int
    wasted: int

    @property
    def share(self) -> float:
        """Say which part was wasted."""
        return self.wasted / self.fired if self.fired else 0.0


@dataclass(frozen=True, slots=True)
class ChosenRule:
    """The rule to use until the next refit, and what the two did on the shop's own last months."""

    rule: Rule
    why: Literal["learned", "too_few_visits", "first_year", "seasonal", "no_better", "library_missing"]
    plain: OfferTally = OfferTally(0, 0)
    learned: OfferTally = OfferTally(0, 0)


def choose_rule(histories: Sequence[Sequence[date]], *, today: date, plain: FixedSilence) -> ChosenRule:
    """Learn a rule from each customer's days of visit, and choose it only if it wastes less than the plain one.

    Both are judged on silences the learning had not seen, at the same number of firings.
    """
    silences = [silence for days in histories for silence in silences_of(days, today=today)]
    regulars = [silence for silence in silences if silence.known.visits >= KNOWN_VISITS]
    regulars = regulars[:: len(regulars) // MOST_SILENCES + 1]
    if not regulars:
        return ChosenRule(plain, "too_few_visits")
    first = min(silence.began_on for silence in silences)
    if (today - first).days < SEASONS_KNOWN_DAYS:
        return ChosenRule(plain, "first_year")
    if is_seasonal(histories, today=today):
        return ChosenRule(plain, "seasonal")
    check_from = today - timedelta(days=int((today - first).days * CHECKED_SHARE))
    recent = [silence for silence in regulars if silence.began_on > check_from]
    plain_tally = tally_of(plain, recent, today=today)
    if plain_tally.fired < ENOUGH_FIRED:
        return ChosenRule(plain, "too_few_visits", plain_tally)
    try:
        trial = fit(regulars, today=check_from)
    except ImportError:
        return ChosenRule(plain, "library_missing", plain_tally)
    if trial is None:
        return ChosenRule(plain, "too_few_visits", plain_tally)
    learned_tally = tally_of(at_volume(trial, recent, plain_tally.fired, today=today), recent, today=today)
    final = fit(regulars, today=today) if wastes_less(learned_tally, plain_tally) else None
    if final is None:
        return ChosenRule(plain, "no_better", plain_tally, learned_tally)
    rule = at_volume(final, recent, plain_tally.fired, today=today)
    newcomer_days = (plain.days, plain.days)  # nothing wastes less on them: docs/winback.md
    return ChosenRule(replace(rule, newcomer_days=newcomer_days), "learned", plain_tally, learned_tally)


def wastes_less(learned: OfferTally, plain: OfferTally) -> bool:
    """Say whether the learned rule is better by two points, and by more than luck gives in one check of twenty."""
    luck = SURE * sqrt(plain.share * (1 - plain.share) / max(1, plain.fired))
    return plain.share - learned.share >= max(WORTH, luck)


def is_seasonal(histories: Iterable[Sequence[date]], *, today: date) -> bool:
    """Say whether the shop is all but closed for a month or more, after having been busy.

    Of such a shop a rule learns when it closes, not who has lapsed, and next season it is worse than 60 days.
    """
    months = Counter((today - day).days // 30 for days in histories for day in days if day <= today)
    by_month = [months[ago] for ago in range(max(months, default=0), -1, -1)][
        1:
    ]  # without the part of a month
    if not by_month:
        return False
    busy = sorted(by_month)[len(by_month) * 3 // 4]
    since_busy = dropwhile(lambda visits: visits < busy / 2, by_month)
    return any(visits < CLOSED * busy for visits in since_busy)


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
        first, last = quiet_days(silence.known), _known_until(silence, today)
        for day in LOOKS[
            bisect_left(LOOKS, first) : bisect_right(LOOKS, last)
        ]:  # no other day is ever asked about
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
    """Say whether an offer on this silent day is wasted: they come within 30 days, or had not lapsed yet."""
    return silence.ended_after is not None and silence.ended_after <= _decided_by(silence, day)


def _decided_by(silence: Silence, day: int) -> int:
    return max(day + HORIZON_DAYS, not_lapsed_days(silence.known))


def tally_of(rule: Rule, silences: Iterable[Silence], *, today: date) -> OfferTally:
    """Count what a rule does in these silences of regulars, as far as its outcome is known."""
    fired = ((silence, _fires_on(rule, silence, today)) for silence in silences)
    came = [came_back(silence, day) for silence, day in fired if day is not None]
    return OfferTally(len(came), sum(came))


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
    for day in range(quiet_days(silence.known), min(LATEST_DAYS, _known_until(silence, today)) + 1):
        yield day, rule.wasted_at_margin(silence.known, day)


def _known_until(silence: Silence, today: date) -> int:
    """Return the last silent day of which it is known by `today` whether an offer was wasted."""
    passed = (today - silence.began_on).days
    if passed < not_lapsed_days(silence.known):
        return 0
    known = passed - HORIZON_DAYS
    return known if silence.ended_after is None else min(known, silence.ended_after - 1)
