"""What was booked today, for the people at the till: each sees as much as the role permits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from actions.access import may
from actions.till.scan_outcome import NotStaff
from actions.till.undo_redemption import may_take_back
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import day_of, day_starts
from loyalty.records import Member, Shop
from loyalty.roles import Role
from loyalty.till.undo import CASHIER_HOURS
from loyalty.units import Unit
from storage.engine.statements import Tx
from storage.shop import programmes, shops
from storage.till import day
from storage.till.day import Booking, Scope, Sum

__all__ = ["Booking", "Sum", "Today", "to_take_back", "todays_bookings"]

_LOOKED_THROUGH = 50  # newest bookings, for those that can be taken back


@dataclass(frozen=True, slots=True)
class Today:
    """A day so far: the newest bookings, and the sums of all; `seen` says how far this person may look."""

    shop: Shop
    programmes: tuple[ProgrammeVersion, ...]
    seen: Literal["all", "branch", "own"]
    branch: str  # of this person, "" at none
    lines: tuple[Booking, ...]
    sums: tuple[Sum, ...]
    gifts: Mapping[int, int]  # what each programme gave without a visit

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return what the programmes count."""
        return tuple(dict.fromkeys(one.programme.unit for one in self.programmes))


def todays_bookings(tx: Tx, actor: Actor, shop_id: int, *, most: int, now: datetime) -> Today | NotStaff:
    """Return a shop's bookings since midnight, for its staff: a cashier's are those of the branch, and the cashier's own."""
    member = may(tx, actor, shop_id, Role.CASHIER)
    if member is None:
        return NotStaff()
    shop = shops.by_id(tx, shop_id)
    names = {branch.id: branch.name for branch in shops.branches_of(tx, shop_id)}
    since, scope = day_starts(day_of(now, shop.zone), shop.zone), _scope(member, one_place=not names)
    seen: Literal["all", "branch", "own"] = (
        "all" if scope.everything else "branch" if member.branch_id else "own"
    )
    return Today(
        shop,
        tuple(programmes.today(tx, shop_id)),
        seen,
        names.get(member.branch_id or 0, ""),
        tuple(day.bookings(tx, shop_id, scope, since=since, most=most)),
        tuple(day.sums(tx, shop_id, scope, since=since)),
        day.gifts(tx, shop_id, scope, since=since),
    )


def to_take_back(tx: Tx, actor: Actor, shop_id: int, *, most: int, now: datetime) -> list[Booking] | NotStaff:
    """Return what this member of staff may take back now: surprises, and of each counter the newest visit, since others stand on it."""
    member = may(tx, actor, shop_id, Role.CASHIER)
    if member is None:
        return NotStaff()
    all_of_it = _scope(member, one_place=not shops.branches_of(tx, shop_id))
    scope = Scope(everything=False, member_id=member.id, branch_id=None) if member.is_till else all_of_it
    since = now - timedelta(hours=CASHIER_HOURS)
    found, seen = [], set[int]()
    for one in day.bookings(tx, shop_id, scope, since=since, most=_LOOKED_THROUGH):
        if one.undone_at or one.closed_at or one.counter_id in seen:
            continue
        if one.counter_id:
            seen.add(one.counter_id)
        if one.visit_id or may_take_back(member, one.at, now=now):
            found.append(one)
    found += day.surprises(tx, shop_id, scope, since=since, most=most)
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _scope(member: Member, *, one_place: bool) -> Scope:
    everything = one_place or member.may(Role.MANAGER)
    return Scope(everything, member.id, member.branch_id)
