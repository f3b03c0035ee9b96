"""A customer's yes to what a cashier asked them: only now is a reward bought, or handed out."""

from datetime import datetime

from actions.cards.buy_reward import Bought, NotHad, buy
from actions.cards.card_state import load
from actions.cards.held_reward import NotAvailable, held
from actions.tell import tell
from actions.till.redeem import Redeemed, had_of, spend
from actions.till.scan_outcome import NotStaff, OwnCard
from loyalty.records import Account, Member, Voucher
from storage.cards import accounts, vouchers
from storage.engine.statements import Tx
from storage.shop import staff

AgreeOutcome = Redeemed | NotHad | NotAvailable | NotStaff | OwnCard


def agree(tx: Tx, person_id: int, voucher_id: int, member_id: int, *, now: datetime) -> AgreeOutcome:
    """Hand out a voucher after its customer said yes; the cashier hears of it."""
    voucher = vouchers.by_id(tx, voucher_id)
    account = accounts.locked(tx, voucher.account_id) if voucher else None
    if voucher is None or account is None or account.person_id != person_id:
        return NotAvailable(None)
    member = _asker(tx, account, member_id, now=now)
    if not isinstance(member, Member):
        return member
    return _hand_out(tx, held(tx, voucher_id), member, now=now)


def agree_to_buy(
    tx: Tx, person_id: int, account_id: int, reward_key: str, member_id: int, *, had: int, now: datetime
) -> AgreeOutcome:
    """Buy a reward with points and hand it out, after its customer said yes to being asked at the count `had`."""
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at or had_of(tx, account, reward_key) != had:
        return NotAvailable(None)
    member = _asker(tx, account, member_id, now=now)
    if not isinstance(member, Member):
        return member
    bought = buy(tx, account, reward_key, staff_id=member.id, now=now)
    return _hand_out(tx, bought.voucher, member, now=now) if isinstance(bought, Bought) else bought


def _asker(tx: Tx, account: Account, member_id: int, *, now: datetime) -> Member | NotStaff | OwnCard:
    member = staff.in_service(tx, staff.by_id(tx, member_id))
    if member is None:
        return NotStaff()
    return OwnCard(load(tx, account, now=now)) if member.is_person(account.person_id) else member


def _hand_out(tx: Tx, voucher: Voucher, member: Member, *, now: datetime) -> Redeemed | NotAvailable:
    outcome = spend(tx, voucher, member, now=now, ask_after=False)
    if isinstance(outcome, Redeemed):
        key = f"{voucher.id}:{now.isoformat()}"
        tell(tx, member.people, "agreed", key, of_shop=voucher.shop_id, now=now, voucher_id=voucher.id)
    return outcome
