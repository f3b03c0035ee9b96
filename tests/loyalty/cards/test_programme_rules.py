"""What can be a programme, and how its versions are stored."""

from dataclasses import replace

import pytest

from loyalty.cards.programme import Limits, PerMoney, Programme, Reward, ordered
from loyalty.cards.programme_check import MAX_REWARDS, MAX_STAMPS, MAX_WHOLE, Invalid, check
from loyalty.units import Unit
from tests.programmes import points_card, stamp_card

COFFEE = Reward("coffee", "Free coffee", 10)
STAMPS = stamp_card((COFFEE,))
POINTS = points_card((COFFEE,))


@pytest.mark.parametrize(
    ("programme", "why", "at"),
    [
        (replace(STAMPS, rewards=()), "no_reward", ""),
        (
            replace(POINTS, rewards=tuple(Reward(str(i), "Tea", i + 1) for i in range(MAX_REWARDS + 1))),
            "too_many_rewards",
            "",
        ),
        (replace(STAMPS, rewards=(Reward("a", "", 3),)), "reward_text", ""),
        (replace(STAMPS, rewards=(Reward("a", "x" * 61, 3),)), "reward_text", "x" * 60),
        (replace(STAMPS, rewards=(Reward("a", "Tea", 0),)), "reward_place", "Tea"),
        (replace(STAMPS, rewards=(Reward("a", "Tea", MAX_STAMPS + 1),)), "reward_place", "Tea"),
        (replace(STAMPS, rewards=(COFFEE, replace(COFFEE, key="b"))), "reward_twice", ""),
        (replace(STAMPS, head_start=10), "head_start", ""),
        (replace(STAMPS, head_start=-1), "head_start", ""),
        (replace(STAMPS, limits=Limits(cooldown_minutes=-1)), "limit", "cooldown_minutes"),
        (replace(STAMPS, limits=Limits(max_per_visit=0)), "limit", "max_per_visit"),
        (replace(STAMPS, limits=Limits(max_per_day=-3)), "limit", "max_per_day"),
        (replace(STAMPS, voucher_days=0), "limit", "voucher_days"),
        (replace(STAMPS, idle_days=MAX_WHOLE + 1), "limit", "idle_days"),
        (replace(POINTS, earn=PerMoney(0)), "limit", "points_per_unit"),
        (replace(POINTS, earn=PerMoney(1, -1)), "limit", "min_spend"),
        (replace(POINTS, rewards=(Reward("a", "Tea", MAX_WHOLE + 1),)), "reward_price", "Tea"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused_by_name(programme: Programme, why: str, at: str) -> None:
    wrong = check(programme, "EUR")
    assert wrong is not None
    assert (wrong.why, wrong.at) == (why, at)


@pytest.mark.parametrize(
    ("currency", "price", "least_minor"),
    [
        ("EUR", 1_000_000, 10_000_000),
        ("HUF", 100_000_000, 10_000_000),
        ("VND", 10**9, 10**9),
        ("KWD", 10**6, 10**8),
    ],
)
def test_limits_follow_the_size_of_the_money(currency: str, price: int, least_minor: int) -> None:
    dear = replace(POINTS, rewards=(replace(COFFEE, at=price),), earn=PerMoney(1, least_minor))
    assert check(dear, currency) is None
    assert check(replace(dear, rewards=(replace(COFFEE, at=price + 1),)), currency) == Invalid(
        "reward_price", COFFEE.text, price
    )
    assert check(replace(dear, earn=PerMoney(1, least_minor + 1)), currency) == Invalid(
        "limit", "min_spend", least_minor
    )


def test_a_refusal_names_the_limit_of_a_stamp_card() -> None:
    wrong = check(replace(STAMPS, rewards=(replace(COFFEE, at=31),)), "VND")
    assert wrong == Invalid("reward_place", COFFEE.text, MAX_STAMPS)


def test_plain_programmes_are_right() -> None:
    assert check(STAMPS, "EUR") is None
    assert check(POINTS, "EUR") is None
    assert check(replace(STAMPS, head_start=9, voucher_days=1, limits=Limits(0, 1, 1)), "EUR") is None
    assert check(replace(POINTS, rewards=(COFFEE, replace(COFFEE, key="b"))), "EUR") is None


def test_rewards_are_put_in_the_order_in_which_they_are_reached() -> None:
    cookie = Reward("cookie", "Cookie", 5)
    assert ordered((COFFEE, cookie)) == (cookie, COFFEE)
    assert stamp_card(ordered((COFFEE, cookie))).places == 10


def test_a_programme_says_what_follows_from_its_parts() -> None:
    assert (STAMPS.unit, STAMPS.needs_amount, STAMPS.starts_over, STAMPS.places) == (
        Unit.STAMPS,
        False,
        True,
        10,
    )
    assert (POINTS.unit, POINTS.needs_amount, POINTS.starts_over, POINTS.places) == (
        Unit.POINTS,
        True,
        False,
        0,
    )
    assert (POINTS.rate, STAMPS.rate) == (1, None)
    assert STAMPS.reward("coffee") == COFFEE
    assert STAMPS.reward("tea") is None
