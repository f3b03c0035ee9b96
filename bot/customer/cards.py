"""The card itself: one picture, and the same in words."""

from datetime import datetime

from actions import visitors
from actions.state import CardState, load
from actions.wallet import own_cards
from bot.pictures.specs import CardPicture, Mark
from bot.turn import Choice, Links, Reply, Turn
from bot.words import Words
from loyalty.goals import distance
from loyalty.programme import StampProgramme
from loyalty.records import Visit


def show_card(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /card: the card used last, with a button for each other one."""
    cards = visitors.cards_of(turn.tx, turn.person_id)
    card = next((c for c in cards if str(c.id) == arg), cards[0] if cards else None)
    if card is None:
        return show_no_card(turn)
    state = load(turn.tx, card, now=turn.now)
    others = tuple(
        (Choice(load(turn.tx, other, now=turn.now).shop.name, "card", str(other.id)),)
        for other in cards
        if other.id != card.id
    )
    return card_reply(state, turn.words, turn.links, now=turn.now, more=others)


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
    return [
        f"{state.shop.name} · {balance(state, words)}",
        to_go(state, words),
        *notes(state, words),
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
    return words.tn("{n} point", "{n} points", state.standing.balance)


def to_go(state: CardState, words: Words) -> str:
    """Say how far the next reward is: "3 to go: free coffee"."""
    way = state.progress
    if way.to_go == 0:
        return words.t("You can have any reward on the menu.")
    return f"{headline(state, words)}: {way.next_reward.text}"


def headline(state: CardState, words: Words) -> str:
    """Say the distance alone, as large as the picture allows."""
    left = state.progress.to_go
    return words.tn("{n} to go", "{n} to go", left) if left else words.t("Yours to choose!")


def notes(state: CardState, words: Words) -> list[str]:
    """Say what else matters: rewards that wait, the goal, when the balance runs out."""
    zone = state.shop.zone
    lines = []
    if state.vouchers:
        lines.append(
            "🎁 "
            + words.tn(
                "{n} reward is waiting for you", "{n} rewards are waiting for you", len(state.vouchers)
            )
        )
    if state.goal:
        left = distance(state.goal, state.standing)
        lines.append(
            "🎯 "
            + (words.tn("{n} to your goal", "{n} to your goal", left) if left else words.t("Goal reached!"))
        )
    if state.expires_at:
        lines.append(
            "⏳ " + words.t("Valid until {day}", day=words.date(state.expires_at, zone, today=state.today))
        )
    return lines


def card_picture(state: CardState, words: Words, links: Links, *, now: datetime) -> CardPicture:
    """Describe the card's picture with a fresh code."""
    programme, standing = state.standing.terms.programme, state.standing
    stamps = isinstance(programme, StampProgramme)
    way = state.progress
    return CardPicture(
        shop=state.shop.name,
        colour=state.shop.colour,
        headline=headline(state, words),
        lines=(_next_reward(state, words), *(note.split(" ", 1)[1] for note in notes(state, words)))[:4],
        size=programme.size if isinstance(programme, StampProgramme) else 0,
        filled=standing.balance,
        marks=tuple(Mark(reward.at, reward.text) for reward in programme.rewards) if stamps else (),
        points="" if stamps else balance(state, words),
        progress=min(1.0, standing.balance / way.next_reward.at),
        qr=links.card(state.card, now=now),
        code=state.card.code,
        hint=words.t("Show this to the cashier"),
    )


def _next_reward(state: CardState, words: Words) -> str:
    reward = state.progress.next_reward
    if isinstance(state.standing.terms.programme, StampProgramme):
        return words.tn("{n} stamp: {reward}", "{n} stamps: {reward}", reward.at, reward=reward.text)
    return words.tn("{reward}: {n} point", "{reward}: {n} points", reward.at, reward=reward.text)


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
