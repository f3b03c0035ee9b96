"""A card of several shops: where it is good."""

from actions.cards.introductions import good_at
from bot.turn import Turn
from loyalty.records import Shop
from words.shop import coalition


def where_good(turn: Turn, shop: Shop) -> str:
    """Say which shops take the card of a coalition, "" of a shop's own."""
    return coalition.good_at(good_at(turn.tx, shop), shop, turn.words) if shop.is_coalition else ""
