"""The coming fortnight's rewards, in words: how many, what that costs, and how such a forecast did before."""

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce

from actions.shop.redemptions import Weather
from loyalty.dates import day_of
from loyalty.shop.redemptions import FORTNIGHT, LEAST_SEEN, ComingReward, ComingRewards
from loyalty.shop.sums import Range, rounded
from words.language import Words
from words.shop.money import range_said

_MOST_TOLD = 8


def weather_lines(weather: Weather, words: Words) -> list[str]:
    """Say what will be asked for in the coming fortnight, or that this can't be said yet."""
    head = words.t(
        "{shop}: the coming fortnight, to {day}",
        shop=weather.shop.name, day=words.date(weather.last_day),
    )  # fmt: skip
    waiting = words.tn("{n} reward waits", "{n} rewards wait", weather.waiting)
    if weather.in_all is None:
        weeks = words.number(LEAST_SEEN * FORTNIGHT.days // 7)
        too_little = words.t("How many will be fetched I can say after {weeks} weeks of visits.", weeks=weeks)
        return [f"🌦 {head}", f"🎁 {waiting}", too_little]
    return [f"🌦 {head}", *_told(weather, weather.in_all, words), f"🎁 {waiting}", _record(weather, words)]


def _told(weather: Weather, said: ComingRewards, words: Words) -> Iterator[str]:
    cost, currency = _cost(weather.rewards, said), weather.shop.currency
    facts = {"low": words.number(said.low), "high": words.number(said.high)}
    yield words.tn(
        "About {n} reward will be fetched ({low} to {high}).", "About {n} rewards will be fetched ({low} to {high}).",
        round(said.about), **facts,
    )  # fmt: skip
    yield from (_each(one, weather, words) for one in weather.rewards[:_MOST_TOLD] if round(one.about))
    if cost:
        about, low, high = (words.money(rounded(one), currency) for one in cost)
        yield words.t(
            "In all that costs you about {about} ({low} to {high}).", about=about, low=low, high=high
        )
    elif weather.rewards:
        yield words.t(
            "What that costs I can say when I know what a visit brings and what is left of it: /calculator"
        )
    yield from _as_then(weather, words)


def _each(one: ComingReward, weather: Weather, words: Words) -> str:
    about = words.number(round(one.about))
    if one.cost is None:
        return words.t("· {reward}: about {n}", reward=one.text, n=about)
    cost = range_said(one.cost, weather.shop.currency, words)
    return words.t("· {reward}: about {n}, {cost}", reward=one.text, n=about, cost=cost)


def _cost(
    rewards: tuple[ComingReward, ...], said: ComingRewards
) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return about what all cost, and what the fewest and the most of them do; None: of some it is not known."""
    about = sum(one.about for one in rewards)
    costs = [one.cost for one in rewards if one.about]
    if not about or None in costs:
        return None
    total = reduce(Range.plus, filter(None, costs))
    fewest, most = (Fraction(end / about).limit_denominator(10**6) for end in (said.low, said.high))
    return (total.low + total.high) / 2, total.low * fewest, total.high * most


def _as_then(weather: Weather, words: Words) -> Iterator[str]:
    then = weather.year_ago
    if then is None or weather.as_then is None:
        return
    day = day_of(then.at + FORTNIGHT / 2, weather.shop.zone)
    yield words.t(
        "About {n} if it goes as in {month} {year}: I would have said {said} then, and {came} came.",
        n=words.number(round(weather.as_then)), month=words.month(day.month), year=str(day.year),
        said=words.number(round(then.said.about)), came=words.number(then.came),
    )  # fmt: skip


def _record(weather: Weather, words: Words) -> str:
    before = weather.before
    if before is None:
        return "📒 " + words.t("Whether such a forecast holds I can say in a fortnight.")
    return "📒 " + words.t(
        "A fortnight ago I would have said {about} ({low} to {high}); {came} came.",
        about=words.number(round(before.said.about)), low=words.number(before.said.low),
        high=words.number(before.said.high), came=words.number(before.came),
    )  # fmt: skip
