"""What waits on a card: presents that nobody collected for, rewards, and what the points are enough for."""

from collections.abc import Iterable

from actions.campaigns.gifts import is_gift
from actions.cards.card_state import CardState
from actions.cards.offers import of_reward
from loyalty.cards.counter_state import affordable
from loyalty.cards.endings import last_day
from loyalty.records import Voucher
from words.cards.rewards import by_reward, times
from words.language import Words


def presents(state: CardState, words: Words) -> list[str]:
    """Tell of each present until it is used: without a yes to offers, its holder heard of it nowhere else."""
    return [_present(state, voucher, words) for voucher in state.vouchers if is_gift(voucher)]


def _present(state: CardState, voucher: Voucher, words: Words) -> str:
    text = words.t("🎁 A present for you from {shop}: {gift}.", shop=state.shop.name, gift=voucher.reward)
    if voucher.expires_at is None:
        return text
    day = words.date(last_day(voucher.expires_at, state.shop.zone), today=state.today)
    return f"{text} " + words.t("Valid until {day}", day=day) + "."


def waiting(state: CardState, words: Words, *, besides: Iterable[Voucher] = ()) -> str:
    """Name what can be had today and is not named yet, nothing of it that its holder refuses; "" for nothing."""
    named = {voucher.id for voucher in besides}
    held = by_reward(voucher for voucher in state.vouchers if voucher.id not in named | state.unnamed)
    if held:
        return words.listing(times(voucher.reward, count) for voucher, count in held)
    menu = [one for one in affordable(state.standing) if of_reward(one.key) not in state.unsuited]
    return menu[-1].text if menu and not named else ""


def waiting_line(state: CardState, words: Words, *, besides: Iterable[Voucher] = ()) -> list[str]:
    """Say what can be had today, where it is not said yet."""
    named = tuple(besides)
    found = waiting(state, words, besides=named)
    if not found:
        return []
    if named:
        return [words.t("🎁 Also waiting: {rewards}.", rewards=found)]
    return [words.t("🎁 Waiting for you: {rewards}.", rewards=found)]
