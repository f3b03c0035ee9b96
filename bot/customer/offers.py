"""What there is for a customer, and why."""

from actions.cards.card_state import CardState
from actions.cards.own_cards import own_counters
from bot.customer.cards import show_no_card
from bot.turn import Choice, Reply, Turn
from words.cards.offers import kept_line, offer_lines


def show_offers(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /offers: what each shop has for them, the one of `arg` first."""
    cards = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    if not cards:
        return show_no_card(turn)
    return [_of_card(turn, card) for card in sorted(cards, key=lambda one: str(one[0].account.id) != arg)]


def _of_card(turn: Turn, card: tuple[CardState, ...]) -> Reply:
    shop, account = card[0].shop, card[0].account
    lines = list(dict.fromkeys(line for state in card for line in offer_lines(state, turn.words)))
    lines = lines or [turn.t("Nothing special at the moment.")]
    text = "\n".join([turn.t("For you at {shop}:", shop=shop.name), *lines, *kept_line(card[0], turn.words)])
    taps = [Choice(turn.t("💳 My card"), "card", str(account.id))]
    if shop.has_items:
        taps.append(Choice(turn.t("👍 What I like"), "likes", str(account.id)))
    return Reply(text, (tuple(taps),))
