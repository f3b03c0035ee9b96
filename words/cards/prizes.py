"""What a card has won and not used yet: the first thing it shows, until it is used."""

from actions.cards.card_state import CardState
from loyalty.cards.counter_state import affordable
from loyalty.records import Voucher
from words.cards.rewards import by_reward, runs_out, times
from words.cards.worth import with_worth
from words.language import Words


def prize(state: CardState) -> Voucher | None:
    """Return the reward to celebrate: that of a full card, else the one that runs out first."""
    waiting = [voucher for voucher, _ in by_reward(state.vouchers)]
    return min(waiting, key=lambda one: (not _fills(state, one), runs_out(one)), default=None)


def is_full(state: CardState) -> bool:
    """Say whether the reward of a full card waits: the card stays full until it is used."""
    won = prize(state)
    return won is not None and _fills(state, won)


def yours(state: CardState, words: Words) -> str:
    """Say what was won, or what the points are enough for: "Free coffee: yours!"; "" when there is nothing."""
    won = prize(state)
    if won is None:
        return to_take(state, words)
    return words.t("{reward}: yours!", reward=with_worth(won.reward, won.worth, state.shop.currency, words))


def to_take(state: CardState, words: Words) -> str:
    """Say what the balance is enough for: "Free coffee: yours to take!"; "" when it is not."""
    menu = affordable(state.standing)
    if not menu:
        return ""
    reward = with_worth(menu[-1].text, menu[-1].worth, state.shop.currency, words)
    return words.t("{reward}: yours to take!", reward=reward)


def besides(state: CardState, words: Words) -> str:
    """Name what waits beside that; "" when it is the only one."""
    won = prize(state)
    others = [
        times(
            with_worth(voucher.reward, voucher.worth, state.shop.currency, words),
            count - _alike(voucher, won),
        )
        for voucher, count in by_reward(state.vouchers)
        if won and count > _alike(voucher, won)
    ]
    return words.t("Also waiting: {rewards}", rewards=words.listing(others)) if others else ""


def _alike(one: Voucher, other: Voucher) -> bool:
    return (one.reward, one.worth) == (other.reward, other.worth)


def _fills(state: CardState, voucher: Voucher) -> bool:
    programme = state.standing.version.programme
    return programme.starts_over and voucher.reward_key == programme.rewards[-1].key
