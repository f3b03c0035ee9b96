"""A customer's memberships: what they have, until when, what their shops sell; set aside for a while, and taken up again."""

from collections.abc import Sequence

from actions.cards.card_state import CardState
from actions.cards.memberships import OnSale, newest, on_sale
from actions.cards.own_cards import own_counters
from actions.cards.pause_membership import (
    NotPaused,
    TermChanged,
    pause_membership,
    resume_membership,
)
from bot.customer.cards import show_no_card
from bot.customer.unclear import instead_of_an_answer
from bot.turn import Choice, Reply, Turn
from loyalty.cards.memberships import LEAST_PAUSE_DAYS, PAUSES_DAYS, HeldMembership
from loyalty.counted import parse_counted
from loyalty.records import Shop
from words.cards.memberships import not_paused, stands, told

STEP = "pause_days"


def show_memberships(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /membership: for each card whose shop sells some, or of which somebody has one, the one used last first."""
    cards = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    if not cards:
        return show_no_card(turn)
    found = [(states[0], tuple(on_sale(states))) for states in cards]
    said = [
        Reply(told(state, sold, turn.words), (*_pays(turn, state, sold), *_rests(turn, state)))
        for state, sold in found
        if sold or state.memberships
    ]
    return said or Reply(turn.t("No shop of yours sells memberships at the moment."))


def _pays(turn: Turn, state: CardState, sold: Sequence[OnSale]) -> tuple[tuple[Choice, ...], ...]:
    """Offer to pay in the chat, where that can be done in the shop's money."""
    if state.shop.currency not in turn.money:
        return ()
    seen = newest(turn.tx, state.account)
    return tuple(
        (
            Choice(
                turn.t("💳 Pay here: {name}", name=turn.words.known(one.part.label)),
                "paymember",
                f"{state.account.id}:{one.state.current.id}:{one.place}:{seen}",
            ),
        )
        for one in sold
    )


def _rests(turn: Turn, state: CardState) -> tuple[tuple[Choice, ...], ...]:
    return tuple((button,) for one in state.memberships if (button := _rest(turn, state.shop, one)))


def _rest(turn: Turn, shop: Shop, one: HeldMembership) -> Choice | None:
    """Offer to set a membership aside, or to let it go on."""
    name = turn.words.known(one.name)
    if one.resumes_at and turn.now < one.resumes_at:
        return Choice(turn.t("▶ Go on: {name}", name=name), "unpause", str(one.id))
    fits = one.may_rest(PAUSES_DAYS[0], now=turn.now, zone=shop.zone) is None
    return Choice(turn.t("⏸ Pause: {name}", name=name), "pause", str(one.id)) if fits else None


def ask_pause(turn: Turn, arg: str) -> Reply:
    """Ask for how long."""
    turn.wait_for(STEP, membership=int(arg))
    taps = tuple(
        Choice(turn.tn("{n} day", "{n} days", days), "pausefor", f"{arg}:{days}") for days in PAUSES_DAYS
    )
    text = turn.tn(
        "For how long? It rests from tomorrow on, and ends as much later. You can let it go on before that; less than {n} day "
        "puts nothing aside.",
        "For how long? It rests from tomorrow on, and ends as much later. You can let it go on before that; less than {n} days "
        "put nothing aside.",
        LEAST_PAUSE_DAYS,
    )
    return Reply(text, (taps, (Choice(turn.t("✖ Cancel"), "cancel"),)))


def days_typed(turn: Turn, text: str) -> Reply:
    """Set a membership aside for as long as was typed."""
    this, days = str(turn.data["membership"]), parse_counted(text, "pause_days")
    if days is None:
        return instead_of_an_answer(turn, text) or ask_pause(turn, this)
    if days < LEAST_PAUSE_DAYS:
        return ask_pause(turn, this)
    turn.stop_waiting()
    return pause(turn, f"{this}:{days}")


def pause(turn: Turn, arg: str) -> Reply:
    """Set a membership aside."""
    this, _, days = arg.partition(":")
    return _said(turn, pause_membership(turn.tx, turn.person_id, int(this), int(days), now=turn.now))


def go_on(turn: Turn, arg: str) -> Reply:
    """Let a membership go on."""
    return _said(turn, resume_membership(turn.tx, turn.person_id, int(arg), now=turn.now))


def _said(turn: Turn, outcome: TermChanged | NotPaused) -> Reply:
    match outcome:
        case NotPaused(why):
            return Reply(not_paused(why, turn.words))
        case TermChanged(state, held):
            button = _rest(turn, state.shop, held)
            text = f"✔ {stands(held, turn.now.astimezone(state.shop.zone), state.shop.zone, turn.words)}"
            return Reply(text, ((button,),) if button else ())
