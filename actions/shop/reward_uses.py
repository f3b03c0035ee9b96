"""Which of a shop's rewards are chosen, and which lie there."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.reward_uses import LOOKED_AT, RewardUse, in_order
from storage.engine.statements import Tx
from storage.shop import programmes, reward_uses, shops


@dataclass(frozen=True, slots=True)
class RewardUses:
    """Rewards that can be had today, and those that were had in the last year."""

    shop: Shop
    uses: tuple[RewardUse, ...]


def see_reward_uses(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> RewardUses | NotAllowed:
    """Tell a shop's managers how often each reward was had and used, the most chosen first."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    had = reward_uses.since(tx, shop_id, since=now - LOOKED_AT, now=now)
    offered = {
        reward.key: reward.text for one in programmes.today(tx, shop_id) for reward in one.programme.rewards
    }
    uses = [replace(had.pop(key, RewardUse(key, text)), text=text) for key, text in offered.items()]
    return RewardUses(shops.by_id(tx, shop_id), tuple(in_order([*uses, *had.values()])))
