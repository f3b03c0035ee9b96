"""What there is for a customer in a shop, and why each; and what is kept from them."""

from collections.abc import Iterator

from actions.campaigns.gifts import is_gift
from actions.cards.card_state import CardState
from actions.cards.offers import of_reward
from words.cards.card import next_up
from words.cards.part_words import on_card
from words.cards.rewards import by_reward, times
from words.language import Words


def offer_lines(state: CardState, words: Words) -> Iterator[str]:
    """List what there is on one counter, each with its reason."""
    held = [one for one in state.vouchers if one.id not in state.unnamed]
    for present in (one for one in held if is_gift(one)):
        yield words.t("🎁 {gift} · a present to you", gift=present.reward)
    for one, count in by_reward(one for one in held if not is_gift(one)):
        yield words.t("🎁 {reward} · your visits earned it", reward=times(one.reward, count))
    if of_reward(state.progress.next_reward.key) not in state.unsuited:
        yield words.t("🎯 {next} · by what is on your card", next=next_up(state, words))
    for bonus in on_card(state, words):
        yield words.t("✨ {bonus} · for everybody with a card", bonus=bonus)


def kept_line(state: CardState, words: Words) -> list[str]:
    """Say that something is kept from a customer, and how they change that."""
    n = len(state.unsuited)
    if not n:
        return []
    return [
        words.tn(
            "🚫 {n} offer is kept from you, as you don't take it or it is for others' taste: /likes",
            "🚫 {n} offers are kept from you, as you don't take them or they are for others' taste: /likes",
            n,
        )
    ]
