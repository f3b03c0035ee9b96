"""What a shop or one of its branches means to reach: set by its owner, counted from the visits, shown with its pace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from actions.access import NotAllowed, may
from actions.shop.branches import NoBranch
from actions.shop.sums import basis_for
from loyalty.actor import Actor
from loyalty.dates import day_of, day_starts
from loyalty.records import Branch, Shop
from loyalty.roles import Role
from loyalty.shop.money import Period
from loyalty.shop.sums import rounded
from loyalty.shop.targets import BadTarget, Metric, Target, TargetProgress, WantedTarget, problem
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, money, shops, targets
from storage.shop.audit import Act
from storage.shop.money import Place


@dataclass(frozen=True, slots=True)
class Targets:
    """A shop's targets and those of its branches, or one branch's alone, and how far each is."""

    shop: Shop
    branch: Branch | None
    branches: tuple[Branch, ...]
    progress: tuple[TargetProgress, ...]


@dataclass(frozen=True, slots=True)
class TargetsSet:
    """What was set for a shop or one of its branches, uncounted."""

    branch: Branch | None
    targets: tuple[Target, ...]


def see_targets(
    tx: Tx, actor: Actor, shop_id: int, branch_id: int | None = None, *, now: datetime
) -> Targets | NoBranch | NotAllowed:
    """Show a shop's owner what it and its branches mean to reach, or what one of these does."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    branches = tuple(shops.branches_of(tx, shop_id))
    branch = _named(branches, branch_id)
    if isinstance(branch, NoBranch):
        return branch
    shop = shops.by_id(tx, shop_id)
    progress = progress_of(tx, shop, branch, now=now) if branch else progress_everywhere(tx, shop, now=now)
    return Targets(shop, branch, branches, progress)


def targets_of(
    tx: Tx, actor: Actor, shop_id: int, branch_id: int | None = None
) -> TargetsSet | NoBranch | NotAllowed:
    """Return what a shop's owner has set for it or for one of its branches, uncounted."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    branch = _named(shops.branches_of(tx, shop_id), branch_id)
    if isinstance(branch, NoBranch):
        return branch
    there = (one for one in targets.of_shop(tx, shop_id) if one.branch_id == branch_id)
    return TargetsSet(branch, tuple(there))


def set_target(
    tx: Tx, actor: Actor, shop_id: int, wanted: WantedTarget, *, now: datetime
) -> Target | BadTarget | NoBranch | NotAllowed:
    """Set a target in place of the last one of the same thing there; it is counted from now on."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    branch = _named(shops.branches_of(tx, shop_id), wanted.branch_id)
    if isinstance(branch, NoBranch):
        return branch
    bad = problem(wanted.value, wanted.by, day_of(now, shops.by_id(tx, shop_id).zone))
    if bad:
        return bad
    metric, place = wanted.metric, Place(shop_id, wanted.branch_id)
    start = money.customers(tx, place, now) if metric == "customers" else 0
    target = Target(metric, wanted.value, start, wanted.by, now, wanted.branch_id)
    targets.keep(tx, shop_id, target)
    old, new = str(wanted.by), str(wanted.value)
    if branch:
        act = Act("branch_target_set", subject=branch.name, old=f"{metric} {old}", new=new)
    else:
        act = Act("target_set", subject=metric, old=old, new=new)
    audit.add(tx, actor, shop_id, act, now=now)
    return target


def drop_target(
    tx: Tx, actor: Actor, shop_id: int, metric: Metric, *, branch_id: int | None = None, now: datetime
) -> bool | NoBranch | NotAllowed:
    """Take a target away; say whether there was one."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    branch = _named(shops.branches_of(tx, shop_id), branch_id)
    if isinstance(branch, NoBranch):
        return branch
    dropped = targets.drop(tx, Place(shop_id, branch_id), metric)
    if dropped and branch:
        act = Act("branch_target_dropped", subject=branch.name, old=metric)
        audit.add(tx, actor, shop_id, act, now=now)
    elif dropped:
        audit.add(tx, actor, shop_id, Act("target_dropped", subject=metric), now=now)
    return dropped


def progress_of(tx: Tx, shop: Shop, branch: Branch | None, *, now: datetime) -> tuple[TargetProgress, ...]:
    """Count how far each target of a whole shop is, or of one of its branches."""
    return _progress(tx, shop, (branch,), now=now)


def progress_everywhere(tx: Tx, shop: Shop, *, now: datetime) -> tuple[TargetProgress, ...]:
    """Count how far each target of a shop is, and then of each of its branches that is open."""
    return _progress(tx, shop, (None, *shops.branches_of(tx, shop.id)), now=now)


def _progress(
    tx: Tx, shop: Shop, places: Sequence[Branch | None], *, now: datetime
) -> tuple[TargetProgress, ...]:
    today, every = day_of(now, shop.zone), targets.of_shop(tx, shop.id)
    return tuple(
        TargetProgress(one, _reached(tx, shop, one, now=now), day_of(one.set_at, shop.zone), today, branch)
        for branch in places
        for one in every
        if one.branch_id == (branch.id if branch else None)
    )


def _named(branches: Iterable[Branch], branch_id: int | None) -> Branch | NoBranch | None:
    """Find the branch that is meant: none where it is the whole shop."""
    if branch_id is None:
        return None
    return next((one for one in branches if one.id == branch_id), NoBranch())


def _reached(tx: Tx, shop: Shop, target: Target, *, now: datetime) -> int | None:
    """Count what came since the target was set, to the end of its last day; customers, those that there are then."""
    until = min(now, day_starts(target.by + timedelta(days=1), shop.zone))
    place, since = Place(shop.id, target.branch_id), Period(target.set_at, until)
    match target.metric:
        case "sales":
            sales = money.takings(tx, place, since).in_all(basis_for(tx, shop))
            return None if sales is None else rounded(sales)
        case "visits":
            return money.takings(tx, place, since).visits
        case "new":
            return money.visitors(tx, place, since).new
        case "customers":
            return money.customers(tx, place, until)
        case _:
            assert_never(target.metric)
