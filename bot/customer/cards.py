"""The card itself: one picture, and the same in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.cards.card_state import CardState
from actions.cards.challenges import challenges_in
from actions.cards.friends import referral_of
from actions.cards.introductions import good_at
from actions.cards.own_cards import own_counters
from actions.cards.tasks import tasks_of
from bot.customer import moving
from bot.emblems import emblem_of
from bot.pictures.specs import Band, CardPicture, Mark
from bot.platform import Links
from bot.turn import Choice, Reply, Turn
from loyalty.records import Visit
from loyalty.roles import Role
from words.cards.card import (
    at_till,
    balance,
    caption,
    headline,
    in_view,
    named_balance,
    next_up,
    notes,
    to_go,
)
from words.cards.presents import presents
from words.cards.prizes import is_full, yours
from words.cards.worth import named
from words.language import Words
from words.shop import coalition as words_of_coalition
from words.shop.details import where_and_when


def show_card(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /card: the card used last, with a button for each other one."""
    return _shown(turn, _own(turn), arg)


def code_fails(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer that a code can't be read: a customer with a new one, a cashier with the other ways to the card."""
    if not turn.workplaces(Role.CASHIER):
        return show_card(turn, "")
    ways = turn.t("Type the six characters under the code, or look for the name.")
    return Reply(ways, ((Choice(turn.t("🔎 Find a customer"), "find"),),))


def show_end(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer whether what was collected runs out: the card, on which its last day stands, or that there is none."""
    cards = _own(turn)
    collected = [one for one in cards[0] if one.standing.balance] if cards else []
    endless = collected and not any(one.expires_at for one in collected)
    above = turn.t("What you collected on this card doesn't run out.") if endless else ""
    return _shown(turn, cards, "", above)


def _own(turn: Turn) -> list[tuple[CardState, ...]]:
    return own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)


def _shown(
    turn: Turn, cards: Sequence[tuple[CardState, ...]], arg: str, above: str = ""
) -> Reply | list[Reply]:
    """Show the card that is meant, or the one used last, below what is said of it."""
    states = next((one for one in cards if str(one[0].account.id) == arg), cards[0] if cards else None)
    if states is None:
        return show_no_card(turn)
    card_id = str(states[0].account.id)
    others = tuple(
        (Choice(other.shop.name, "card", str(other.account.id)),)
        for other, *_ in cards
        if other is not states[0]
    )
    own: tuple[Choice, ...] = (
        Choice(turn.t("🎯 My goal"), "goal", card_id),
        Choice(turn.t("🎂 My birthday"), "birthday"),
    )
    if any(referral_of(state.current) for state in states):
        own = (*own, Choice(turn.t("👋 Bring a friend"), "friend", card_id))
    if any(tasks_of(state.current) for state in states):
        own = (*own, Choice(turn.t("🙌 Tasks"), "mytasks", card_id))
    if any(challenges_in(state) for state in states):
        own = (*own, Choice(turn.t("🏁 Challenges"), "challenges", card_id))
    if any(state.giving for state in states):
        own = (*own, Choice(turn.t("❤ Good cause"), "mycauses", card_id))
    if states[0].shop.is_coalition:
        own = (*own, Choice(turn.t("👋 Who knows me"), "known", card_id))
    note = "\n".join(line for line in (above, *presents(states[0], turn.words)) if line)
    reply = card_reply(states, turn.words, turn.links, now=turn.now, note=note, more=others)
    place = "\n".join(where_and_when(states[0].shop, turn.words))
    if states[0].shop.is_coalition:
        places = good_at(turn.tx, states[0].shop)
        said = [words_of_coalition.good_at(places, states[0].shop, turn.words)]
        if places:
            said.append(
                turn.t("👋 Shops see that this card is good, and no more: /known lets one see your name.")
            )
        reply = replace(reply, text="\n".join([reply.text, *said]))
    return replace(reply, text=f"{reply.text}\n📍 {place}" if place else reply.text, besides=(own,))


def show_no_card(turn: Turn) -> Reply:
    """Say how to get a first card, or ask once more about one that waits for an answer."""
    return moving.still_open(turn) or Reply(
        turn.t("You have no card yet. Scan the poster in a shop, or ask the cashier for their code.")
    )


def card_reply(
    states: Sequence[CardState],
    words: Words,
    links: Links,
    *,
    now: datetime,
    note: str = "",
    more: tuple[tuple[Choice, ...], ...] = (),
) -> Reply:
    """Show a card, all its counters: the picture, and a caption that says the same without it."""
    state = states[0]
    waiting = Choice(words.t("🎁 Rewards"), "rewards", str(state.account.id))
    fresh = Choice(words.t("🔄 New code"), "card", str(state.account.id))
    draw = ((Choice(words.t("🎟 The draw"), "draw", str(state.account.id)),),) if state.shop.draw_id else ()
    return Reply(
        text="\n".join(line for line in (note, *caption(states, words)) if line),
        choices=((fresh, waiting), *draw, *more),
        picture=card_picture(states, words, links, now=now),
        shows_card=state.account.id,
    )


def card_picture(states: Sequence[CardState], words: Words, links: Links, *, now: datetime) -> CardPicture:
    """Describe the card's picture with a fresh code."""
    state, *others = in_view(states)
    programme, standing = state.standing.version.programme, state.standing
    size = programme.places
    won, full = yours(state, words), is_full(state)
    on_the_way = won and size and not full
    return CardPicture(
        shop=state.shop.name,
        colour=state.shop.colour,
        headline=won or headline(state, words),
        towards=_towards(state, words, won=bool(won)),
        won=bool(won),
        lines=(*([to_go(state, words)] if on_the_way else []), *(note for _, note in notes(state, words)))[
            :3
        ],
        size=size,
        filled=size if full else standing.balance,
        marks=tuple(Mark(reward.at, reward.text) for reward in programme.rewards) if size else (),
        points="" if size else balance(state, words),
        progress=min(1.0, standing.balance / state.progress.next_reward.at),
        qr=links.card(state.account, now=now),
        code=state.account.code,
        hint=words.t("Show this to the cashier"),
        bands=tuple(Band(named_balance(other, words), next_up(other, words)) for other in others),
        emblem=emblem_of(state.shop),
        address=state.shop.address,
    )


def _towards(state: CardState, words: Words, *, won: bool) -> str:
    """Say what the headline counts to; where it tells of a win, a points card says here how far the rest is."""
    if state.progress.to_go == 0:
        return ""
    return to_go(state, words) if won else state.progress.next_reward.text


def already_booked(say: Words, state: CardState, visit: Visit) -> Reply:
    """Say to who booked it what was booked before, with a way back."""
    facts = {
        "name": state.name or state.account.code,
        "balance": balance(state, say),
        "time": say.time(visit.at, state.shop.zone),
        "cashier": say.name(visit.staff),
    }
    if state.veiled:
        text = say.t("{card}: already booked at {time} by {cashier}.", card=at_till(state, say), **facts)
    elif not state.by_amount:
        text = say.t("{name}, {balance}: already stamped at {time} by {cashier}.", **facts)
    else:
        text = say.t("{name}, {balance}: already booked at {time} by {cashier}.", **facts)
    earned = [] if state.veiled else [held for held in state.vouchers if held.visit_id == visit.id]
    # A card that this visit filled is empty again: what it was filled for stands beside it.
    said = [say.t("🎉 Earned: {reward}", reward=named(held, state.shop.currency, say)) for held in earned]
    taps = [Choice(say.t("↩ Undo"), "undo", str(visit.id))]
    if earned and state.account.registered and not state.shop.is_coalition:
        taps.append(Choice(say.t("🎁 Redeem"), "redeem", f"{state.account.id}:n:{state.tally}"))
    return Reply("\n".join((text, *said)), (tuple(taps),))
