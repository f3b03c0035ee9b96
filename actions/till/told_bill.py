"""The bill of a reward that was handed out, told by the till: only then is what comes off it known."""

from datetime import datetime

from actions.access import may_see, may_undo, member_of
from actions.cards.card_state import load
from actions.cards.held_reward import NotAvailable, held, not_available
from actions.till.bill import note_bill
from actions.till.redeem import Redeemed
from actions.till.scan_outcome import NotStaff, OthersDoing
from actions.till.undo_redemption import may_take_back
from loyalty.actor import Actor
from storage.cards import accounts, vouchers
from storage.engine.statements import Tx


def tell_bill(
    tx: Tx, actor: Actor, voucher_id: int, bill_minor: int, *, now: datetime
) -> Redeemed | NotAvailable | NotStaff | OthersDoing:
    """Note the bill, as long as the redemption could be undone; another one takes the place of the first."""
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
    if voucher.used_at is None or not may_take_back(member, voucher.used_at, now=now):
        return not_available(tx, voucher)
    note_bill(tx, voucher, bill_minor)
    return Redeemed(held(tx, voucher_id), load(tx, account, now=now))


def see_bill(
    tx: Tx, actor: Actor, voucher_id: int, *, now: datetime
) -> Redeemed | NotAvailable | NotStaff | OthersDoing:
    """Say, to the staff of its shop, how a reward that was handed out stands now, and its bill."""
    voucher = vouchers.by_id(tx, voucher_id)
    if voucher is None:
        return NotAvailable(None)
    member = member_of(tx, actor, voucher.shop_id)
    if member is None:
        return NotStaff()
    if voucher.used_at is None:
        return not_available(tx, voucher)
    if not may_see(member, voucher.used_by):
        return OthersDoing()
    return Redeemed(voucher, load(tx, accounts.by_id(tx, voucher.account_id), now=now))
