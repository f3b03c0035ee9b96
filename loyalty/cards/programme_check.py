"""What is wrong with rules, before anybody is promised anything by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

from loyalty.amounts import MOST_POINTS, most_minor, most_points
from loyalty.cards.part import BadPart
from loyalty.cards.programme import Automatic, OnRequest, Pays, Programme, Reward
from loyalty.cards.rates import Rate
from loyalty.cards.worth import BadWorth, gives, problem, terms
from loyalty.names import fits
from loyalty.units import Unit

MAX_STAMPS = 30  # more places can't be read on a phone
MAX_REWARDS = 10
MAX_PARTS = 20
MAX_REWARD_TEXT = 60
MAX_WHOLE = 1_000_000  # minutes, days: more says nothing


@dataclass(frozen=True, slots=True)
class Invalid:
    """Why these rules can't be a programme; `at` names the reward or figure at fault, `most` how far it may go."""

    why: Literal[
        "no_reward",
        "too_many_rewards",
        "reward_text",
        "reward_place",
        "reward_price",
        "reward_twice",
        "reward_worth",
        "reward_stock",
        "reward_level",
        "none_for_all",
        "reward_gives_more",
        "reward_unit",
        "reward_circle",
        "head_start",
        "limit",
        "too_many_parts",
        "part_twice",
        "part",
    ]
    at: str = ""
    most: int = 0
    part: BadPart | None = None
    worth: BadWorth | None = None


def check(
    programme: Programme, currency: str, *, beside: Iterable[Unit] = (), zone: ZoneInfo | None = None
) -> Invalid | None:
    """Say what is wrong with these rules where this money is spent and other cards count these units, or nothing.

    By the `zone` it is known which hours its clocks skip.
    """
    rewards, placed = programme.rewards, programme.starts_over
    if not rewards:
        return Invalid("no_reward")
    if len(rewards) > MAX_REWARDS:
        return Invalid("too_many_rewards", most=MAX_REWARDS)
    if bad := next(filter(None, (_check_reward(one, programme, currency) for one in rewards)), None):
        return bad
    if placed and len({reward.at for reward in rewards}) < len(rewards):
        return Invalid("reward_twice")
    if not programme.for_all:
        return Invalid("none_for_all")
    if bad := _check_given(programme, {programme.unit, *beside}):
        return bad
    return _check_figures(programme, currency) or _check_parts(programme, zone)


def _check_reward(reward: Reward, programme: Programme, currency: str) -> Invalid | None:
    placed, most = programme.starts_over, highest_place(programme.pays, currency)
    if not fits(reward.text, MAX_REWARD_TEXT):
        return Invalid("reward_text", reward.text[:MAX_REWARD_TEXT], MAX_REWARD_TEXT)
    if not 0 < reward.at <= most:
        return Invalid("reward_place" if placed else "reward_price", reward.text, most)
    if bad := problem(reward.worth, currency):
        return Invalid("reward_worth", reward.text, bad.most, worth=bad)
    if reward.valid_days is not None and not 0 < reward.valid_days <= MAX_WHOLE:
        return Invalid("limit", "voucher_days", MAX_WHOLE)
    # Who collects for a place on a card was promised its reward.
    if reward.stock is not None and (placed or not 0 < reward.stock <= MAX_WHOLE):
        return Invalid("reward_stock", reward.text, 0 if placed else MAX_WHOLE)
    levels = {name for part in programme.parts for name in part.level_names()}
    if reward.level is not None and (placed or reward.level not in levels):
        return Invalid("reward_level", reward.text)
    return None


def _check_given(programme: Programme, counted: set[Unit]) -> Invalid | None:
    """Refuse a reward that nothing counts, and one that gives back what it takes, or more."""
    for reward in programme.rewards:
        given = terms(reward.worth).counted
        if given and given.unit not in counted:
            return Invalid("reward_unit", reward.text)
        if not programme.starts_over and gives(reward.worth, programme.unit) >= reward.at:
            return Invalid("reward_gives_more", reward.text, reward.at)
    if programme.starts_over and programme.gives_back >= programme.places:
        return Invalid("reward_gives_more", programme.rewards[-1].text, programme.places)
    return None


def highest_place(pays: Pays, currency: str) -> int:
    """Return the last place that a card can have, or the most that a reward may take from a balance."""
    match pays:
        case Automatic():
            return MAX_STAMPS
        case OnRequest():
            return most_points(currency)
        case _:
            assert_never(pays)


def _check_figures(programme: Programme, currency: str) -> Invalid | None:
    full = programme.places or most_points(currency)
    if not 0 <= programme.head_start < full:
        return Invalid("head_start")
    limits = programme.limits
    most_given = MOST_POINTS if programme.needs_amount else MAX_WHOLE
    figures: dict[str, tuple[Rate | None, int]] = {
        "cooldown_minutes": (limits.cooldown_minutes or None, MAX_WHOLE),  # none at all is right too
        "max_per_visit": (limits.max_per_visit, most_given),
        "max_per_day": (limits.max_per_day, most_given),
        "voucher_days": (programme.voucher_days, MAX_WHOLE),
        "idle_days": (programme.idle_days, MAX_WHOLE),
        "points_per_unit": (programme.rate, MAX_WHOLE),
        "min_spend": (programme.min_spend_minor or None, most_minor(currency)),
    }
    for name, (n, most) in figures.items():
        if n is not None and not 0 < n <= most:
            return Invalid("limit", name, most)
    return None


def _check_parts(programme: Programme, zone: ZoneInfo | None) -> Invalid | None:
    if len(programme.parts) > MAX_PARTS:
        return Invalid("too_many_parts", most=MAX_PARTS)
    single = [part.name for part in programme.parts if part.single]
    if twice := next((name for name in single if single.count(name) > 1), None):
        return Invalid("part_twice", twice)
    bad = next(
        filter(None, (part.problem(takes_amounts=programme.needs_amount) for part in programme.parts)), None
    )
    bad = bad or _misfit(programme)
    if zone and not bad:
        bad = next(filter(None, (part.lost_to_the_clock(zone) for part in programme.parts)), None)
    return Invalid("part", part=bad) if bad else None


def _misfit(programme: Programme) -> BadPart | None:
    parts, often = programme.parts, programme.how_often
    return next(filter(None, (part.misfit(parts, often) for part in parts)), None)
