"""What members bring a shop and what it costs: the month so far beside the same part of the last, and of a year ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from actions.access import NotAllowed, may
from actions.shop.branches import NoBranch
from actions.shop.sums import NEWEST_AMOUNTS, basis_for, reckoned_by
from actions.shop.targets import progress_of
from actions.shop.till_totals import ShareOfSales, shares
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import day_of
from loyalty.records import Branch, Shop
from loyalty.roles import Role
from loyalty.shop.basis import Basis
from loyalty.shop.money import (
    Flow,
    HandedOut,
    Period,
    Stayed,
    Takings,
    TypedBy,
    Typist,
    Visitors,
    look_back,
    odd_bounds,
    odd_typists,
    same_part,
)
from loyalty.shop.sums import Range
from loyalty.shop.targets import TargetProgress
from storage.cards import memberships
from storage.cards.memberships import Income
from storage.engine.statements import Tx
from storage.shop import money, programmes, shops, stats
from storage.shop.money import Place

_LAST_MONTH, _YEAR_AGO = 1, 12
_NEWEST_TYPED = 1_000  # amounts: enough to hear each of the staff


@dataclass(frozen=True, slots=True)
class PartOfMonth:
    """What a part of a month brought."""

    takings: Takings
    visitors: Visitors
    lost: int
    handed_out: HandedOut
    gifts: Mapping[
        int, int
    ]  # stamps or points that each programme gave without a visit; nowhere told of a branch
    memberships: Income  # sold and paid back; nowhere told of a branch


@dataclass(frozen=True, slots=True)
class Money:
    """A shop's month so far, or one branch's; an earlier part is None where nobody had come by then."""

    shop: Shop
    branch: Branch | None
    branches: tuple[Branch, ...]
    today: date
    basis: Basis | None
    this: PartOfMonth
    last: PartOfMonth | None
    year_ago: PartOfMonth | None
    flow: Flow
    programmes: tuple[ProgrammeVersion, ...]
    unit_costs: Mapping[
        int, Range
    ]  # of a stamp or point of each programme, at the dearest; none where nothing is known
    stayed: Stayed | None  # None: too early to tell
    odd: tuple[TypedBy, ...]
    typists: tuple[Typist, ...]  # whose usual amount is far from that of all others
    targets: tuple[TargetProgress, ...]
    shares: tuple[ShareOfSales, ...]  # of whole months: the last, the one before, the same a year earlier


def shop_money(
    tx: Tx, actor: Actor, shop_id: int, branch_id: int | None, *, now: datetime
) -> Money | NoBranch | NotAllowed:
    """Reckon a shop's month, or a branch's, for its managers, by the days of its own time zone."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop, branches = shops.by_id(tx, shop_id), tuple(shops.branches_of(tx, shop_id))
    branch = next((one for one in branches if one.id == branch_id), None)
    if branch_id is not None and branch is None:
        return NoBranch()
    place = Place(shop_id, branch_id)
    first = money.first_visit_at(tx, place)
    so_far = same_part(now, shop.zone, 0)
    this = _part(tx, place, so_far)
    last, year_ago = (
        _part(tx, place, period) if first and first < period.until else None
        for period in (same_part(now, shop.zone, months) for months in (_LAST_MONTH, _YEAR_AGO))
    )
    start = money.customers(tx, place, so_far.begins)
    basis, versions = basis_for(tx, shop), tuple(programmes.today(tx, shop_id))
    return Money(
        shop=shop,
        branch=branch,
        branches=branches,
        today=day_of(now, shop.zone),
        basis=basis,
        this=this,
        last=last,
        year_ago=year_ago,
        programmes=versions,
        unit_costs=unit_costs(basis, versions, shop.currency),
        flow=Flow(start, this.visitors.new, this.visitors.back, this.lost),
        stayed=_stayed(tx, place, first, now=now),
        # Where none is typed all visits would be looked through for one.
        odd=_odd(tx, place, so_far) if this.takings.told else (),
        typists=_typists(tx, shop_id) if this.takings.told else (),
        targets=tuple(one for one in progress_of(tx, shop, branch, now=now) if not one.over),
        shares=shares(tx, shop, branch_id, basis, now=now),
    )


def _part(tx: Tx, place: Place, period: Period) -> PartOfMonth:
    return PartOfMonth(
        money.takings(tx, place, period),
        money.visitors(tx, place, period),
        money.lost(tx, place, period),
        money.handed_out(tx, place, period),
        {} if place.branch_id else stats.gifts(tx, place.shop_id, since=period.begins, until=period.until),
        Income()
        if place.branch_id
        else memberships.income(tx, place.shop_id, since=period.begins, until=period.until),
    )


def unit_costs(
    basis: Basis | None, versions: Sequence[ProgrammeVersion], currency: str
) -> Mapping[int, Range]:
    """Say what a stamp or point of each programme costs once it is a reward; nothing where no sale is known."""
    reckoned = ((one.programme_id, reckoned_by(basis, one.programme, currency).sums) for one in versions)
    return {programme: sums.cost_per_unit for programme, sums in reckoned if sums}


def _stayed(tx: Tx, place: Place, first: datetime | None, *, now: datetime) -> Stayed | None:
    back = look_back(now, first)
    if back is None:
        return None
    return Stayed(back.days, *money.still_customers(tx, place, then=now - back, now=now))


def _typists(tx: Tx, shop_id: int) -> tuple[Typist, ...]:
    return tuple(odd_typists(money.newest_typed(tx, Place(shop_id), most=_NEWEST_TYPED)))


def _odd(tx: Tx, place: Place, period: Period) -> tuple[TypedBy, ...]:
    """Find amounts far from what is usual in the shop, by its newest ones."""
    bounds = odd_bounds(stats.newest_amounts(tx, place.shop_id, most=NEWEST_AMOUNTS))
    if bounds is None:
        return ()
    below, above = bounds
    return tuple(money.odd_amounts(tx, place, period, below=below, above=above))
