"""The card itself: one picture, and the same in words."""

from dataclasses import replace
from datetime import datetime

from actions.cards.card_state import CardState, load
from actions.cards.own_cards import own_cards
from actions.people import identify
from bot.customer.presents import presents
from bot.customer.prizes import besides, is_full, prize, yours
from bot.pictures.specs import CardPicture, Mark
from bot.turn import Choice, Links, Reply, Turn
from loyalty.cards.endings import last_day
from loyalty.cards.goals import distance
from loyalty.cards.programme import StampProgramme
from loyalty.records import Visit
from words.language import Words


def show_card(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /card: the card used last, with a button for each other one."""
    cards = identify.cards_of(turn.tx, turn.person_id)
    card = next((c for c in cards if str(c.id) == arg), cards[0] if cards else None)
    if card is None:
        return show_no_card(turn)
    state = load(turn.tx, card, now=turn.now)
    others = tuple(
        (Choice(load(turn.tx, other, now=turn.now).shop.name, "card", str(other.id)),)
        for other in cards
        if other.id != card.id
    )
    own = (Choice(turn.t("🎯 My goal"), "goal", str(card.id)), Choice(turn.t("🎂 My birthday"), "birthday"))
    note = "\n".join(presents(state, turn.words))
    reply = card_reply(state, turn.words, turn.links, now=turn.now, note=note, more=others)
    return replace(reply, besides=(own,))


def one_card(turn: Turn, verb: str, arg: str) -> CardState | Reply:
    """Find the card a command is about: the one in `arg`, the only one, or ask which."""
    own = own_cards(turn.tx, turn.person_id, now=turn.now)
    states = [state for state in own if str(state.card.id) == arg] or own
    if not states:
        return show_no_card(turn)
    if len(states) == 1:
        return states[0]
    buttons = tuple((Choice(state.shop.name, verb, str(state.card.id)),) for state in states)
    return Reply(turn.t("Which card?"), buttons)


def show_no_card(turn: Turn) -> Reply:
    """Say how to get a first card."""
    return Reply(
        turn.t("You have no card yet. Scan the poster in a shop, or ask the cashier for their code.")
    )


def card_reply(
    state: CardState,
    words: Words,
    links: Links,
    *,
    now: datetime,
    note: str = "",
    more: tuple[tuple[Choice, ...], ...] = (),
) -> Reply:
    """Show a card: the picture, and a caption that says the same without it."""
    waiting = Choice(words.t("🎁 Rewards"), "rewards", str(state.card.id))
    fresh = Choice(words.t("🔄 New code"), "card", str(state.card.id))
    return Reply(
        text="\n".join(line for line in (note, *caption(state, words)) if line),
        choices=((fresh, waiting), *more),
        picture=card_picture(state, words, links, now=now),
        shows_card=state.card.id,
    )


def caption(state: CardState, words: Words) -> list[str]:
    """Say in words all that the picture shows."""
    won, full = yours(state, words), is_full(state)
    return [
        f"{state.shop.name} · {won if full else balance(state, words)}",
        *([f"🎁 {won}"] if won and not full else []),
        *([to_go(state, words)] if not full else []),
        *(f"{icon} {note}" for icon, note in notes(state, words)),
        words.t("Code: {code}", code=state.card.code),
    ]


def balance(state: CardState, words: Words) -> str:
    """Say what is on the card: "4 of 10 stamps", "240 points"."""
    programme = state.standing.terms.programme
    if isinstance(programme, StampProgramme):
        return words.tn(
            "{done} of {n} stamp",
            "{done} of {n} stamps",
            programme.size,
            done=words.number(state.standing.balance),
        )
    return words.counted(programme.kind, state.standing.balance)


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


def card_picture(state: CardState, words: Words, links: Links, *, now: datetime) -> CardPicture:
    """Describe the card's picture with a fresh code."""
    programme, standing = state.standing.terms.programme, state.standing
    size = programme.size if isinstance(programme, StampProgramme) else 0
    won, full = yours(state, words), is_full(state)
    others = [note for _, note in notes(state, words)]
    on_the_way = won and size and not full
    return CardPicture(
        shop=state.shop.name,
        colour=state.shop.colour,
        headline=won or headline(state, words),
        towards=_towards(state, words, won=bool(won)),
        won=bool(won),
        lines=(*([to_go(state, words)] if on_the_way else []), *others)[:3],
        size=size,
        filled=size if full else standing.balance,
        marks=tuple(Mark(reward.at, reward.text) for reward in programme.rewards) if size else (),
        points="" if size else balance(state, words),
        progress=min(1.0, standing.balance / state.progress.next_reward.at),
        qr=links.card(state.card, now=now),
        code=state.card.code,
        hint=words.t("Show this to the cashier"),
    )


def _towards(state: CardState, words: Words, *, won: bool) -> str:
    """Say what the headline counts to; where it tells of a win, a points card says here how far the rest is."""
    if state.progress.to_go == 0:
        return ""
    return to_go(state, words) if won else state.progress.next_reward.text


def already_booked(say: Words, state: CardState, visit: Visit) -> Reply:
    """Say to who booked it what was booked before, with a way back."""
    facts = {
        "name": state.name or state.card.code,
        "balance": balance(state, say),
        "time": say.time(visit.at, state.shop.zone),
        "cashier": say.name(visit.staff),
    }
    if visit.spent_minor is None:
        text = say.t("{name}, {balance}: already stamped at {time} by {cashier}.", **facts)
    else:
        text = say.t("{name}, {balance}: already booked at {time} by {cashier}.", **facts)
    return Reply(text, ((Choice(say.t("↩ Undo"), "undo", str(visit.id)),),))
