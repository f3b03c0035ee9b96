"""Redemptions taken back: a cashier's slip, and "that was not me"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import may_undo, member_of
from actions.cards.buy_reward import give_points_back
from actions.cards.card_state import CardState, load
from actions.cards.held_reward import NotAvailable, held, not_available, zone_of
from actions.cards.take_out import take_out
from actions.tell import tell
from actions.till.booking import RECEIPT_LIVES
from actions.till.counted_reward import foresee_back
from actions.till.scan_outcome import NotStaff, OthersDoing
from loyalty.actor import ActingPerson, Actor
from loyalty.cards.endings import lasts
from loyalty.records import Member, Voucher
from loyalty.roles import Role
from storage.cards import accounts, ledger, vouchers
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from storage.shop import audit, coalitions, staff
from storage.shop.audit import Act

GIVE_BACK_MINUTES = 10
_OBJECTION_HOURS = 24


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The voucher is the customer's again, or the `points` are with which the till had bought it for them."""

    voucher: Voucher
    state: CardState
    points: int = 0


@dataclass(frozen=True, slots=True)
class GivenOn:
    """It gave stamps or points which were used meanwhile, or on which something else stands: it stays used."""

    voucher: Voucher
    state: CardState


def object_to(
    tx: Tx, actor: ActingPerson, voucher_id: int, *, now: datetime
) -> GivenBack | GivenOn | NotAvailable:
    """Reverse a redemption that its customer says was not theirs, and tell the owners."""
    voucher = vouchers.by_id(tx, voucher_id)
    account = accounts.locked(tx, voucher.account_id) if voucher else None
    if voucher is None or account is None or account.person_id != actor.person_id:
        return NotAvailable(None)
    voucher = held(tx, voucher_id)
    if voucher.used_at is None or now - voucher.used_at > timedelta(hours=_OBJECTION_HOURS):
        return not_available(tx, voucher)
    given_back = _give_back(tx, actor, voucher, what="redemption_disputed", now=now)
    if isinstance(given_back, GivenOn):
        return given_back
    there = coalitions.shop_at(tx, voucher.shop_id, voucher.used_branch_id)
    tell(
        tx,
        staff.owners(tx, there),
        "disputed",
        f"{voucher.id}:{voucher.used_at.isoformat()}",
        of_shop=there,
        now=now,
        voucher_id=voucher.id,
        member_id=voucher.used_by or 0,
    )
    return given_back


def take_back_redemption(
    tx: Tx, actor: Actor, voucher_id: int, *, now: datetime
) -> GivenBack | GivenOn | NotAvailable | NotStaff | OthersDoing:
    """Undo a redemption that the cashier tapped by mistake, within minutes; managers at any time."""
    voucher = vouchers.by_id(tx, voucher_id)
    if voucher is None:
        return NotAvailable(None)
    member = member_of(tx, actor, voucher.shop_id)
    if member is None:
        return NotStaff()
    account = accounts.locked(tx, voucher.account_id)
    voucher = held(tx, voucher_id)
    if voucher.used_at and not may_undo(member, voucher.used_by):
        return OthersDoing()
    if account.closed_at or voucher.used_at is None or not may_take_back(member, voucher.used_at, now=now):
        return not_available(tx, voucher)
    at_the_till = _bought_at_the_till(tx, voucher)
    given_back = _give_back(tx, actor, voucher, what="redemption_undone", by=member, now=now)
    if isinstance(given_back, GivenOn):
        return given_back
    if at_the_till:  # nobody asked for it who would want to keep it
        given_back = _points_back(tx, given_back, member, now=now)
    holder, key = given_back.state.holder, f"{voucher.id}:{voucher.used_at.isoformat()}"
    if holder:  # they read that it was handed out
        tell(
            tx,
            [holder.id],
            "returned",
            key,
            of_shop=voucher.shop_id,
            now=now,
            lives=RECEIPT_LIVES,
            voucher_id=voucher.id,
            points=given_back.points,
        )
    return given_back


def _bought_at_the_till(tx: Tx, voucher: Voucher) -> bool:
    """Say whether a reward was bought by the same tap that handed it out."""
    paid = ledger.bought_with(tx, voucher) if voucher.used_at == voucher.created_at else None
    return paid is not None and paid.staff_id is not None


def _points_back(tx: Tx, given_back: GivenBack, by: Member, *, now: datetime) -> GivenBack:
    """Give back the points too, with which the till bought what it handed out: all is as before the tap."""
    voucher, account = given_back.voucher, given_back.state.account
    returned = give_points_back(tx, account, voucher, staff_id=by.id, now=now)
    return GivenBack(held(tx, voucher.id), returned.state, returned.points) if returned else given_back


def may_take_back(member: Member, used_at: datetime, *, now: datetime) -> bool:
    """Say whether a member of staff may still undo a redemption: a slip is noticed at once, later a manager decides."""
    return now - used_at <= timedelta(minutes=GIVE_BACK_MINUTES) or member.may(Role.MANAGER)


def _give_back(
    tx: Tx, actor: Actor, voucher: Voucher, *, what: str, by: Member | None = None, now: datetime
) -> GivenBack | GivenOn:
    account = accounts.locked(tx, voucher.account_id)
    out = foresee_back(tx, account, voucher, now=now)
    if isinstance(out, str):
        return GivenOn(voucher, load(tx, account, now=now))
    if out:
        take_out(tx, out, Cause(now, staff_id=by.id if by else None))
    # What ended while it counted as used can still be had: to the end of tomorrow.
    soonest = lasts(1, since=now, zone=zone_of(tx, voucher))
    ends = max(voucher.expires_at, soonest) if voucher.expires_at else None
    vouchers.unuse(tx, voucher, expires_at=ends)
    act = Act(what, subject=account.code, old="used", new="available", reason=voucher.reward)
    audit.add(tx, actor, coalitions.shop_at(tx, voucher.shop_id, voucher.used_branch_id), act, now=now)
    return GivenBack(held(tx, voucher.id), load(tx, account, now=now))
