"""What an owner reads of the stamps and points that a campaign gives: on which card, and what that costs."""

from actions.campaigns.settings import Campaign
from actions.shop.gift_costs import on_the_card
from bot.turn import Turn
from loyalty.records import Shop
from words.shop.gift_costs import word_on_the_card


def gift_lines(turn: Turn, shop: Shop, one: Campaign) -> list[str]:
    """Say what a campaign puts on a card; nothing where it puts nothing there."""
    found = on_the_card(turn.tx, one, shop)
    return word_on_the_card(found, shop, turn.words) if found else []
