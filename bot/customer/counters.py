"""Which of somebody's counters is meant: what a button carries of it, and the question where there are several."""

from collections.abc import Sequence

from actions.cards.card_state import CardState
from actions.cards.own_cards import NoCard, own_card, own_counters
from bot.customer.cards import show_no_card
from bot.turn import Choice, Reply, Turn
from loyalty.cards.goals import room_to_save
from words.units import programme_name


def place_of(state: CardState) -> str:
    """Write for a button which counter is meant: "12.34"; older buttons carry the card alone."""
    return f"{state.account.id}.{state.counter.id}"


def read_place(place: str) -> tuple[int, int | None]:
    """Read the ids of a card and of a counter on it; None for the first."""
    card_id, _, counter_id = place.partition(".")
    return int(card_id), int(counter_id) if counter_id else None


def own_counter(turn: Turn, place: str) -> CardState | NoCard:
    """Return how the counter stands that a button carries, where it is this person's."""
    card_id, counter_id = read_place(place)
    return own_card(turn.tx, turn.person_id, card_id, counter_id=counter_id, now=turn.now)


def to_save_on(turn: Turn, verb: str, place: str, *, rest: str = "") -> CardState | Reply:
    """Find the counter to save on: the one in `place`, the only one, or ask which; `rest` goes on with the answer."""
    cards = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    states = [state for card in cards for state in card if place in (place_of(state), str(state.account.id))]
    choices = [state for card in cards for state in _open_to(card) if not states or state in states]
    if not choices:
        return show_no_card(turn)
    if len(choices) == 1:
        return choices[0]
    rows = tuple(
        (Choice(_label(turn, state, cards), verb, ":".join(filter(None, [place_of(state), rest]))),)
        for state in choices
    )
    return Reply(turn.t("Which card?"), rows)


def _open_to(card: Sequence[CardState]) -> Sequence[CardState]:
    """Leave out of several counters those on which nothing is left to save for."""
    return [state for state in card if state.goal or room_to_save(state.standing)] or card[:1]


def _label(turn: Turn, state: CardState, cards: Sequence[Sequence[CardState]]) -> str:
    beside = next(len(card) > 1 for card in cards if state in card)
    if not beside:
        return state.shop.name
    name = programme_name(state.current, turn.words)
    return f"{state.shop.name} · {name}" if len(cards) > 1 else name
