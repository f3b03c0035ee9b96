"""What a shop took in a whole month, members and others: told by who runs it, and beside it the members' share."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.dates import day_of, day_starts, months_later
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.basis import PERMILLE, Basis
from loyalty.shop.money import Period
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, money, shops, till_totals
from storage.shop.audit import Act
from storage.shop.money import Place

_BEFORE = (1, 2, 13)  # months: the last whole one, the one before, and the same a year earlier
MOST = 10**12  # minor units


@dataclass(frozen=True, slots=True)
class ShareOfSales:
    """A whole month: what the shop took in all, and what of it members spent; None: nobody can tell."""

    month: date
    total_minor: int | None
    members: Fraction | None

    @property
    def permille(self) -> int | None:
        """Return which share members spent."""
        if not self.total_minor or self.members is None:
            return None
        return round(PERMILLE * self.members / self.total_minor)


@dataclass(frozen=True, slots=True)
class TotalToTell:
    """The month that is asked for, and what was said of it before."""

    shop: Shop
    month: date
    total_minor: int | None


@dataclass(frozen=True, slots=True)
class BadTotal:
    """No month brings so little or so much."""


def last_month(shop: Shop, *, now: datetime) -> date:
    """Return the first day of the last whole month of a shop."""
    return months_later(day_of(now, shop.zone).replace(day=1), -1)


def total_to_tell(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> TotalToTell | NotAllowed:
    """Say which month's total can be told, to a shop's managers."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    month = last_month(shop, now=now)
    return TotalToTell(shop, month, till_totals.of_month(tx, shop_id, month))


def tell_total(
    tx: Tx, actor: Actor, shop_id: int, month: date, total_minor: int | None, *, now: datetime
) -> BadTotal | NotAllowed | None:
    """Keep what a shop took in a month in all; None takes it back."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    if total_minor is not None and not 0 < total_minor <= MOST:
        return BadTotal()
    old = till_totals.of_month(tx, shop_id, month)
    if total_minor is None:
        till_totals.forget(tx, shop_id, month)
    else:
        till_totals.put(tx, shop_id, month, total_minor, now=now)
    act = Act("till_total_told", subject=f"{month:%Y-%m}", old=str(old or ""), new=str(total_minor or ""))
    audit.add(tx, actor, shop_id, act, now=now)
    return None


def shares(tx: Tx, shop: Shop, basis: Basis | None, *, now: datetime) -> tuple[ShareOfSales, ...]:
    """Return the share of members in the last whole month, the one before, and the same a year earlier."""
    first = day_of(now, shop.zone).replace(day=1)
    return tuple(_share(tx, shop, basis, months_later(first, -before)) for before in _BEFORE)


def _share(tx: Tx, shop: Shop, basis: Basis | None, month: date) -> ShareOfSales:
    total = till_totals.of_month(tx, shop.id, month)
    if total is None:
        return ShareOfSales(month, None, None)
    whole = Period(day_starts(month, shop.zone), day_starts(months_later(month, 1), shop.zone))
    return ShareOfSales(month, total, money.takings(tx, Place(shop.id), whole).in_all(basis))
