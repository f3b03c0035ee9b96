"""A customer's level: which it is, what it brings, what keeps it and how far the next one is."""

from actions.cards.own_cards import own_counters
from bot.customer.cards import show_no_card
from bot.turn import Reply, Turn
from words.cards.levels import level_lines, levels_of


def show_level(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /level: for each card that has levels, the one used last first."""
    cards = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    if not cards:
        return show_no_card(turn)
    told = [
        "\n".join(level_lines(state, part, turn.words))
        for states in cards
        for state in states
        if (part := levels_of(state))
    ]
    return Reply("\n\n".join(told) or turn.t("No shop of yours has levels at the moment."))
