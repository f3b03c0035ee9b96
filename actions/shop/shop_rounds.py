"""When a shop's round is due: at its midnight everybody is looked through, in its morning the digests are told.

A draw that ends is drawn then, too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.campaigns.settings import KINDS
from actions.shop.coalition_terms import end_notices
from actions.shop.digest import morning_after, order_digests
from actions.shop.draws import draw_when_due
from loyalty.dates import next_day_starts
from loyalty.records import Shop
from storage.campaigns import settings as campaign_settings
from storage.engine.statements import Tx
from storage.shop import shops


@dataclass(frozen=True, slots=True)
class DueShop:
    """A shop whose round is due, as it was planned, and for how long it has been."""

    id: int
    planned_at: datetime
    waited: timedelta = timedelta()


def due(tx: Tx, *, now: datetime) -> list[DueShop]:
    """Return the shops in which somebody may be newly due, or a digest: who waits longest first.

    These are those whose time has come, and those with a campaign that was switched on, or set anew, since it was looked
    through. What was planned further ahead than a day was planned by a clock that ran ahead.
    """
    found = {one.id: one for one in _planned(tx, now=now)}
    changed = [shop_id for shop_id, kind in campaign_settings.not_looked(tx) if kind in KINDS]
    for shop_id in changed:
        found.setdefault(shop_id, DueShop(shop_id, shops.round_planned_at(tx, shop_id)))
    return list(found.values())


def _planned(tx: Tx, *, now: datetime) -> list[DueShop]:
    return [
        DueShop(
            shop_id,
            planned_at,
            timedelta() if planned_at == shops.AT_ONCE else max(now - planned_at, timedelta()),
        )
        for shop_id, planned_at in shops.rounds_due(tx, now=now)
    ]


def every(tx: Tx, *, now: datetime) -> list[DueShop]:  # noqa: ARG001 - as `due` is asked
    """Return all shops, as if it were time for each, oldest first."""
    return [DueShop(one.id, shops.round_planned_at(tx, one.id)) for one in shops.everyone(tx)]


def finish(tx: Tx, shop: DueShop, well: bool, *, now: datetime) -> None:  # noqa: FBT001 - how the look went
    """Tell the digests that are due, draw who wins, and plan the shop's next round, unless all must be looked through again.

    What was changed meanwhile (the zone, by which a day ends) is planned as that wants it.
    """
    order_digests(tx, shop.id, now=now)
    kept = shops.by_id(tx, shop.id)
    if kept.is_coalition:
        end_notices(tx, kept.id, now=now)
    drawn_at = draw_when_due(tx, kept, now=now)
    if well:
        shops.plan_round(tx, kept, after=shop.planned_at, at=_next(kept, drawn_at, now=now))


def _next(shop: Shop, drawn_at: datetime | None, *, now: datetime) -> datetime:
    soonest = min(next_day_starts(now, shop.zone), morning_after(now, shop.zone))
    return min(soonest, drawn_at) if drawn_at else soonest
