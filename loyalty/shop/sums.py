"""The sums of a programme: what it gives back of what is spent, what a reward costs, and when that pays.

All is exact: money in minor units, shares in thousandths. What is not known errs on the dear side.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal, assert_never

from loyalty.cards import worth
from loyalty.cards.programme import Automatic, OnRequest, PerMoney, PerVisit, Programme, Reward
from loyalty.shop.basis import Basis


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`: one figure where all is known."""

    low: Fraction
    high: Fraction

    def times(self, factor: Fraction | int) -> "Range":
        """Return both ends so many times."""
        return Range(self.low * factor, self.high * factor)

    def plus(self, other: "Range") -> "Range":
        """Return both ends of two together."""
        return Range(self.low + other.low, self.high + other.high)


NOTHING = Range(Fraction(), Fraction())


@dataclass(frozen=True, slots=True)
class Payout:
    """What is had for one full card, or taken for points: `rewards` for so many `units`, gathered in so many visits."""

    rewards: tuple[Reward, ...]
    units: int
    visits: Fraction
    spent_minor: Fraction
    margin_minor: Fraction  # of what is spent
    cost: Range

    @property
    def discount(self) -> Range:
        """Return which share of what is spent comes back, by what it costs the shop."""
        return self.cost.times(1 / self.spent_minor)

    @property
    def extra_visits(self) -> Range | None:
        """Return how many of its visits must be ones that nobody would have made without it; None: no number of them pays."""
        each = self.margin_minor / self.visits
        return self.cost.times(1 / each) if each else None

    @property
    def loses(self) -> Literal["no", "perhaps", "surely"]:
        """Say whether it leaves nothing of the margin, even if every visit were a new one."""
        if self.cost.high < self.margin_minor or not self.cost.high:
            return "no"
        return "surely" if self.cost.low >= self.margin_minor else "perhaps"


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a whole programme: one payout for a card that fills, else one for each reward of the menu."""

    basis: Basis
    earned_per_visit: Fraction
    payouts: tuple[Payout, ...]
    bonuses: bool = False  # visits may bring more than that, and it is in none of these figures
    paid_out: Fraction = Fraction()  # what one is worth in money to whom its holder may give it

    @property
    def discount(self) -> Range:
        """Return the least and the most that comes back."""
        every = [payout.discount for payout in self.payouts]
        return Range(min(one.low for one in every), max(one.high for one in every))

    @property
    def cost_per_unit(self) -> Range:
        """Return what one stamp or point costs when all of them are turned into what is dearest."""
        every = [payout.cost.times(Fraction(1, payout.units)) for payout in self.payouts]
        low, high = max(one.low for one in every), max(one.high for one in every)
        return Range(max(low, self.paid_out), max(high, self.paid_out))


@dataclass(frozen=True, slots=True)
class LosesMoney:
    """A payout costs all that its visits leave, or more; not `surely` where only a cost that is not known may do so."""

    payout: Payout
    surely: bool
    with_bonuses: bool = False  # only for visits that bring all the bonuses that one can


@dataclass(frozen=True, slots=True)
class FreeAtFirstVisit:
    """Somebody who came once has a reward already; what it costs is None where nothing is known of the shop's sales."""

    reward: Reward
    cost: Range | None
    with_bonuses: bool = False  # only where bonuses meet the first visit


@dataclass(frozen=True, slots=True)
class FreeWithoutVisit:
    """One gift of a part is enough for a reward; what it costs is None where nothing is known of the shop's sales."""

    reward: Reward
    part: str
    cost: Range | None


@dataclass(frozen=True, slots=True)
class GiftsTakeAll:
    """Gifts take what the visits of a month leave once their rewards are paid; these alone would not."""

    visits: int
    gifts: Range
    rewards: Range
    left_minor: Fraction


@dataclass(frozen=True, slots=True)
class SaleLoses:
    """What is bought costs its price or more where all of it is used; not `surely` where only a cost that is not known may do so."""

    label: str
    price_minor: int
    cost: Range
    surely: bool


Risk = LosesMoney | FreeAtFirstVisit | FreeWithoutVisit | GiftsTakeAll | SaleLoses


def earned_per_visit(programme: Programme, average_sale_minor: int, *, minor_per_unit: int) -> Fraction:
    """Return what a visit is expected to earn: the one place that says so; not rounded, as sales are not all average."""
    match programme.earn:
        case PerVisit():
            return Fraction(1)
        case PerMoney(rate):
            return Fraction(average_sale_minor, minor_per_unit) * Fraction(rate)
        case _:
            assert_never(programme.earn)


def sums_of(programme: Programme, basis: Basis, *, minor_per_unit: int) -> Sums:
    """Do the sums of a programme, which has rewards, without its bonuses."""
    earned = earned_per_visit(programme, basis.average_sale_minor, minor_per_unit=minor_per_unit)
    bonuses = most_on_top(programme, earned, first=True) > 0
    paid_out = max((part.worth_of_one() for part in programme.parts), default=Fraction())
    return Sums(basis, earned, _payouts(programme, basis, earned), bonuses, paid_out)


