"""What a member of staff did, for nobody's eyes but their own."""

from dataclasses import dataclass
from datetime import date, datetime

from actions.access import may
from actions.till.scan_outcome import NotStaff
from loyalty.actor import Actor
from loyalty.dates import day_of, day_starts
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.league import JOINED_WITHIN, SecondTime
from storage.engine.statements import Tx
from storage.shop import second_times, shops
from storage.till import own_figures
from storage.till.own_figures import OwnBookings

__all__ = ["OwnBookings"]


@dataclass(frozen=True, slots=True)
class OwnSpan:
    """What somebody booked and handed out, and how many came a second time after a first visit that they booked."""

    booked: OwnBookings
    rewards: int
    again: int


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """The figures of one member of staff: today's, and this month's."""

    shop: Shop
    day: date
    today: OwnSpan
    month: OwnSpan


def own_figures_of(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> OwnFigures | NotStaff:
    """Return what who asks did in a shop today and this month."""
    member = may(tx, actor, shop_id, Role.CASHIER)
    if member is None:
        return NotStaff()
    shop = shops.by_id(tx, shop_id)
    day = day_of(now, shop.zone)
    midnight, month = day_starts(day, shop.zone), day_starts(day.replace(day=1), shop.zone)
    came = second_times.between(tx, shop_id, month, now, joined_since=month - JOINED_WITHIN)
    theirs = [one for one in came if one.staff_id == member.id]
    today, this_month = (_since(tx, shop_id, member.id, theirs, since=since) for since in (midnight, month))
    return OwnFigures(shop, day, today, this_month)


def _since(tx: Tx, shop_id: int, member_id: int, came: list[SecondTime], *, since: datetime) -> OwnSpan:
    return OwnSpan(
        own_figures.booked(tx, shop_id, member_id, since=since),
        own_figures.handed_out(tx, shop_id, member_id, since=since),
        sum(one.second_at >= since for one in came),
    )
