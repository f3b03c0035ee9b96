"""What a shop means to reach: set by its owner, counted from the visits, shown with its pace."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never

from actions.access import NotAllowed, may
from actions.shop.sums import basis_for
from loyalty.actor import Actor
from loyalty.dates import day_of, day_starts
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.money import Period
from loyalty.shop.sums import rounded
from loyalty.shop.targets import BadTarget, Metric, Target, TargetProgress, problem
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, money, shops, targets
from storage.shop.audit import Act
from storage.shop.money import Place


@dataclass(frozen=True, slots=True)
class Targets:
    """A shop's targets, and how far each is."""

    shop: Shop
    progress: tuple[TargetProgress, ...]


def see_targets(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Targets | NotAllowed:
    """Show a shop's owner what it means to reach."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    return Targets(shop, progress_of(tx, shop, now=now))


def targets_of(tx: Tx, actor: Actor, shop_id: int) -> tuple[Target, ...] | NotAllowed:
    """Return what a shop's owner has set, uncounted."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return tuple(targets.of_shop(tx, shop_id))


def set_target(
    tx: Tx, actor: Actor, shop_id: int, metric: Metric, value: int, by: date, *, now: datetime
) -> Target | BadTarget | NotAllowed:
    """Set a target in place of the last one of the same thing; it is counted from now on."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    bad = problem(value, by, day_of(now, shop.zone))
    if bad:
        return bad
    start = money.customers(tx, Place(shop_id), now) if metric == "customers" else 0
    target = Target(metric, value, start, by, now)
    targets.keep(tx, shop_id, target)
    audit.add(tx, actor, shop_id, Act("target_set", subject=metric, old=str(by), new=str(value)), now=now)
    return target


def drop_target(tx: Tx, actor: Actor, shop_id: int, metric: Metric, *, now: datetime) -> bool | NotAllowed:
    """Take a target away; say whether there was one."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    dropped = targets.drop(tx, shop_id, metric)
    if dropped:
        audit.add(tx, actor, shop_id, Act("target_dropped", subject=metric), now=now)
    return dropped


def progress_of(tx: Tx, shop: Shop, *, now: datetime) -> tuple[TargetProgress, ...]:
    """Count how far each of a shop's targets is."""
    today = day_of(now, shop.zone)
    return tuple(
        TargetProgress(one, _reached(tx, shop, one, now=now), day_of(one.set_at, shop.zone), today)
        for one in targets.of_shop(tx, shop.id)
    )


def _reached(tx: Tx, shop: Shop, target: Target, *, now: datetime) -> int | None:
    """Count what came since the target was set, to the end of its last day; customers, those that there are then."""
    until = min(now, day_starts(target.by + timedelta(days=1), shop.zone))
    place, since = Place(shop.id), Period(target.set_at, until)
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
