"""A league of the people at the till, by whose customers came a second time: for the owner, and for staff where she says so."""

from dataclasses import dataclass
from datetime import date, datetime

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.dates import day_of, day_starts, months_later
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.league import JOINED_WITHIN, LeagueTally, doubts, tallies
from loyalty.shop.opening_hours import read_hours
from storage.engine.statements import Tx
from storage.shop import findings, second_times, shops, staff


@dataclass(frozen=True, slots=True)
class LeaguePlace:
    """Where a colleague stands: this month's customers, last month's, and of both those left to the owner's look."""

    name: str
    counted: int
    last_month: int
    doubted: int


@dataclass(frozen=True, slots=True)
class League:
    """The colleagues whose customers came a second time, the most first; doubts are shown to an owner alone."""

    shop: Shop
    day: date
    standings: tuple[LeaguePlace, ...]
    for_owner: bool


def see_league(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> League | NotAllowed:
    """Show the league to an owner, and to all staff where an owner opened it."""
    shop, member = shops.find(tx, shop_id), may(tx, actor, shop_id, Role.CASHIER)
    if shop is None or member is None or not (shop.league_open or member.may(Role.OWNER)):
        return NotAllowed()
    for_owner = member.may(Role.OWNER)
    day = day_of(now, shop.zone)
    month = day.replace(day=1)
    last = day_starts(months_later(month, -1), shop.zone)
    this, before = (
        _tallied(tx, shop, since, until)
        for since, until in ((day_starts(month, shop.zone), now), (last, day_starts(month, shop.zone)))
    )
    return League(shop, day, tuple(_standings(tx, shop_id, this, before, for_owner=for_owner)), for_owner)


def _tallied(tx: Tx, shop: Shop, since: datetime, until: datetime) -> dict[int, LeagueTally]:
    came = second_times.between(tx, shop.id, since, until, joined_since=since - JOINED_WITHIN)
    doubted = doubts(came, read_hours(shop.hours), shop.zone)
    fine = findings.settled(tx, shop.id, "second_times")
    return {one.staff_id: one for one in tallies(came, doubted, shop.zone, fine=fine)}


def _standings(
    tx: Tx, shop_id: int, this: dict[int, LeagueTally], before: dict[int, LeagueTally], *, for_owner: bool
) -> list[LeaguePlace]:
    found = []
    for member in staff.of_shop(tx, shop_id):
        now, then = (each.get(member.id, LeagueTally(member.id, 0, 0)) for each in (this, before))
        doubted = now.doubted + then.doubted if for_owner else 0
        if now.counted or then.counted or doubted:
            found.append(LeaguePlace(member.name, now.counted, then.counted, doubted))
    return sorted(found, key=lambda one: (-one.counted, -one.last_month))
