"""When a shop gets a rule of its own, and when what is plain stays."""

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from loyalty.campaigns.churn_rule import KNOWN_VISITS, FixedSilence, Hazard, lapses_after, rhythm
from scheduler.campaigns.churn_model import (
    ChosenRule,
    OfferTally,
    Silence,
    came_back,
    choose_rule,
    fit,
    is_seasonal,
    silences_of,
    wastes_less,
)

OPENED = date(2024, 1, 1)
TODAY = date(2025, 12, 31)
PLAIN = FixedSilence(60)
TURN = date(2025, 3, 1)  # a little before the months on which a rule is judged
MeanGap = Callable[[date], int]  # of a kind of customers, in days


def shop(customers: int, *kinds: MeanGap, seed: int = 1) -> list[list[date]]:
    """Let customers of each kind join through the two years, and come at random about as often as their kind does."""
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret
    histories = []
    for number in range(customers):
        days, day = list[date](), OPENED + timedelta(days=dice.randrange(500))
        while day <= TODAY:
            days.append(day)
            day += timedelta(days=1 + int(dice.expovariate(1 / kinds[number % len(kinds)](day))))
        histories.append(days)
    return histories


def often(_: date) -> int:
    """Come every three weeks: who is away for two months will be back soon."""
    return 20


def seldom(_: date) -> int:
    """Come when it suits: after two weeks an offer finds most of them at home for another month."""
    return 110


def slowing(day: date) -> int:
    """Come often, and from the turn on seldom."""
    return 20 if day < TURN else 110


def quickening(day: date) -> int:
    """Come seldom, and from the turn on often."""
    return 110 if day < TURN else 20


@pytest.fixture(scope="module")
def choice() -> ChosenRule:
    """Choose for a shop of two kinds of people."""
    return choose_rule(shop(400, often, seldom), today=TODAY, plain=PLAIN)


@pytest.mark.slow
def test_a_shop_whose_people_differ_gets_a_rule_of_its_own(choice: ChosenRule) -> None:
    assert choice.why == "learned"
    assert isinstance(choice.rule, Hazard)
    assert choice.rule.learned_on == TODAY
    assert choice.learned.share < choice.plain.share - 0.05
    assert choice.learned.fired == choice.plain.fired


def test_a_young_shop_keeps_the_plain_rule() -> None:
    choice = choose_rule(shop(30, often, seldom), today=TODAY, plain=PLAIN)
    assert (choice.rule, choice.why) == (PLAIN, "too_few_visits")
    assert choice.plain.fired > 0


@pytest.mark.parametrize("histories", [[], [[]], [[TODAY]], [[TODAY, TODAY + timedelta(days=9)]]])
def test_a_shop_without_a_past_keeps_the_plain_rule(histories: list[list[date]]) -> None:
    assert choose_rule(histories, today=TODAY, plain=PLAIN).why == "too_few_visits"


@pytest.mark.slow
def test_where_the_learned_rule_would_be_worse_the_plain_one_stays() -> None:
    choice = choose_rule(shop(400, slowing, quickening), today=TODAY, plain=PLAIN)
    assert (choice.rule, choice.why) == (PLAIN, "no_better")
    assert choice.learned.share > choice.plain.share


def test_where_nobody_differs_the_plain_rule_stays() -> None:
    choice = choose_rule(shop(400, often), today=TODAY, plain=PLAIN)
    assert (choice.rule, choice.why) == (PLAIN, "no_better")


def test_without_the_library_the_plain_rule_stays_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    choice = choose_rule(shop(400, often, seldom), today=TODAY, plain=PLAIN)
    assert (choice.rule, choice.why) == (PLAIN, "library_missing")


@pytest.mark.slow
def test_the_future_changes_nothing_that_is_learned_today() -> None:
    histories = shop(200, often, seldom)
    today = date(2025, 9, 30)
    known = [[day for day in days if day <= today] for days in histories]
    assert choose_rule(histories, today=today, plain=PLAIN) == choose_rule(known, today=today, plain=PLAIN)


