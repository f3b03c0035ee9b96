"""What is worth an owner's look in a shop's bookings: a few checks, each against what is usual in that very shop.

Nobody is accused: each finding has an innocent reason too. A check says that there is not enough to tell before it finds
anything by chance; what chance would show in a thousandth of the shops is not told. Why these bounds: decision 36.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

from loyalty.shop.chances import chance_of_fewer, chance_of_more
from loyalty.shop.opening_hours import NEVER, WEEK, OpeningHours
from loyalty.values import dataclass as record

Check = Literal[
    "pair", "burst", "full_days", "taken_back", "odd_hours", "sign_ups", "second_times", "own_rewards"
]
CHECKS: tuple[Check, ...] = (
    "pair", "burst", "full_days", "taken_back", "odd_hours", "sign_ups", "second_times", "own_rewards"
)  # fmt: skip
DAYS = 28  # that are looked through
LEARNED_DAYS = 84  # from which usual hours are known
GIVEN_TO_RETURN_DAYS = 28  # before somebody new counts as not back
_DOUBT = 0.001
_PAIR_VISITS, _OTHER_CARDS = 8, 5
_BURST, _BUSY_FIVE_MINUTES, _BUSY_DAY, _KNOWN_DAYS = 12, 6, 6, 10
_FULL_DAYS, _CARD_DAYS, _USUALLY_FULL = 6, 100, 0.02
_TAKEN_BACK, _OF_BOOKED = 6, 0.1
_ACTIVE_DAYS, _AT_ODD_HOURS = 20, 3
_FIRST_WEEKDAY = 3  # 1970 began on a Thursday
_NEW_CARDS, _ALL_NEW_CARDS = 10, 40
_REDEEMED = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth a look: whose, which card's, in which days counted from 1970 in the shop's zone, and how much of it."""

    check: Check
    key: str  # the same thing has the same key, and is not told again once it was found fine
    first_day: int
    last_day: int
    staff_id: int | None = None
    account_id: int | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)


Found = Sequence[Finding] | None  # None: not enough to tell yet


@record(frozen=True, slots=True)
class Pair:
    """Of a card's visits in hours when a cashier and others were at work: all, those they booked, those to be expected."""

    account_id: int
    staff_id: int
    visits: int
    by_them: int
    expected: float


@record(frozen=True, slots=True)
class FiveMinutes:
    """How many cards a member of staff stamped within five minutes of a day."""

    staff_id: int
    day: int
    start: int
    cards: int


@record(frozen=True, slots=True)
class FullDays:
    """On how many days a card came, and on how many of them it was given the most that a day allows."""

    account_id: int
    days: int
    full: int


@record(frozen=True, slots=True)
class TakenBack:
    """What a member of staff took back on a day, and what they booked on it."""

    staff_id: int
    day: int
    taken_back: int
    booked: int


@record(frozen=True, slots=True)
class HourOfDay:
    """What a member of staff booked in an hour of a day."""

    staff_id: int
    day: int
    hour: int
    visits: int


@record(frozen=True, slots=True)
class NewCards:
    """Cards that a member of staff was the first to stamp on a day, and how many of them came again."""

    staff_id: int
    day: int
    cards: int
    back: int


@record(frozen=True, slots=True)
class Redemptions:
    """Rewards that a member of staff handed out, and those of them for which they had booked the last visit minutes before."""

    staff_id: int
    rewards: int
    own: int


def close_pairs(pairs: Sequence[Pair], *, last_day: int) -> Found:
    """Find cards that one cashier stamps far more often than who else was at work in the same hours.

    Also more often than other cards have their favourite: at a hairdresser's that is how the shop works.
    """
    of_card: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        of_card[pair.account_id].append(pair)
    if len(of_card) <= _OTHER_CARDS:
        return None
    asked = {card: seen for card, seen in of_card.items() if max(one.by_them for one in seen) >= _PAIR_VISITS}
    close = []
    for card, seen in asked.items():
        one = max(seen, key=lambda pair: (pair.by_them, -pair.expected, -pair.staff_id))
        loyal = _loyalty(other for this, other in of_card.items() if this != card)
        expected = loyal * one.visits + (1 - loyal) * one.expected
        if chance_of_more(one.by_them, one.visits, expected) * len(asked) <= _DOUBT:
            close.append(one)
    return [
        Finding(
            "pair",
            f"pair:{one.account_id}:{one.staff_id}",
            last_day - DAYS + 1,
            last_day,
            one.staff_id,
            one.account_id,
            {"of": one.visits, "n": one.by_them, "usual": round(one.expected)},
        )
        for one in close
    ]


def _loyalty(cards: Iterable[Sequence[Pair]]) -> float:
    """Say how many customers go to a favourite whoever else is free: by how often two visits had the same cashier."""
    same = by_chance = pairs = 0.0
    for seen in cards:
        visits = sum(one.by_them for one in seen)
        pairs += visits * (visits - 1)
        same += sum(one.by_them * (one.by_them - 1) for one in seen)
        by_chance += visits * (visits - 1) * sum((one.expected / visits) ** 2 for one in seen)
    above = max(0.0, same - by_chance)
    return sqrt(min(1.0, above / (pairs - by_chance))) if pairs > by_chance else 1.0


