"""What shops together promise: points for what is spent in any of them, and money off a bill in any of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from loyalty.amounts import minor_per_unit, unit_size
from loyalty.cards.programme import Limits, PerMoney, Programme, ProgrammeKind, Reward, composed, ordered
from loyalty.cards.programme_check import Invalid, check
from loyalty.cards.rates import Rate, simplest
from loyalty.cards.worth import AmountOff, terms

NOTICE_DAYS = 30  # as all agree by founding or joining
_USUAL_PRICE, _USUAL_UNITS = 100, 5
IDLE_DAYS = (
    365  # a balance without a visit, and a reward that nobody uses, run out then: nobody owes for ever
)


@dataclass(frozen=True, slots=True)
class NoMoneyOff:
    """A reward whose worth in money nobody knows before it is used: it could not be settled."""

    reward: Reward


@dataclass(frozen=True, slots=True)
class MoreThanSpent:
    """More comes back than customers spend, by the best of the rewards: mostly a slip by a currency's size."""

    share: Fraction


def coalition_programme(rate: Rate, menu: Sequence[tuple[int, int]], *, called: str) -> Programme:
    """Compose the rules: points for a unit of money, and a menu of (points, minor units off a bill)."""
    rewards = tuple(Reward(f"off{points}", called, points, worth=AmountOff(minor)) for points, minor in menu)
    return Programme(
        *composed(ProgrammeKind.POINTS, PerMoney(rate)), ordered(rewards), Limits(),
        voucher_days=IDLE_DAYS, idle_days=IDLE_DAYS,
    )  # fmt: skip


def usual_menu(currency: str) -> list[tuple[int, int]]:
    """Return what points usually take off a bill, for one point about a euro: 5% of what was spent for them."""
    unit = round(unit_size(currency) * minor_per_unit(currency))
    return [(_USUAL_PRICE * n, _USUAL_UNITS * n * unit) for n in (1, 2)]


def usual_rules(currency: str, *, called: str) -> Programme:
    """Compose what shops together usually promise."""
    return coalition_programme(
        simplest(Fraction(1, unit_size(currency))), usual_menu(currency), called=called
    )


def check_together(programme: Programme, currency: str) -> Invalid | NoMoneyOff | MoreThanSpent | None:
    """Say why shops together can't promise this, or nothing."""
    bad = next((one for one in programme.rewards if not isinstance(one.worth, AmountOff)), None)
    wrong = NoMoneyOff(bad) if bad else check(programme, currency)
    if wrong:
        return wrong
    share = share_back(programme, currency)
    return MoreThanSpent(share) if share > 1 else None


def share_back(programme: Programme, currency: str) -> Fraction:
    """Return the most that comes back to customers of what they spend, by the best of the rewards."""
    dearest = max(Fraction(terms(one.worth).amount_minor or 0, one.at) for one in programme.rewards)
    return dearest * Fraction(programme.rate or 0) / minor_per_unit(currency)
