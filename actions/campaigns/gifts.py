"""What campaigns give away, vouchers, stamps and points: on a day that is kept, or with the message that offers it."""

from dataclasses import dataclass
from datetime import datetime

from actions.campaigns.campaign import Campaign
from actions.cards.book_entries import book
from actions.cards.card_state import load_every
from loyalty.cards.endings import lasts
from loyalty.cards.visits import given
from loyalty.records import Account, Shop, Voucher
from loyalty.units import Unit
from storage.cards import gifts as gift_lines
from storage.cards import vouchers
from storage.cards.ledger import Cause
from storage.cards.vouchers import VoucherRow
from storage.engine.statements import Tx
from storage.shop import programmes

REWARD_KEY = "campaign:gift"  # of every voucher that nobody collected for; no programme has such a key


@dataclass(frozen=True, slots=True)
class OccasionGifts:
    """What an occasion brought: a voucher, a line of the ledger, both, or nothing where it only greets."""

    voucher_id: int | None
    entry_id: int | None


def give(
    tx: Tx,
    campaign: Campaign,
    account: Account,
    shop: Shop,
    *,
    step: str,
    visit_id: int | None,
    now: datetime,
) -> OccasionGifts:
    """Give what a campaign gives at a step, to an account that is locked; with the visit that it is for it goes."""
    voucher_id = _voucher(tx, campaign, account, shop, step=step, now=now)
    return OccasionGifts(
        voucher_id, _on_the_card(tx, campaign, account, step=step, visit_id=visit_id, now=now)
    )


def _voucher(
    tx: Tx, campaign: Campaign, account: Account, shop: Shop, *, step: str, now: datetime
) -> int | None:
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


def _on_the_card(
    tx: Tx, campaign: Campaign, account: Account, *, step: str, visit_id: int | None, now: datetime
) -> int | None:
    """Book stamps or points on the account's first card, which may fill it."""
    amount = campaign.amount(step)
    if not amount:
        return None
    state = load_every(tx, account, now=now)[0]
    earned = given(state.standing, amount, str(campaign.kind), current=state.current)
    book(tx, state, earned, Cause(now, visit_id=visit_id))
    return gift_lines.latest(tx, state.counter)


def unit_on_the_card(tx: Tx, shop_id: int) -> Unit:
    """Return what a shop's gifts on a card are counted in: what its first programme counts."""
    return programmes.first(tx, shop_id).programme.unit


def is_gift(voucher: Voucher) -> bool:
    """Say whether a voucher was given rather than earned: its holder may not have heard of it."""
    return voucher.reward_key == REWARD_KEY


def take_back(tx: Tx, voucher_id: int | None) -> None:
    """Withdraw a gift whose message never went, unless it was used."""
    voucher = vouchers.by_id(tx, voucher_id) if voucher_id else None
    if voucher and is_gift(voucher):
        vouchers.withdraw(tx, voucher.id)
