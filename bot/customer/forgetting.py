"""Being forgotten: asked once, then done."""

from collections.abc import Sequence
from datetime import timedelta

from actions.cards.card_state import CardState
from actions.cards.draws import running
from actions.cards.own_cards import own_counters
from actions.people import erasure
from actions.people.erasure import Erased, OnlyOwner
from actions.shop.event_seats import own_events
from bot.customer.elsewhere import asked_elsewhere
from bot.turn import Choice, Reply, Turn
from loyalty.cards.draws import DrawForm
from loyalty.shop.events import Seat
from words.cards.card import balances
from words.cards.memberships import stands
from words.direction import set_apart
from words.shop.events import own_line, when_and_where

_MEANT = timedelta(hours=1)  # a yes to a question this old may be a slip of the thumb


def ask_forget(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /forget with what would go, and ask once."""
    elsewhere = asked_elsewhere(turn, "/forget")
    if elsewhere:
        return elsewhere
    needed_by = erasure.only_owner_of(turn.tx, turn.person_id)
    if needed_by:
        return _only_owner(turn, OnlyOwner(needed_by))
    lines = [turn.t("I would erase your name, your cards and everything else I know about you, for ever.")]
    own = own_counters(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    lines += ["· " + " · ".join(_lost(card, turn)) for card in own]
    lines += _seats(turn)
    lines.append(turn.t("Nobody can bring it back. Shall I?"))
    yes = Choice(turn.t("Yes, erase everything"), "erase")
    turn.wait_for("yes", yes=yes)
    return Reply("\n".join(lines), ((yes,), (Choice(turn.t("No, keep my cards"), "cancel"),)))


def _lost(card: Sequence[CardState], turn: Turn) -> list[str]:
    """Name what goes with a card: what is on it, the rewards that wait, what was paid for, and its tickets in a draw."""
    state, words = card[0], turn.words
    paid = (f"⭐ {stands(one, state.at, state.shop.zone, words)}" for one in state.memberships)
    rewards = (f"🎁 {voucher.reward}" for voucher in state.vouchers)
    return [set_apart(state.shop.name), balances(card, words), *rewards, *paid, *_tickets(state, turn)]


def _tickets(state: CardState, turn: Turn) -> list[str]:
    """Say how many tickets a card has in the draw that runs; of those to scratch, how many are left."""
    draw = running(turn.tx, state.shop, state.account, now=turn.now)
    if draw is None:
        return []
    tickets = len(draw.tickets) if draw.draw.form is DrawForm.TICKETS else draw.left
    said = turn.tn("{n} ticket for {prize}", "{n} tickets for {prize}", tickets, prize=draw.draw.prize)
    return [f"🎟 {said}"] if tickets else []


def _seats(turn: Turn) -> list[str]:
    """Name the events where somebody has a seat, or waits for one: others get it."""
    found = own_events(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    return [
        own_line(shop, event.title, when_and_where(event, shop, turn.words), seat, turn.words)
        for shop, event, seat in found
        if seat in (Seat.COMING, Seat.WAITING)
    ]


def erase(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Forget the person who said yes just now."""
    elsewhere = asked_elsewhere(turn, "/forget")
    if elsewhere:
        return elsewhere
    if turn.shown_at is None or turn.now - turn.shown_at > _MEANT:
        return ask_forget(turn, "")
    match erasure.erase_person(turn.tx, turn.person_id, now=turn.now):
        case OnlyOwner() as refused:
            return _only_owner(turn, refused)
        case Erased():
            turn.erased = True
            return Reply(
                turn.t(
                    "Done: I don't know you any more. What stands in this chat you can delete yourself. "
                    "If you ever write again, we start anew."
                ),
                in_place=True,
            )


def _only_owner(turn: Turn, refused: OnlyOwner) -> Reply:
    shops = turn.words.listing(shop.name for shop in refused.shops)
    return Reply(
        turn.t(
            "{shops} would be left without an owner. Make somebody else owner first, with /invite; "
            "then /forget erases you.",
            shops=shops,
        )
    )