def bursts(seen: Sequence[FiveMinutes], *, days: int) -> Found:
    """Find five minutes in which somebody stamped twice as many cards as anybody did on any other day."""
    if days < _KNOWN_DAYS:
        return None
    most: dict[int, int] = defaultdict(int)
    busy: dict[int, int] = defaultdict(int)
    for one in seen:
        most[one.day] = max(most[one.day], one.cards)
        busy[one.day] += one.cards >= _BUSY_FIVE_MINUTES
    found: dict[tuple[int, int], FiveMinutes] = {}
    for one in sorted(seen, key=lambda one: one.cards):
        usual = max((n for day, n in most.items() if day != one.day), default=0)
        if one.cards >= max(_BURST, 2 * usual) and busy[one.day] < _BUSY_DAY:
            found[one.staff_id, one.day] = one
    return [
        Finding(
            "burst", f"burst:{one.staff_id}:{one.day}", one.day, one.day, one.staff_id,
            numbers={"n": one.cards, "start": one.start,
                     "usual": max((n for day, n in most.items() if day != one.day), default=0)},
        )
        for one in found.values()
    ]  # fmt: skip


def always_full(cards: Sequence[FullDays], *, last_day: int) -> Found:
    """Find cards that are given the most of a day on many days, where others hardly ever are."""
    all_days, all_full = sum(one.days for one in cards), sum(one.full for one in cards)
    if all_days < _CARD_DAYS:
        return None
    return [
        Finding(
            "full_days", f"full_days:{one.account_id}", last_day - DAYS + 1, last_day, None, one.account_id,
            {"n": one.full, "of": one.days},
        )
        for one in cards
        if one.full >= _FULL_DAYS and all_full - one.full <= _USUALLY_FULL * (all_days - one.days)
    ]  # fmt: skip


def much_taken_back(seen: Iterable[TakenBack]) -> Found:
    """Find days on which somebody took back very much of what was booked."""
    return [
        Finding(
            "taken_back", f"taken_back:{one.staff_id}:{one.day}", one.day, one.day, one.staff_id,
            numbers={"n": one.taken_back, "of": one.booked},
        )
        for one in seen
        if one.taken_back >= max(_TAKEN_BACK, _OF_BOOKED * one.booked)
    ]  # fmt: skip


def at_odd_hours(seen: Sequence[HourOfDay], hours: OpeningHours, *, last_day: int) -> Found:
    """Find bookings more than an hour away from when the shop is open.

    Where it did not say when that is: at an hour at which, and around which, nothing was booked on any other day.
    """
    if hours != NEVER:
        return _while_closed(seen, hours, last_day=last_day)
    days_of: dict[int, set[int]] = defaultdict(set)
    for one in seen:
        days_of[one.hour].add(one.day)
    if len({one.day for one in seen}) < _ACTIVE_DAYS:
        return None
    odd: dict[tuple[int, int], int] = defaultdict(int)
    for one in seen:
        near = days_of[(one.hour - 1) % 24] | days_of[one.hour] | days_of[(one.hour + 1) % 24]
        if one.day > last_day - DAYS and near == {one.day}:
            odd[one.staff_id, one.day] += one.visits
    return [
        Finding("odd_hours", f"odd_hours:{staff}:{day}", day, day, staff, numbers={"n": n})
        for (staff, day), n in odd.items()
        if n >= _AT_ODD_HOURS
    ]


def _while_closed(seen: Sequence[HourOfDay], hours: OpeningHours, *, last_day: int) -> list[Finding]:
    closed: dict[tuple[int, int], int] = defaultdict(int)
    for one in seen:
        if one.day > last_day - DAYS and not hours.near((one.day + _FIRST_WEEKDAY) % WEEK, one.hour):
            closed[one.staff_id, one.day] += one.visits
    return [
        Finding("odd_hours", f"odd_hours:{staff}:{day}", day, day, staff, numbers={"n": n, "closed": 1})
        for (staff, day), n in closed.items()
        if n >= _AT_ODD_HOURS
    ]


def never_back(seen: Sequence[NewCards]) -> Found:
    """Find days on which somebody was the first to stamp many new cards of which hardly any came again."""
    all_cards, all_back = sum(one.cards for one in seen), sum(one.back for one in seen)
    asked = [one for one in seen if one.cards >= _NEW_CARDS]
    if all_cards < _ALL_NEW_CARDS:
        return None
    found = []
    for one in asked:
        others = all_cards - one.cards
        usual = (all_back - one.back) / others if others >= _ALL_NEW_CARDS // 2 else 0.0
        if chance_of_fewer(one.back, one.cards, usual * one.cards) * len(asked) <= _DOUBT:
            numbers = {"n": one.cards, "back": one.back, "usual": round(usual * one.cards)}
            key = f"sign_ups:{one.staff_id}:{one.day}"
            found.append(Finding("sign_ups", key, one.day, one.day, one.staff_id, numbers=numbers))
    return found


def own_rewards(seen: Sequence[Redemptions], *, last_day: int) -> Found:
    """Find who hands out far more rewards than others just after they booked the last stamp themselves."""
    asked = [one for one in seen if one.rewards >= _REDEEMED]
    if len(asked) < 2:
        return None
    found = []
    for one in asked:
        others = [other for other in seen if other.staff_id != one.staff_id]
        rewards, own = sum(other.rewards for other in others), sum(other.own for other in others)
        expected = one.rewards * (own + 1) / (rewards + 2)
        if chance_of_more(one.own, one.rewards, expected) * len(asked) <= _DOUBT:
            numbers = {"n": one.own, "of": one.rewards, "usual": round(expected)}
            key = f"own_rewards:{one.staff_id}"
            found.append(
                Finding("own_rewards", key, last_day - DAYS + 1, last_day, one.staff_id, numbers=numbers)
            )
    return found
