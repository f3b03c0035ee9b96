"""A card's level in words, for who holds it and for who scans it."""

from collections.abc import Iterator

from actions.cards.card_state import CardState
from loyalty.cards.parts.levels import Levels, levels_in
from words.cards.part_words import of_state
from words.cards.parts import PART_TEXTS
from words.cards.parts.levels import gain
from words.language import Words


def level_at_till(state: CardState, words: Words) -> Iterator[str]:
    """Name the level that a card has, for the cashier."""
    part = levels_of(state)
    held = part.held(state.standing.past or (), state.at) if part else None
    if held:
        yield f"🏅 {words.known(held.level.name)}"


def level_lines(state: CardState, part: Levels, words: Words) -> list[str]:
    """Say which level a card has, what that brings, what keeps it, what is above, and how it rises and falls."""
    write, texts = of_state(state, words), PART_TEXTS[part.name]
    held = part.held(state.standing.past or (), state.at)
    perk = words.t("Each visit brings you {gain}.", gain=gain(held.level, write)) if held else ""
    lines = [
        state.shop.name,
        f"🏅 {texts.on_card(part, state.at, write)}",
        perk,
        texts.rule(part, write),
        words.t(
            "A level counts from the visit after the one that reaches it, and goes with that one if it is taken back."
        ),
    ]
    return [line for line in lines if line]


def levels_of(state: CardState) -> Levels | None:
    """Return the levels by which a card goes."""
    return levels_in(state.standing.version.programme.parts, state.current.programme.parts)
