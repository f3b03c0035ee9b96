"""Shops that are made up for the win-back study: rare buyers, seasons, daily guests."""

from collections.abc import Callable
from datetime import date, timedelta
from math import exp
from random import Random

OPENED = date(2021, 1, 1)
Histories = list[list[date]]


def rhythmic(
    random: Random, *, customers: int, days: int, usual: float, differ: float, stray: float, stay_days: float
) -> Histories:
    """Let customers come in rhythms of their own around a usual gap, which strays, until they stay away for good."""
    found = []
    for _ in range(customers):
        gap, day = usual * exp(random.gauss(0, differ)), random.random() * days * 0.8
        ends, came = min(days, day + random.expovariate(1 / stay_days)), [int(day)]
        while (day := day + max(1.0, gap * exp(random.gauss(0, stray)))) <= ends:
            came.append(int(day))
        found.append(_dates(came))
    return found


def gift_shop(random: Random) -> Histories:
    """Let two years of customers buy now and then, by chance and each at their own rate, most of all before Christmas."""
    found, days = [], 730
    for _ in range(4300):
        gap = 1 / max(random.gammavariate(0.75, 0.034), 1e-4)
        day = random.random() * days * 0.9
        ends, came = min(days, day + random.expovariate(1 / 500)), [int(day)]
        while (day := day + 1 + random.expovariate(1 / gap)) <= ends:
            if random.random() < (1.0 if 270 < day % 365 < 355 else 0.55):
                came.append(int(day))
        found.append(_dates(came))
    return found


def seasonal(random: Random, *, usual: float, customers: int, open_days: int = 153) -> Histories:
    """Let four summers of guests come by chance while the shop is open; two in three come again next summer."""
    found = []
    for _ in range(customers):
        gap, year, came = usual * exp(random.gauss(0, 0.8)), random.randrange(4), list[int]()
        while year < 4:
            day = 120 + (random.random() * 100 if not came else random.expovariate(1 / gap))
            ends = 120 + open_days * (1.0 if random.random() < 0.7 else random.random())
            while day < ends:
                came.append(year * 365 + int(day))
                day += max(1.0, random.expovariate(1 / gap))
            year += 1 if random.random() < 0.65 else 4
        if came:
            found.append(_dates(came))
    return found


def _dates(days: list[int]) -> list[date]:
    return [OPENED + timedelta(days=day) for day in sorted(set(days))]


SHOPS: dict[str, Callable[[Random], Histories]] = {
    "gift shop: rare buyers, by chance": gift_shop,
    "wine: every four months, irregular": lambda random: rhythmic(
        random, customers=1500, days=1100, usual=110, differ=0.5, stray=0.7, stay_days=900
    ),
    "hairdresser: every eight weeks, regular": lambda random: rhythmic(
        random, customers=900, days=900, usual=56, differ=0.3, stray=0.25, stay_days=700
    ),
    "bakery: every three weeks, or daily": lambda random: rhythmic(
        random, customers=800, days=900, usual=20, differ=1.0, stray=0.8, stay_days=400
    ),
    "café: daily guests": lambda random: rhythmic(
        random, customers=500, days=730, usual=2.5, differ=1.0, stray=0.6, stay_days=400
    ),
    "open five months a year": lambda random: seasonal(random, usual=10, customers=1000),
    "open five months a year, rare guests": lambda random: seasonal(random, usual=30, customers=1500),
}
