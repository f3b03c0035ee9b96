"""A card in words: what is on it, how far the next reward is, and what else matters."""

from collections.abc import Sequence
from datetime import datetime

from actions.cards.card_state import CardState
from loyalty.cards.endings import last_day
from loyalty.cards.goals import distance
from words.cards.ahead import ahead
from words.cards.challenges import under_way
from words.cards.good_causes import cause_on_card
from words.cards.memberships import on_hand
from words.cards.part_words import on_card
from words.cards.prizes import besides, is_full, prize, to_take, yours
from words.cards.rewards import offered
from words.cards.worth import with_worth
from words.direction import set_apart
from words.language import Words
from words.units import filled, programme_name

Note = tuple[str, str]  # its icon, and what it says


def caption(states: Sequence[CardState], words: Words) -> list[str]:
    """Say in words all that the picture shows: how each counter of one account stands."""
    state, *others = in_view(states)
    won, full = yours(state, words), is_full(state)
    held = named_balance(state, words) if others else balance(state, words)
    return [
        f"{set_apart(state.shop.name)} · {won if full else held}",
        *([f"🎁 {won}"] if won and not full else []),
        *([to_go(state, words)] if not full else []),
        *(f"{icon} {note}" for icon, note in notes(state, words)),
        *(line for other in others for line in _beside(other, words)),
        words.t("Code: {code}", code=state.account.code),
    ]


def in_view(states: Sequence[CardState]) -> list[CardState]:
    """Put first what a card shows large: a full card, else one with places, else the shop's first programme."""
    return sorted(states, key=lambda one: (not is_full(one), not one.standing.version.programme.places))


def _beside(state: CardState, words: Words) -> list[str]:
    name = programme_name(state.current, words)
    notes = [f"{icon} {name}: {note}" for icon, note in _of_counter(state, words)]
    return [f"{named_balance(state, words)}. {next_up(state, words)}", *notes]


def named_balance(state: CardState, words: Words) -> str:
    """Say what is on one of several counters: "Points card: 240 points"."""
    return f"{programme_name(state.current, words)}: {balance(state, words)}"


def balances(states: Sequence[CardState], words: Words) -> str:
    """Say in one line what is on a card: each sum by its programme's name, where there are several."""
    if len(states) == 1:
        return balance(states[0], words)
    return " · ".join(named_balance(state, words) for state in states)


def after_a_gift(states: Sequence[CardState], state: CardState, words: Words) -> list[str]:
    """Say how a counter stands after something was given to it: a full card by what it won, not by the empty one after it."""
    won, held = yours(state, words), named_balance(state, words) if len(states) > 1 else balance(state, words)
    lines = [next_card(state, words) if is_full(state) else held, f"🎁 {won}" if won else ""]
    return [line for line in lines if line]


def menu_lines(state: CardState, words: Words, *, beside: bool) -> list[str]:
    """List what a programme offers and what each still takes; beside another one also its name, and what is there."""
    programme, standing = state.standing.version.programme, state.standing
    offers = [
        f"· {offered(programme, reward, state.shop.currency, words)}"
        + (f" ({words.t('gone')})" if reward.key in standing.gone else "")
        for reward in programme.rewards
    ]
    ways = [
        0 if reward.key in standing.barred else reward.at - standing.balance for reward in programme.rewards
    ]
    far = [f" ({words.tn('{n} to go', '{n} to go', n)})" if n > 0 else "" for n in ways]
    lines = [offer + way for offer, way in zip(offers, far, strict=True)]
    return [named_balance(state, words), *lines] if beside else lines


def next_up(state: CardState, words: Words) -> str:
    """Say what a balance is enough for, else how far the next reward is."""
    return to_take(state, words) or to_go(state, words)


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
        if state.standing.kept:
            return words.t("You can have any reward that is for your level.")
        return words.t("You can have any reward on the menu.")
    reward = with_worth(way.next_reward.text, way.next_reward.worth, state.shop.currency, words)
    return f"{headline(state, words)}: {reward}"


def headline(state: CardState, words: Words) -> str:
    """Say the distance alone, as large as the picture allows."""
    return words.tn("{n} to go", "{n} to go", state.progress.to_go)


def next_card(state: CardState, words: Words) -> str:
    """Say how far the next card is while a full one waits: "Next card: 2 of 6 stamps"; "" before it is begun."""
    begun = is_full(state) and state.standing.balance
    return words.t("Next card: {balance}", balance=balance(state, words)) if begun else ""


def notes(state: CardState, words: Words) -> list[Note]:
    """Say what else matters, each with its icon: what waits, until when, the next card, the goal."""
    won, others = prize(state), besides(state, words)
    found = [("🎁", others)] if others else []
    if won and won.expires_at:
        found.append(("⏳", words.t("Use it until {day}", day=_last_day(state, won.expires_at, words))))
    found += [("⭐", held) for held in on_hand(state, words)]
    return [*found, *_of_counter(state, words)]


def _of_counter(state: CardState, words: Words) -> list[Note]:
    left = distance(state.goal, state.standing) if state.goal else None
    found = [
        ("🆕", next_card(state, words)),
        *(("🏁", text) for text in under_way(state, words)),
        *(("✨", text) for text in on_card(state, words)),
        *(("🔜", text) for text in ahead(state, words)),
    ]
    if left is not None:
        goal = words.tn("{n} to your goal", "{n} to your goal", left) if left else words.t("Goal reached!")
        found.append(("🎯", goal))
    if state.expires_at:
        found.append(("⏳", words.t("Valid until {day}", day=_last_day(state, state.expires_at, words))))
    found += [("❤", text) for text in cause_on_card(state, words)]
    return [(icon, note) for icon, note in found if note]


def _last_day(state: CardState, until: datetime, words: Words) -> str:
    return words.date(last_day(until, state.shop.zone), today=state.today)


def on_which(state: CardState, words: Words) -> str:
    """Name whose card it is, and the programme where its shop gave it a name: what is counted tells others apart."""
    named = state.current.name
    return f"{name_of(state, words)} · {named}" if named else name_of(state, words)


def at_till(state: CardState, words: Words) -> str:
    """Say to who serves whose card it is and what is on it; of a coalition's card they learn that it is good."""
    if state.veiled:
        return words.t("{name} is good", name=on_which(state, words))
    return f"{on_which(state, words)}, {balance(state, words)}"


def name_of(state: CardState, words: Words) -> str:
    """Name whose card it is, or the card where it is nobody's."""
    return set_apart(state.name) or words.t("Card {code}", code=state.account.code)
