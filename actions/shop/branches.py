"""A shop's places: opened, renamed and closed by its owner; what was booked at one stays there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.names import clean_name, fold_name, is_spoken
from loyalty.records import Branch
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, shops, staff
from storage.shop.audit import Act


@dataclass(frozen=True, slots=True)
class BadBranch:
    """Why a branch can't be called so."""

    why: Literal["name", "twice"]


@dataclass(frozen=True, slots=True)
class NoBranch:
    """The branch is not there any more."""


@dataclass(frozen=True, slots=True)
class StaffedBranch:
    """A branch, and how many of the staff stamp there."""

    branch: Branch
    staff: int


def branches_of(tx: Tx, actor: Actor, shop_id: int) -> tuple[Branch, ...]:
    """Return a shop's branches to those who work there."""
    if may(tx, actor, shop_id, Role.CASHIER) is None:
        return ()
    return tuple(shops.branches_of(tx, shop_id))


def see_branch(tx: Tx, actor: Actor, shop_id: int, branch_id: int) -> StaffedBranch | NoBranch | NotAllowed:
    """Show an owner one branch."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    found = next((one for one in shops.branches_of(tx, shop_id) if one.id == branch_id), None)
    if found is None:
        return NoBranch()
    return StaffedBranch(found, sum(one.branch_id == branch_id for one in staff.of_shop(tx, shop_id)))


def add_branch(
    tx: Tx, actor: Actor, shop_id: int, name: str, *, now: datetime
) -> tuple[Branch, ...] | BadBranch | NotAllowed:
    """Give a shop one place more, or open one again that was closed, and return them all."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    fit = _fit(tx, shop_id, name)
    if isinstance(fit, BadBranch):
        return fit
    closed = next((one for one in shops.closed_branches(tx, shop_id) if _same(one.name, fit)), None)
    if closed:
        shops.reopen_branch(tx, closed.id, fit)
    else:
        shops.add_branch(tx, shop_id, fit, now=now)
    audit.add(tx, actor, shop_id, Act("branch_added", new=fit), now=now)
    return tuple(shops.branches_of(tx, shop_id))


def rename_branch(
    tx: Tx, actor: Actor, shop_id: int, branch_id: int, name: str, *, now: datetime
) -> StaffedBranch | BadBranch | NoBranch | NotAllowed:
    """Call a branch something else, also in what was booked there."""
    hold_shop(tx, shop_id)
    place = see_branch(tx, actor, shop_id, branch_id)
    if not isinstance(place, StaffedBranch):
        return place
    fit = _fit(tx, shop_id, name, besides=branch_id)
    if isinstance(fit, BadBranch):
        return fit
    if any(_same(one.name, fit) for one in shops.closed_branches(tx, shop_id)):
        return BadBranch("twice")
    shops.rename_branch(tx, branch_id, fit)
    audit.add(tx, actor, shop_id, Act("branch_renamed", old=place.branch.name, new=fit), now=now)
    return see_branch(tx, actor, shop_id, branch_id)


def close_branch(
    tx: Tx, actor: Actor, shop_id: int, branch_id: int, *, now: datetime
) -> StaffedBranch | NoBranch | NotAllowed:
    """Close a branch: who stamps there stamps for none, what was booked there stays; returns what it was."""
    hold_shop(tx, shop_id)
    place = see_branch(tx, actor, shop_id, branch_id)
    if not isinstance(place, StaffedBranch):
        return place
    for member in staff.of_shop(tx, shop_id):
        if member.branch_id == branch_id:
            staff.set_branch(tx, member.id, None)
    shops.close_branch(tx, branch_id, now=now)
    audit.add(tx, actor, shop_id, Act("branch_closed", old=place.branch.name), now=now)
    return place


def _fit(tx: Tx, shop_id: int, name: str, *, besides: int | None = None) -> str | BadBranch:
    name = clean_name(name)
    if not is_spoken(name):
        return BadBranch("name")
    others = (one for one in shops.branches_of(tx, shop_id) if one.id != besides)
    return BadBranch("twice") if any(_same(one.name, name) for one in others) else name


def _same(one: str, other: str) -> bool:
    return fold_name(one) == fold_name(other)