def _payouts(programme: Programme, basis: Basis, earned: Fraction) -> tuple[Payout, ...]:
    """Return what is paid where each visit brings so many; of its margin goes what parts give in money."""
    money = sum((part.money_a_visit(basis.average_sale_minor) for part in programme.parts), Fraction())
    left = max(basis.margin_minor - money, Fraction())

    def payout(rewards: tuple[Reward, ...], units: int) -> Payout:
        visits = units / earned
        costs = [cost_of(reward, programme, basis) for reward in rewards]
        return Payout(
            rewards,
            units,
            visits,
            visits * basis.average_sale_minor,
            visits * left,
            Range(sum((one.low for one in costs), Fraction()), sum((one.high for one in costs), Fraction())),
        )

    match programme.pays:
        case Automatic():
            return (payout(programme.rewards, programme.places),)
        case OnRequest():
            return tuple(payout((one,), one.at) for one in programme.rewards)
        case _:
            assert_never(programme.pays)


def cost_of(reward: Reward, programme: Programme, basis: Basis) -> Range:
    """Return what a reward costs: what its kind says, else as a thing."""
    given = worth.terms(reward.worth).counted
    if given:
        others = (one for one in (programme, *basis.programmes) if one.unit is given.unit)
        return _cost_of_one(next(others, programme), basis).times(given.amount)
    if between := worth.cost_between(reward.worth, basis.average_sale_minor):
        return Range(*between)
    return cost_of_thing(reward.cost_minor, basis)


def cost_of_thing(typed_minor: int | None, basis: Basis) -> Range:
    """Return what a thing costs: what was typed, else an average sale's goods up to its price."""
    if typed_minor is not None:
        return Range(Fraction(typed_minor), Fraction(typed_minor))
    sale = Fraction(basis.average_sale_minor)
    return Range(max(sale - basis.margin_minor, Fraction(1)), sale)


def _cost_of_one(programme: Programme, basis: Basis) -> Range:
    """Return what one stamp or point costs once it becomes the dearest reward that is not stamps or points again.

    A card that gives some of its own back has as many fewer to fill, over and over.
    """
    real = [reward for reward in programme.rewards if not worth.terms(reward.worth).counted]
    costs = [cost_of(reward, programme, basis) for reward in real] or [cost_of_thing(None, basis)]
    match programme.pays:
        case Automatic():
            whole = Range(
                sum((one.low for one in costs), Fraction()), sum((one.high for one in costs), Fraction())
            )
            return whole.times(Fraction(1, programme.places - programme.gives_back))
        case OnRequest():
            prices = [reward.at for reward in real] or [min(reward.at for reward in programme.rewards)]
            each = [cost.times(Fraction(1, at)) for cost, at in zip(costs, prices, strict=True)]
            return Range(max(one.low for one in each), max(one.high for one in each))
        case _:
            assert_never(programme.pays)


def most_on_top(programme: Programme, earned: Fraction, *, first: bool) -> Fraction:
    """Return the most that the parts bring on top of one visit that earns so many: the dear side of what they may."""
    most = [(part.apart, part.most_a_visit(earned, first=first)) for part in programme.parts]
    apart = sum((each for beside, each in most if beside), Fraction())
    meeting = [each for beside, each in most if not beside]
    return apart + (sum(meeting, Fraction()) if programme.bonuses_add else max(meeting, default=Fraction()))


def earned_at_most(programme: Programme, earned: Fraction) -> Fraction:
    """Return what a visit that earns so many brings at most: the bonuses that meet in any visit, at their dearest."""
    return earned + most_on_top(programme, earned, first=False)


def risks_of(programme: Programme, basis: Basis | None, *, minor_per_unit: int) -> tuple[Risk, ...]:
    """List what an owner must say yes to twice, bonuses at their dearest; without a basis only what needs no sums."""
    loses = _losses(programme, basis, minor_per_unit) if basis else ()
    earliest = (programme.for_all or programme.rewards)[0]  # nobody begins with a level
    cost = cost_of(earliest, programme, basis) if basis else None
    earned = _at_first(programme, basis, minor_per_unit)
    missing = earliest.at - programme.head_start - earned
    early: tuple[Risk, ...] = ()
    if most_on_top(programme, Fraction(earned), first=True) >= missing:
        early = (FreeAtFirstVisit(earliest, cost, with_bonuses=missing > 0),)
    enough = [part for part in programme.parts if part.most_at_once() >= earliest.at]
    return (*loses, *early, *(FreeWithoutVisit(earliest, part.name, cost) for part in enough))


def _losses(programme: Programme, basis: Basis, minor_per_unit: int) -> tuple[LosesMoney, ...]:
    """List what costs all that its visits leave: as they are, else if each brings the most that one can."""
    sums = sums_of(programme, basis, minor_per_unit=minor_per_unit)
    earned = sums.earned_per_visit
    dearest = _payouts(programme, basis, earned_at_most(programme, earned))
    found = []
    for usual, dear in zip(sums.payouts, dearest, strict=True):
        if usual.loses == "surely":
            found.append(LosesMoney(usual, surely=True))
        elif dear.loses != "no":
            found.append(LosesMoney(dear, surely=False, with_bonuses=dear != usual))
    return tuple(found)


def _at_first(programme: Programme, basis: Basis | None, minor_per_unit: int) -> int:
    """Return what an average first visit earns; the least that one can where sales are not known."""
    sale = basis.average_sale_minor if basis else 0
    return floor(earned_per_visit(programme, sale, minor_per_unit=minor_per_unit))


def one_in(extra_visits: Fraction) -> int:
    """Say of how many customers one must come once more; 0 where each must come more than once."""
    return floor(1 / extra_visits) if extra_visits else 0


def times_more(extra_visits: Fraction) -> Fraction:
    """Say how many times more each customer must come, in tenths, rounded up."""
    return Fraction(ceil(extra_visits * 10), 10)


def rounded(exact: Fraction) -> int:
    """Round to whole minor units, halves up."""
    return floor(exact + Fraction(1, 2))
