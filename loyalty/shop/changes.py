"""Changing a shop's rules: one figure or one reward at a time, and what is different afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from math import inf
from typing import Any, assert_never

from loyalty.cards.part import Part
from loyalty.cards.parts.excluded_item import ExcludedItem, on_begun
from loyalty.cards.programme import Earn, PerMoney, PerVisit, Programme, Reward, ordered
from loyalty.cards.rates import Rate

NEW = ""  # the key of a reward that is proposed: it gets one of its own when the change is made
BONUSES_ADD = "bonuses_add"  # 1 where bonuses that meet add up, 0 where the best one counts
LIMITS = ("cooldown_minutes", "max_per_visit", "max_per_day")
# As people know them, and as the way to earn names them.
_OF_MONEY = {"points_per_unit": "rate", "min_spend_minor": "min_spend_minor"}
# Where 0 means "none": no cap, no end.
OPTIONAL = ("max_per_visit", "max_per_day", "voucher_days", "idle_days")
# What a customer would rather have more of, and less of. How long a reward waits is said with the reward, and what a card
# begins with was had by who holds one.
_MORE = ("points_per_unit", "max_per_visit", "max_per_day", "idle_days")
_LESS = ("min_spend_minor", "cooldown_minutes")


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that changed: a figure by its name, or a reward or a part that came (no old), went (no new) or changed."""

    what: str
    old: Rate | Reward | Part | None
    new: Rate | Reward | Part | None


def figures(programme: Programme) -> dict[str, Rate | None]:
    """Return a programme's figures by name, in the order in which people meet them."""
    limits = programme.limits
    return {
        "head_start": programme.head_start,
        "cooldown_minutes": limits.cooldown_minutes,
        "max_per_visit": limits.max_per_visit,
        "max_per_day": limits.max_per_day,
        "voucher_days": programme.voucher_days,
        "idle_days": programme.idle_days,
        **_money_figures(programme),
    }


def _money_figures(programme: Programme) -> dict[str, Rate | None]:
    match programme.earn:
        case PerMoney(rate, least):
            return {"points_per_unit": rate, "min_spend_minor": least}
        case PerVisit():
            return {}
        case _:
            assert_never(programme.earn)


def with_figure(programme: Programme, name: str, value: Rate) -> Programme:
    """Return the rules with one figure changed; raises `LookupError` for a figure they don't have."""
    if name not in figures(programme):
        raise LookupError(name)
    changed: dict[str, Any] = {name: None if value == 0 and name in OPTIONAL else value}
    if name in _OF_MONEY:
        return replace(programme, earn=_with_money(programme.earn, **{_OF_MONEY[name]: value}))
    if name in LIMITS:
        return replace(programme, limits=replace(programme.limits, **changed))
    return replace(programme, **changed)


def _with_money(earn: Earn, **changed: Any) -> Earn:
    match earn:
        case PerMoney():
            return replace(earn, **changed)
        case PerVisit():
            return earn
        case _:
            assert_never(earn)


def with_reward(programme: Programme, reward: Reward) -> Programme:
    """Return the rules with this reward added, or in place of the one with its key."""
    others = tuple(other for other in programme.rewards if other.key != reward.key)
    return replace(programme, rewards=ordered((*others, reward)))


def with_part(programme: Programme, place: int | None, part: Part | None) -> Programme:
    """Return the rules with a part in place of the one there, or added where no place is named; None takes it away."""
    parts = list(programme.parts)
    at = len(parts) if place is None else place
    parts[at : at + 1] = [part] if part else []
    return replace(programme, parts=tuple(parts))


def with_keys(programme: Programme, old: Programme, used: Iterable[str]) -> Programme:
    """Give what the old rules don't offer a key that is not used: vouchers and goals of what is gone keep theirs."""
    taken, rewards = set(used), []
    for reward in programme.rewards:
        known = old.reward(reward.key) is not None
        rewards.append(reward if known else replace(reward, key=_free_key(taken)))
        taken.add(rewards[-1].key)
    return replace(programme, rewards=tuple(rewards))


def _free_key(taken: set[str]) -> str:
    return next(key for key in (f"r{number}" for number in count(1)) if key not in taken)


def without_reward(programme: Programme, key: str) -> Programme:
    """Return the rules without one reward."""
    return replace(programme, rewards=tuple(reward for reward in programme.rewards if reward.key != key))


def differences(old: Programme, new: Programme) -> tuple[Difference, ...]:
    """List what changes from one version to the next: rewards first."""
    before, after = figures(old), figures(new)
    keys = dict.fromkeys(reward.key for reward in (*old.rewards, *new.rewards))
    rewards = [Difference("reward", old.reward(key), new.reward(key)) for key in keys]
    rules = [Difference(name, before.get(name), after.get(name)) for name in before | after]
    rules.append(Difference(BONUSES_ADD, int(old.bonuses_add), int(new.bonuses_add)))
    parts = [Difference("part", part, None) for part in old.parts if part not in new.parts]
    parts += [Difference("part", None, part) for part in new.parts if part not in old.parts]
    return tuple(change for change in (*rewards, *rules, *parts) if change.old != change.new)


def hold_at_once(changes: Iterable[Difference]) -> bool:
    """Say whether all that changes is what begun cards get too: bonuses that come, or that add up from now on."""
    return all(
        (change.what == "part" and change.old is None) or (change.what == BONUSES_ADD and change.new)
        for change in changes
    )


def for_the_worse(begun: Programme, today: Programme) -> tuple[Difference, ...]:
    """List the rules, beside the rewards, that take something from whose card was begun under other ones."""
    return tuple(change for change in differences(begun, today) if _is_worse(change, begun, today))


def _is_worse(change: Difference, begun: Programme, today: Programme) -> bool:
    old, new = change.old, change.new
    if isinstance(new, Part):
        return isinstance(new, ExcludedItem) and on_begun(new, begun.parts) != new
    if isinstance(old, Part):
        adds = old.most_a_visit(Fraction(1), first=False) > 0
        return adds and old.lost_by(today.parts)
    if isinstance(old, Reward) or isinstance(new, Reward):
        return False
    if change.what == BONUSES_ADD:
        return not new and sum(part in begun.parts and not part.apart for part in today.parts) > 1
    if change.what in _MORE:
        return (inf if new is None else new) < (inf if old is None else old)
    return change.what in _LESS and (new or 0) > (old or 0)
