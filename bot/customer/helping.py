"""What to say when it isn't clear what was meant."""

from dataclasses import replace

from actions.cards.card_state import CardState
from actions.delivery import notices
from actions.people.chat_state import update_of
from actions.till.find_customer import Named
from actions.till.scan import booked_before
from bot import chosen, short_answers, sight
from bot.beside import Beside
from bot.customer import cards, joining, linking, stopping
from bot.customer.unclear import unclear
from bot.late import late
from bot.staff import amending, asking_amount, billing, finding
from bot.turn import Choice, Reply, Turn
from channels.messages import Edited, Unblocked
from loyalty.codes import read_code
from loyalty.records import Visit


def show_help(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /help: what is done without a word, then each command that this person has."""
    if turn.visitor.role:
        first = turn.t("At the till: scan a code, send a photo of it, or type its six characters.")
    else:
        first = turn.t("/card shows your card: let the cashier scan it.")
    return Reply(first, ((Choice(turn.t("💳 My card"), "card"),),), offers_all=True)


def cancel(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Drop the open question; all stays as it was."""
    turn.keep_waiting()
    asked = turn.waiting()
    if asked and asked[0] == "bill":  # the reward is handed out already: its own Undo takes that back
        return billing.skip(turn, str(asked[1]["voucher_id"]))
    if asked and asked[0] == "amount":
        asking_amount.left_open(turn, asked[1])
    turn.stop_waiting()
    return Reply(
        turn.t("All right, nothing was changed."), ((Choice(turn.t("🏠 Menu"), "home"),),), in_place=True
    )


def thanked(turn: Turn, _arg: str) -> Reply:
    """Answer a thank-you in kind."""
    return Reply(turn.t("You're welcome!"), ((Choice(turn.t("🏠 Menu"), "home"),),))


def said_goodbye(turn: Turn, _arg: str) -> Reply:
    """Answer a goodbye in kind."""
    return Reply(turn.t("See you soon!"), ((Choice(turn.t("🏠 Menu"), "home"),),))


def typed(turn: Turn, text: str) -> Reply | list[Reply] | Beside[list[Named]]:
    """Answer a text that is no command: a short code from staff, a code from the other chat, or a hello."""
    if _takes_back_a_yes(turn, text):
        return stopping.ask_whether(turn, text)
    if short_answers.means_yes(text) or short_answers.means_no(text) or short_answers.means_cancel(text):
        return joining.home(turn, "")  # "cancel" has six letters, and is no code that was guessed
    if turn.visitor.workplaces:
        return amending.offered(turn, text) or finding.unasked(turn, text, unclear)
    code = read_code(text)
    linked = linking.code_typed(turn, code) if code else None
    return linked or unclear(turn, text)


def _takes_back_a_yes(turn: Turn, text: str) -> bool:
    """Say whether a no may be meant for the yes to messages that was given just before."""
    given = chosen.shows(turn, "often") or (chosen.shows(turn, "no") and not chosen.shows(turn, "yes"))
    return given and (short_answers.begins_with_no(text) or short_answers.means_cancel(text))


def repeated(turn: Turn, key: str) -> Reply | list[Reply]:
    """Answer an update that came again, as its answer may have been lost: say how things stand."""
    booked = [cards.already_booked(turn.words, *visit) for visit in _booked(turn, key)]
    if booked:
        return booked
    about = notices.promised(turn.tx, key)
    owed = about and notices.load_notice(turn.tx, turn.visitor.address_id, about, now=turn.now)
    if about and owed:  # whoever was to give the answer died
        return replace(late(turn.tx, owed, turn.words, turn.links, now=turn.now), about=about, promised=True)
    silent = isinstance(turn.incoming.content, Unblocked | Edited)
    return [] if silent else joining.home(turn, "")


def edited(turn: Turn, message: str, *, gone: bool) -> Reply | list[Reply]:
    """Say that a message which was changed or taken away did its work already, and how to undo that."""
    booked = _booked(turn, update_of(turn.tx, message) or "")
    standing = [visit for visit in booked if visit[1].undone_at is None]
    if standing:
        stands = turn.t("A message that is changed or deleted later changes nothing here: this booking stands. "
                        "To correct it, tap Undo and book it anew.")  # fmt: skip
        shown = [cards.already_booked(turn.words, *visit) for visit in standing]
        return [replace(reply, text=f"{reply.text}\n{stands}") for reply in shown]
    if gone:
        return []
    lines = [turn.t("I read a message once, when it comes, and what it did stands. "
                    "If you meant something else, please write it as a new message.")]  # fmt: skip
    if turn.visitor.workplaces:
        lines.append(turn.t("What was booked wrongly, /undo takes back."))
    return Reply("\n".join(lines))


def _booked(turn: Turn, key: str) -> list[tuple[CardState, Visit]]:
    """Return all that one update booked."""
    keys = (sight.key_of(key, place) for place in range(sight.MOST))
    found = (booked_before(turn.tx, turn.actor, one, now=turn.now) for one in keys)
    return [visit for visit in found if visit]
