"""Whether a message suits whom it is due to: asked when it is due and again when it goes, of what it offers and names."""

from dataclasses import dataclass
from datetime import datetime

from actions.campaigns.campaign import Campaign
from actions.cards import offers
from actions.cards.card_state import load_every
from loyalty.records import Account, Shop
from storage.cards import vouchers
from storage.engine.statements import Tx

_NAMES_REWARDS = frozenset({"reward", "goal"})  # placeholders


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about besides the card, by id."""

    voucher_id: int | None = None
    counter_id: int | None = None
    broadcast_id: int | None = None


def suits(tx: Tx, shop: Shop, account: Account, campaign: Campaign, about: About, *, now: datetime) -> bool:
    """Say whether nothing that a message offers or names is refused by the holder of a card."""
    unsuited = offers.unsuited(tx, shop, account, now=now)
    if not unsuited:
        return True
    offered = {offers.of_campaign(campaign.kind)}
    if about.broadcast_id:
        offered.add(offers.of_broadcast(about.broadcast_id))
    voucher = vouchers.by_id(tx, about.voucher_id) if about.voucher_id else None
    if voucher and offers.unnamed(tx, account, [voucher], unsuited):
        return False
    if voucher is None and _NAMES_REWARDS & campaign.kind.policy.places:
        offered |= _next(tx, account, about.counter_id, now=now)
    return not offered & unsuited


def _next(tx: Tx, account: Account, counter_id: int | None, *, now: datetime) -> set[str]:
    """Name the rewards that a card is on its way to, one that waits, and the one that is saved for."""
    every = load_every(tx, account, now=now)
    states = [state for state in every if counter_id in (None, state.counter.id)]
    keys = {state.progress.next_reward.key for state in states}
    keys |= {state.goal.reward_key for state in states if state.goal and state.goal.reward_key}
    return {offers.of_reward(key) for key in keys}
