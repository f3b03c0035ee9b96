"""A customer lost the account: the owner moves the card to the new one, in three short steps and with a reason."""

from collections.abc import Sequence

from actions.access import NotAllowed
from actions.cards.card_state import CardState, load_every
from actions.cards.transfer_balance import Missing
from actions.people import move_card
from actions.people.move_card import Moved, MovedBack, NotMoved
from actions.till.find_customer import Found, Named, show_named
from bot.beside import Beside
from bot.owner.places import not_allowed, place_for, split
from bot.staff.finding import named_at
from bot.turn import Choice, Reply, Turn
from loyalty.codes import read_code
from loyalty.people.linking import UNDO_DAYS
from loyalty.roles import Role
from words.cards.card import balances
from words.units import programme_name

_LONGEST_REASON = 200


def move(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /move: ask whose card it is."""
    place = place_for(turn, Role.OWNER, "move", arg)
    if isinstance(place, Reply):
        return place
    turn.wait_for("move_from", shop_id=place.shop.id)
    return Reply(
        turn.t("A customer lost their account? Type the name, or the code, of the card that is to move.")
    )


def from_typed(turn: Turn, text: str) -> Reply | Beside[list[Named]]:
    """Offer the cards with such a name or code."""
    return _choose(turn, text, "movefrom", f"{turn.data['shop_id']}")


def from_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the card that is to move, and ask where to."""
    shop_id, rest = split(arg)
    turn.wait_for("move_to", shop_id=shop_id, card_id=int(rest))
    return Reply(
        turn.t(
            "Where to? Let them scan the poster with their new account, then type the code of the card that they get there."
        )
    )


def to_typed(turn: Turn, text: str) -> Reply | Beside[list[Named]]:
    """Offer the new cards with such a name or code."""
    return _choose(turn, text, "moveto", f"{turn.data['shop_id']}:{turn.data['card_id']}")


def to_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the new card, and ask why."""
    shop_id, source_id, target_id = (int(part) for part in arg.split(":"))
    turn.wait_for("move_reason", shop_id=shop_id, card_id=source_id, target_id=target_id)
    return Reply(turn.t("Why? A few words: whoever has the old account reads them."))


def reason_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Say what would happen, and ask for a yes."""
    data, reason = turn.data, " ".join(text.split())[:_LONGEST_REASON]
    about = f"{data['shop_id']}:{data['card_id']}:{data['target_id']}"
    yes = Choice(turn.t("Yes, move it"), "moveyes", about)
    turn.wait_for("yes", yes=yes, reason=reason)
    return Reply(
        turn.t(
            "All that is on the old card goes onto the new one. The old account is told, with your reason: {reason}. "
            "For {n} days you can undo it.",
            reason=reason,
            n=turn.words.number(UNDO_DAYS),
        ),
        ((yes,), (Choice(turn.t("No, leave it"), "cancel"),)),
    )


def say_yes(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Move the card."""
    shop_id, source_id, target_id = (int(part) for part in arg.split(":"))
    reason = turn.data.get("reason")
    if not reason:  # asked long ago
        return move(turn, str(shop_id))
    done = move_card.move_card(
        turn.tx, turn.actor, (shop_id, source_id, target_id), reason=reason, now=turn.now
    )
    if not isinstance(done, Moved):
        return _refused(turn, done)
    undo = Choice(turn.t("↩ Undo"), "moveback", str(done.handover_id))
    return Reply(turn.t("✔ Moved. {card}", card=_card(turn, done.state)), ((undo,),), in_place=True)


def back(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Put it back, for the owner or for who had it."""
    done = move_card.undo_move(turn.tx, turn.actor, int(arg), now=turn.now)
    if not isinstance(done, MovedBack):
        return _refused(turn, done)
    lines = [turn.t("Undone: the card is back. {card}", card=_card(turn, done.state))]
    lines += [_missing(turn, one) for one in done.missing]
    return Reply("\n".join(lines), ((Choice(turn.t("💳 My card"), "card"),),))


def _missing(turn: Turn, one: Missing) -> str:
    lost = turn.tn(
        "{n} could not go back, as it was spent or ran out since.",
        "{n} could not go back, as they were spent or ran out since.",
        one.amount,
    )
    return f"{programme_name(one.programme, turn.words)}: {lost}" if one.programme else lost


def _choose(turn: Turn, text: str, verb: str, about: str) -> Reply | Beside[list[Named]]:
    shop_id = int(turn.data["shop_id"])
    turn.wait_for(turn.step or "", **turn.data)
    code = read_code(text)
    by_code = move_card.find_card(turn.tx, turn.actor, shop_id, code, now=turn.now) if code else None
    if by_code:
        return _which(turn, (by_code,), verb, about)
    places = [place for place in turn.workplaces(Role.OWNER) if place.shop.id == shop_id]
    return Beside(
        lambda turn: named_at(turn, places, text),
        lambda turn, found: _which(turn, _named(turn, found), verb, about),
    )


def _which(turn: Turn, found: Sequence[CardState], verb: str, about: str) -> Reply:
    states = [state for state in found if state.account.id != turn.data.get("card_id")]
    rows = tuple((Choice(_card(turn, state), verb, f"{about}:{state.account.id}"),) for state in states)
    if not rows:
        return Reply(turn.t("I find no such card. Type the name or the code again."))
    return Reply(turn.t("Which card?"), rows)


def _named(turn: Turn, found: Sequence[Named]) -> list[CardState]:
    shown = (show_named(turn.tx, turn.actor, one, now=turn.now) for one in found)
    return [states[0] for one in shown if isinstance(one, Found) for states in one.cards]


def _card(turn: Turn, state: CardState) -> str:
    held = balances(load_every(turn.tx, state.account, now=turn.now), turn.words)
    return " · ".join(filter(None, [state.name, state.account.code, held]))


def _refused(turn: Turn, why: NotMoved | NotAllowed) -> Reply:
    if isinstance(why, NotAllowed):
        return not_allowed(turn)
    texts = {
        "same": turn.t("That is one and the same card."),
        "gone": turn.t("One of these cards is not there any more. Begin again: /move."),
        "own": turn.t("Your own card can be moved only by another owner."),
        "undone": turn.t("That was undone already."),
        "late": turn.t("That was more than {n} days ago: it stays as it is.", n=turn.words.number(UNDO_DAYS)),
        "nobodys": turn.t("One of these cards is nobody's any more: it stays as it is."),
        "later": turn.t("The card was moved or joined again since. Undo that first."),
    }
    return Reply(texts[why.why])