@pytest.mark.slow
def test_what_is_learned_fits_what_happens() -> None:
    silences = [
        silence
        for days in shop(200, often)
        for silence in silences_of(days, today=TODAY)
        if silence.known.visits >= KNOWN_VISITS
    ]
    rule = fit(silences, today=TODAY)
    assert rule is not None
    chances = [rule.chance_of_return(silence.known, 20) for silence in silences]
    assert sum(chances) / len(chances) == pytest.approx(0.78, abs=0.03)  # 1 - exp(-30 / 20)


@pytest.mark.slow
def test_nothing_is_learned_where_all_came_back() -> None:
    daily = [OPENED + timedelta(days=day) for day in range(100)]
    silences = list(silences_of(daily, today=daily[-1]))
    assert fit(silences, today=daily[-1]) is None


@pytest.mark.slow
def test_newcomers_are_asked_as_before(choice: ChosenRule) -> None:
    assert isinstance(choice.rule, Hazard)
    assert choice.rule.newcomer_days == (PLAIN.days, PLAIN.days)


def test_a_tie_a_little_luck_and_less_than_two_points_keep_what_is_plain() -> None:
    plain = OfferTally(100, 20)
    assert not wastes_less(OfferTally(100, 20), plain)
    assert not wastes_less(OfferTally(100, 14), plain)
    assert wastes_less(OfferTally(100, 13), plain)
    assert not wastes_less(OfferTally(100_000, 18_100), OfferTally(100_000, 20_000))


def test_an_offer_is_wasted_on_who_comes_within_a_month_or_had_not_lapsed() -> None:
    every_ten_weeks = rhythm([OPENED + timedelta(days=70 * visit) for visit in range(4)])
    for ended_after, wasted in ((70, True), (105, True), (106, False)):
        assert came_back(Silence(every_ten_weeks, ended_after), 60) is wasted
    assert came_back(Silence(every_ten_weeks, 150), 120)
    assert not came_back(Silence(every_ten_weeks, None), 60)


def rare_buyers(customers: int) -> list[list[date]]:
    """Let customers come each ten to twenty weeks, about regularly, and stay away for good some day."""
    dice = random.Random(1)  # noqa: S311 - a story, not a secret
    histories = []
    for _ in range(customers):
        usual, day, days = dice.randrange(70, 140), OPENED + timedelta(days=dice.randrange(100)), list[date]()
        while day <= TODAY and (len(days) < 3 or dice.random() < 0.85):
            days.append(day)
            day += timedelta(days=int(usual * dice.uniform(0.7, 1.3)))
        histories.append(days)
    return histories


@pytest.mark.slow
def test_a_shop_of_rare_buyers_asks_nobody_before_their_own_usual_gap() -> None:
    histories = rare_buyers(600)
    choice = choose_rule(histories, today=TODAY, plain=PLAIN)
    assert choice.why == "learned"
    assert choice.learned.share < choice.plain.share - 0.1
    for days in histories:
        known = rhythm(days)
        asked = lapses_after(choice.rule, known)
        assert known.visits < KNOWN_VISITS or asked is None or asked >= known.median


def test_a_shop_that_closes_for_months_keeps_the_plain_rule() -> None:
    open_only = [[day for day in days if 5 <= day.month <= 9] for days in shop(400, often, seldom)]
    assert choose_rule(open_only, today=TODAY, plain=PLAIN) == ChosenRule(PLAIN, "seasonal")


def test_a_shop_in_its_first_year_keeps_the_plain_rule() -> None:
    histories = shop(400, often, seldom)
    young = OPENED + timedelta(days=300)
    assert choose_rule(histories, today=young, plain=PLAIN) == ChosenRule(PLAIN, "first_year")


def test_a_shop_that_grows_or_ends_is_not_taken_for_a_seasonal_one() -> None:
    growing = [
        days for number, days in enumerate(sorted(shop(400, often))) if number % 7 == 0 or days[0].year > 2024
    ]
    assert not is_seasonal(growing, today=TODAY)
    assert not is_seasonal(shop(400, often, seldom), today=TODAY)
