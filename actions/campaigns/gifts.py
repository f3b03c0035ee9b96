"""Vouchers that campaigns give away: on a day that is kept, or with the message that offers them."""

from datetime import datetime

from actions.campaigns.campaign import Campaign
from loyalty.cards.endings import lasts
from loyalty.records import Account, Shop, Voucher
from storage.cards import vouchers
from storage.cards.vouchers import VoucherRow
from storage.engine.statements import Tx

REWARD_KEY = "campaign:gift"  # of every voucher that nobody collected for; no programme has such a key


def give(tx: Tx, campaign: Campaign, account: Account, shop: Shop, *, step: str, now: datetime) -> int | None:
    """Give what a campaign gives at a step, and return the voucher's id; None where it only greets."""
    text = campaign.gift(step)
    if not text:
        return None
    cost = campaign.number(f"{campaign.gift_setting(step)}_cost_minor")
    return vouchers.add(
        tx,
        VoucherRow(
            account_id=account.id,
            counter_id=None,
            shop_id=shop.id,
            visit_id=None,
            slot=None,
            reward_key=REWARD_KEY,
            reward=text,
            cost_minor=cost or None,
            created_at=now,
            expires_at=lasts(campaign.number("gift_days"), since=now, zone=shop.zone),
        ),
    )


def is_gift(voucher: Voucher) -> bool:
    """Say whether a voucher was given rather than earned: its holder may not have heard of it."""
    return voucher.reward_key == REWARD_KEY


def take_back(tx: Tx, voucher_id: int | None) -> None:
    """Withdraw a gift whose message never went, unless it was used."""
    voucher = vouchers.by_id(tx, voucher_id) if voucher_id else None
    if voucher and is_gift(voucher):
        vouchers.withdraw(tx, voucher.id)
