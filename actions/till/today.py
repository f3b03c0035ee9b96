"""What was booked today, for the people at the till: each sees as much as the role permits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions.access import may
from actions.shop.on_shared_card import OnSharedCard, on_shared_card
from actions.till.scan_outcome import NotStaff
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import day_of, day_starts
from loyalty.records import Member, Shop
from loyalty.roles import Role
from loyalty.units import Unit
from storage.engine.statements import Tx
from storage.shop import programmes, shops
from storage.till import day
from storage.till.day import Booking, Scope, Sum

__all__ = ["Booking", "Sum", "Today", "scope_of", "todays_bookings"]


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
    shared: OnSharedCard | None = None  # for who sees everything

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
    since, scope = day_starts(day_of(now, shop.zone), shop.zone), scope_of(member, one_place=not names)
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
        on_shared_card(tx, shop_id, since=since) if scope.everything else None,
    )


def scope_of(member: Member, *, one_place: bool) -> Scope:
    """Return whose bookings a member of staff may look at: in one place, and for a manager, everybody's."""
    everything = one_place or member.may(Role.MANAGER)
    return Scope(everything, member.id, member.branch_id)
