"""What is said of a programme's parts, whichever they are."""

from datetime import datetime

from actions.cards.card_state import CardState
from actions.cards.offers import of_item
from loyalty.cards.part import Part, in_force
from loyalty.cards.parts.bonus_item import BonusItem, offered
from words.cards.part_texts import PartWording
from words.cards.parts import PART_TEXTS
from words.language import Words


def part_name(name: str, words: Words) -> str:
    """Name a kind of part."""
    return PART_TEXTS[name].name(words)


def part_rule(part: Part, write: PartWording) -> str:
    """Say in a line what a part does."""
    return PART_TEXTS[part.name].rule(part, write)


def of_state(state: CardState, words: Words) -> PartWording:
    """Return how a card's parts are written for who holds it."""
    standing = state.standing
    unit = standing.version.programme.unit
    return PartWording(words, unit, state.shop.currency, standing.usual_minor, standing.past, state.sold)


def on_card(state: CardState, words: Words) -> list[str]:
    """Say what a customer should know of the parts now: those of the rules the card was begun under, and today's."""
    write = of_state(state, words)
    begun, today = state.standing.version.programme.parts, state.current.programme.parts
    parts = (part for part in in_force(begun, today) if not isinstance(part, BonusItem))
    items = (one for one in offered(begun, today) if of_item(one.label) not in state.unsuited)
    told = (_now(part, state.at, write) for part in (*parts, *items))
    return list(dict.fromkeys(filter(None, told)))


def _now(part: Part, at: datetime, write: PartWording) -> str:
    return PART_TEXTS[part.name].on_card(part, at, write)
