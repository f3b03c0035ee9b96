"""How many of a reward are left, where there are only so many: the last one is given once."""

from loyalty.cards.programme import ProgrammeVersion, Reward
from storage.cards import shop_vouchers
from storage.engine.statements import Tx
from storage.locks import line_up_for_stock


def gone(tx: Tx, shop_id: int, begun: ProgrammeVersion, current: ProgrammeVersion) -> frozenset[str]:
    """Return the rewards of the rules a card was begun under of which none is left for it."""
    return frozenset(
        reward.key for reward in begun.programme.rewards if _is_gone(tx, shop_id, reward, current)
    )


def sold_out_now(tx: Tx, shop_id: int, reward: Reward, current: ProgrammeVersion) -> bool:
    """Say whether none is left for who takes one now: nobody else takes one until the transaction ends."""
    if _stock(reward, current) is None:
        return False
    line_up_for_stock(tx, current.programme_id)
    return _is_gone(tx, shop_id, reward, current)


def left_of(tx: Tx, shop_id: int, reward: Reward, current: ProgrammeVersion) -> tuple[int, int] | None:
    """Return how many of a reward are left, and how many there were in all; None where it is without end."""
    stock = _stock(reward, current)
    return None if stock is None else (max(0, stock - shop_vouchers.given(tx, shop_id, reward.key)), stock)


def _is_gone(tx: Tx, shop_id: int, reward: Reward, current: ProgrammeVersion) -> bool:
    stock = _stock(reward, current)
    return stock is not None and shop_vouchers.given(tx, shop_id, reward.key) >= stock


def _stock(reward: Reward, current: ProgrammeVersion) -> int | None:
    """Return what there is in all for who was promised a reward: a shelf is filled for everybody, and emptied for nobody.

    The larger of what was promised and today's; None is without end.
    """
    if reward.stock is None:
        return None
    today = current.programme.reward(reward.key) or reward
    if today.stock is None:
        return None
    return max(reward.stock, today.stock)
