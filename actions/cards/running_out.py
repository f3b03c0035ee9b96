"""A reward of which few are left: told to the owners once, and to who hands it out."""

from datetime import datetime

from actions.access import may
from actions.cards.card_state import CardState
from actions.cards.stock import left_of
from actions.tell import SOON, tell
from loyalty.actor import Actor
from loyalty.cards.programme import Reward
from loyalty.cards.stock import runs_out
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.values import dataclass
from storage.engine.statements import Tx
from storage.shop import programmes, shops, staff


@dataclass(frozen=True, slots=True)
class RunningOut:
    """How many of a reward can still be had."""

    shop: Shop
    reward: Reward
    left: int


def few_left(tx: Tx, state: CardState, reward_key: str) -> int | None:
    """Return how many of a reward are left, where that is nearly none; None where there are enough, or without end."""
    reward = state.current.programme.reward(reward_key)
    counted = left_of(tx, state.shop.id, reward, state.current) if reward else None
    return counted[0] if counted and runs_out(*counted) else None


def tell_owners(tx: Tx, state: CardState, reward: Reward, *, now: datetime) -> None:
    """Tell a shop's owners that a reward is nearly gone: once for each number there was of it."""
    counted = left_of(tx, state.shop.id, reward, state.current)
    if counted is None or not runs_out(*counted):
        return
    key = f"{state.shop.id}:{reward.key}:{counted[1]}"
    tell(
        tx,
        staff.owners(tx, state.shop.id),
        "running_out",
        key,
        of_shop=state.shop.id,
        now=now,
        urgency=SOON,
        shop_id=state.shop.id,
        reward_key=reward.key,
    )


def running_out_of(tx: Tx, actor: Actor, shop_id: int, reward_key: str) -> RunningOut | None:
    """Return how many of a reward are left now, to an owner; None where there are enough again."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return None
    for version in programmes.today(tx, shop_id):
        reward = version.programme.reward(reward_key)
        counted = left_of(tx, shop_id, reward, version) if reward else None
        if reward and counted and runs_out(*counted):
            return RunningOut(shops.by_id(tx, shop_id), reward, counted[0])
    return None
