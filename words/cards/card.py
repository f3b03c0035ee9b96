"""A card in words: what is on it, how far the next reward is, and what else matters."""

from datetime import datetime

from actions.cards.card_state import CardState
from loyalty.cards.endings import last_day
from loyalty.cards.goals import distance
from words.cards.prizes import besides, is_full, prize, yours
from words.language import Words
from words.units import filled


def caption(state: CardState, words: Words) -> list[str]:
    """Say in words all that the picture shows."""
    won, full = yours(state, words), is_full(state)
    return [
        f"{state.shop.name} · {won if full else balance(state, words)}",
        *([f"🎁 {won}"] if won and not full else []),
        *([to_go(state, words)] if not full else []),
        *(f"{icon} {note}" for icon, note in notes(state, words)),
        words.t("Code: {code}", code=state.account.code),
    ]


def balance(state: CardState, words: Words) -> str:
    """Say what is on the card: "4 of 10 stamps", "240 points"."""
    programme = state.standing.version.programme
    if programme.starts_over:
        return filled(programme.unit, state.standing.balance, programme.places, words)
    return words.counted(programme.unit, state.standing.balance)


def to_go(state: CardState, words: Words) -> str:
    """Say how far the next reward is: "3 to go: free coffee"."""
    way = state.progress
    if way.to_go == 0:
        return words.t("You can have any reward on the menu.")
    return f"{headline(state, words)}: {way.next_reward.text}"


def headline(state: CardState, words: Words) -> str:
    """Say the distance alone, as large as the picture allows."""
    return words.tn("{n} to go", "{n} to go", state.progress.to_go)


def next_card(state: CardState, words: Words) -> str:
    """Say how far the next card is while a full one waits: "Next card: 2 of 6 stamps"; "" before it is begun."""
    begun = is_full(state) and state.standing.balance
    return words.t("Next card: {balance}", balance=balance(state, words)) if begun else ""


def notes(state: CardState, words: Words) -> list[tuple[str, str]]:
    """Say what else matters, each with its icon: what waits, until when, the next card, the goal."""
    won, left = prize(state), distance(state.goal, state.standing) if state.goal else None
    found = [("🎁", besides(state, words))]
    if won and won.expires_at:
        found.append(("⏳", words.t("Use it until {day}", day=_last_day(state, won.expires_at, words))))
    found.append(("🆕", next_card(state, words)))
    if left is not None:
        goal = words.tn("{n} to your goal", "{n} to your goal", left) if left else words.t("Goal reached!")
        found.append(("🎯", goal))
    if state.expires_at:
        found.append(("⏳", words.t("Valid until {day}", day=_last_day(state, state.expires_at, words))))
    return [(icon, note) for icon, note in found if note]


def _last_day(state: CardState, until: datetime, words: Words) -> str:
    return words.date(last_day(until, state.shop.zone), today=state.today)


def name_of(state: CardState, words: Words) -> str:
    """Name whose card it is, or the card where it is nobody's."""
    return state.name or words.t("Card {code}", code=state.account.code)
