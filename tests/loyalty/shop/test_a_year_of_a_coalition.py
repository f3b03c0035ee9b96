"""A year of a thousand customers in a street of five shops costs each of them what the sums foretold, to the cent of rounding."""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from math import ceil, floor
from random import Random
from zoneinfo import ZoneInfo

import pytest

from loyalty.cards.programme import PerMoney
from loyalty.cards.worth import terms
from loyalty.dates import day_starts
from loyalty.shop.basis import Basis
from loyalty.shop.coalition_rules import IDLE_DAYS, share_back, usual_rules
from loyalty.shop.lots import LotLine, Lots, Place, by_place
from loyalty.shop.settlement import RewardGiven, balances, month_of, netted, shares
from loyalty.shop.sums import sums_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGINS = datetime(2026, 1, 1, 9, tzinfo=UTC)
CUSTOMERS, SHOPS, DAYS = 1_000, (1, 2, 3, 4, 5), 365
RULES = usual_rules("EUR", called="Thank you")
# What a visit brings a café, a bakery, a bookshop, a barber and a corner shop.
SALES = dict(zip(SHOPS, (500, 600, 2_500, 2_500, 900), strict=True))


@dataclass
class Street:
    """A year of five shops: their ledger, what was spent at each, and every reward with who handed it out."""

    lots: Lots = field(default_factory=Lots)
    spent_minor: Counter[Place] = field(default_factory=Counter)
    given_out: list[tuple[datetime, RewardGiven]] = field(default_factory=list)
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def book(self, card: int, amount: int, kind: str, at: datetime, **more: int) -> int:
        line = LotLine(next(self.ids), card, kind, amount, at, more.get("place"), more.get("voucher"))
        self.lots.book(line)
        return line.id

    def balance(self, card: int) -> int:
        return sum(lot.amount for lot in self.lots.on_counter[card])


def _year(dice: Random) -> Street:
    """Let everybody shop where they like, and spend what they have where they happen to be; some never spend."""
    street = Street()
    earn = RULES.earn
    assert isinstance(earn, PerMoney)
    habits = [(dice.random() / 5, dice.sample(SHOPS, 3), dice.random() < 0.8) for _ in range(CUSTOMERS)]
    for day in range(DAYS):
        at = BEGINS + timedelta(days=day)
        for card, (often, places, spends) in enumerate(habits):
            if dice.random() > often:
                continue
            place = dice.choice(places)
            minor = dice.randrange(SALES[place] // 2, SALES[place] * 3 // 2 + 1)
            street.spent_minor[place] += minor
            points = earn.earned(minor, minor_per_unit=100)
            if points:
                street.book(card, points, "visit", at, place=place)
            if spends:
                _spend(street, card, dice.choice(places), at)
    return street


def _spend(street: Street, card: int, place: int, at: datetime) -> None:
    """Take the dearest reward that there is enough for off a bill at a place."""
    balance = street.balance(card)
    reward = next((one for one in reversed(RULES.rewards) if one.at <= balance), None)
    if reward is None:
        return
    voucher = next(street.ids)
    street.book(card, -reward.at, "reward", at, voucher=voucher)
    off = terms(reward.worth).amount_minor or 0
    street.given_out.append((at, RewardGiven(place, off, street.lots.for_voucher[voucher])))


def _costs(street: Street) -> Counter[Place]:
    """Add up what each shop bears: its share of every reward, at its own till or somebody else's."""
    costs: Counter[Place] = Counter()
    for _, one in street.given_out:
        costs.update(shares(one.worth_minor, one.lots))
    return costs


def _spent(street: Street) -> Counter[Place]:
    return by_place(lot for paid in street.lots.for_voucher.values() for lot in paid)


@pytest.fixture(scope="module")
def street() -> Street:
    return _year(Random(2026))  # noqa: S311 - the same year each time


@pytest.mark.slow
def test_a_year_costs_each_shop_what_the_sums_foretold(street: Street) -> None:
    costs, spent = _costs(street), _spent(street)
    assert len(street.given_out) > CUSTOMERS
    for place in SHOPS:
        sums = sums_of(RULES, Basis(SALES[place], 500), minor_per_unit=100)
        each = sums.cost_per_unit
        rounding = len(street.given_out)  # a cent each, at most
        assert floor(spent[place] * each.low) - rounding <= costs[place]
        assert costs[place] <= ceil(spent[place] * each.high) + rounding
        # What every owner reads before the yes: no more than that comes back of what is spent there.
        assert costs[place] <= share_back(RULES, "EUR") * street.spent_minor[place] + rounding
        # What is not spent yet is all that is missing from it.
        waits = street.lots.open[place] * sums.cost_per_unit.high
        rounded_away = street.spent_minor[place] * sums.discount.high - street.lots.given[place] * each.high
        assert costs[place] + waits + rounded_away >= sums.discount.low * street.spent_minor[place] - rounding


@pytest.mark.slow
def test_each_month_is_settled_to_nothing_and_the_year_comes_to_what_was_borne_elsewhere(
    street: Street,
) -> None:
    year: Counter[int] = Counter()
    month = month_of(BEGINS.date())
    for _ in range(12):
        since, until = month.within(AMSTERDAM)
        sums = balances(one for at, one in street.given_out if since <= at < until)
        owed = netted(sums)
        assert sum(sums.values()) == 0
        assert 0 < len(owed) < len(SHOPS)
        for debt in owed:
            year[debt.debtor] -= debt.minor
            year[debt.creditor] += debt.minor
        month = month.next
    took_off: Counter[Place] = Counter()
    for _, one in street.given_out:
        took_off[one.place] += one.worth_minor
    costs = _costs(street)
    assert {place: took_off[place] - costs[place] for place in SHOPS} == dict(year)


@pytest.mark.slow
def test_what_was_given_is_spent_run_out_and_open_and_in_the_end_nobody_owes_anything(street: Street) -> None:
    street = deepcopy(street)
    lots, spent = street.lots, _spent(street)
    assert lots.given == spent + lots.expired + lots.open
    assert all(lots.open[place] for place in SHOPS)
    ends = day_starts((BEGINS + timedelta(days=DAYS + IDLE_DAYS)).date(), AMSTERDAM)
    for card in range(CUSTOMERS):
        if left := street.balance(card):
            street.book(card, -left, "expired", ends)
    assert lots.given == spent + lots.expired
    assert not lots.open
