"""What a shop or a branch took in a whole month, members and others: told by who runs it, and beside it the members' share.

A till is never counted against members of another place: where a shop told it of each branch and not of the whole, the
branches' tills are added up, and so is what members spent at the branches.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from actions.access import NotAllowed, may
from actions.shop.branches import NoBranch
from loyalty.actor import Actor
from loyalty.dates import day_of, day_starts, months_later
from loyalty.records import Branch, Shop
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
class BranchTotals:
    """What the branches of a shop took in a month: how many there were, how many of them were told, and their sum."""

    branches: int = 0
    told: int = 0
    sum_minor: int = 0

    @property
    def complete(self) -> bool:
        """Say whether each of several was told: beside a single branch the rest of the shop is none."""
        return 1 < self.branches == self.told


@dataclass(frozen=True, slots=True)
class ShareOfSales:
    """A whole month: what the shop or a branch took in all, and what of it members spent; None: nobody can tell."""

    month: date
    total_minor: int | None
    members: Fraction | None
    of_branches: BranchTotals = BranchTotals()  # nothing where one branch is looked at
    is_sum: bool = False  # of the branches, on both sides: the whole was not told
    elsewhere: int = 0  # visits at no branch, which are not in such a sum

    @property
    def permille(self) -> int | None:
        """Return which share members spent."""
        if not self.total_minor or self.members is None:
            return None
        return round(PERMILLE * self.members / self.total_minor)

    @property
    def branches_took_more(self) -> bool:
        """Say whether branches took more than the whole shop is said to have."""
        return self.total_minor is not None and self.of_branches.sum_minor > self.total_minor


@dataclass(frozen=True, slots=True)
class TotalToTell:
    """The month that is asked for, of a shop or one of its branches, and what was said of it before."""

    shop: Shop
    month: date
    total_minor: int | None
    branch: Branch | None = None
    branches: tuple[tuple[Branch, int | None], ...] = ()  # what each was said to take, beside a whole shop


@dataclass(frozen=True, slots=True)
class NotOpenThen:
    """The branch was opened after that month; what it took can be told from a day on."""

    branch: Branch
    ask_from: date


@dataclass(frozen=True, slots=True)
class BadTotal:
    """No month brings so little or so much."""


def last_month(shop: Shop, *, now: datetime) -> date:
    """Return the first day of the last whole month of a shop."""
    return months_later(day_of(now, shop.zone).replace(day=1), -1)


def total_to_tell(
    tx: Tx, actor: Actor, shop_id: int, branch_id: int | None = None, *, now: datetime
) -> TotalToTell | NotOpenThen | NoBranch | NotAllowed:
    """Say which month's total can be told, of a shop or a branch that there was then, to a shop's managers."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    month = last_month(shop, now=now)
    there, total = _branches_in(tx, shop, month), till_totals.of_month(tx, Place(shop_id, branch_id), month)
    if branch_id is not None:
        branch = next((one for one in there if one.id == branch_id), None)
        return TotalToTell(shop, month, total, branch) if branch else _not_then(tx, shop, branch_id, month)
    told = till_totals.of_branches(tx, shop_id, month)
    return TotalToTell(shop, month, total, branches=tuple((one, told.get(one.id)) for one in there))


def _not_then(tx: Tx, shop: Shop, branch_id: int, month: date) -> NotOpenThen | NoBranch:
    """Tell a branch that is newer than a month from one that is no more."""
    newer = next((one for one in shops.branches_of(tx, shop.id) if one.id == branch_id), None)
    return NotOpenThen(newer, months_later(month, 2)) if newer else NoBranch()


def tell_total(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    month: date,
    total_minor: int | None,
    *,
    branch_id: int | None = None,
    now: datetime,
) -> BadTotal | NoBranch | NotAllowed | None:
    """Keep what a shop or a branch took in a month in all; None takes it back."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    there = {one.id: one for one in _branches_in(tx, shops.by_id(tx, shop_id), month)}
    if branch_id is not None and branch_id not in there:
        return NoBranch()
    if total_minor is not None and not 0 < total_minor <= MOST:
        return BadTotal()
    place = Place(shop_id, branch_id)
    old = till_totals.of_month(tx, place, month)
    if total_minor is None:
        till_totals.forget(tx, place, month)
    else:
        till_totals.put(tx, place, month, total_minor, now=now)
    said = {"old": str(old or ""), "new": str(total_minor or "")}
    if branch_id is None:
        act = Act("till_total_told", subject=f"{month:%Y-%m}", **said)
    else:
        act = Act("branch_total_told", subject=f"{month:%Y-%m} {there[branch_id].name}", **said)
    audit.add(tx, actor, shop_id, act, now=now)
    return None


def shares(
    tx: Tx, shop: Shop, branch_id: int | None, basis: Basis | None, *, now: datetime
) -> tuple[ShareOfSales, ...]:
    """Return the share of members in the last whole month, the one before, and the same a year earlier."""
    first, place = day_of(now, shop.zone).replace(day=1), Place(shop.id, branch_id)
    return tuple(_share(tx, shop, place, basis, months_later(first, -before)) for before in _BEFORE)


def _share(tx: Tx, shop: Shop, place: Place, basis: Basis | None, month: date) -> ShareOfSales:
    total, whole = till_totals.of_month(tx, place, month), _whole(shop, month)
    if place.branch_id is not None:
        of_branches, there = BranchTotals(), []
    else:
        there, told = _branches_in(tx, shop, month), till_totals.of_branches(tx, shop.id, month)
        known = [told[one.id] for one in there if one.id in told]
        of_branches = BranchTotals(len(there), len(known), sum(known))
    if total is not None:
        members = money.takings(tx, place, whole).in_all(basis)
        return ShareOfSales(month, total, members, of_branches)
    if of_branches.complete:
        return _sum_of(tx, shop, there, of_branches, basis, month)
    return ShareOfSales(month, None, None, of_branches)


def _sum_of(
    tx: Tx, shop: Shop, there: list[Branch], of_branches: BranchTotals, basis: Basis | None, month: date
) -> ShareOfSales:
    """Set what members spent at the branches beside what these took: visits at no branch are in neither."""
    whole = _whole(shop, month)
    each = [money.takings(tx, Place(shop.id, one.id), whole) for one in there]
    spent = [one.in_all(basis) for one in each]
    members = None if None in spent else sum(filter(None, spent), Fraction())
    everywhere = money.takings(tx, Place(shop.id), whole).visits
    elsewhere = everywhere - sum(one.visits for one in each)
    return ShareOfSales(month, of_branches.sum_minor, members, of_branches, is_sum=True, elsewhere=elsewhere)


def _whole(shop: Shop, month: date) -> Period:
    return Period(day_starts(month, shop.zone), day_starts(months_later(month, 1), shop.zone))


def _branches_in(tx: Tx, shop: Shop, month: date) -> list[Branch]:
    """Return the branches that there were in a month, also those that were closed since."""
    whole = _whole(shop, month)
    return shops.branches_in(tx, shop.id, since=whole.begins, until=whole.until)
