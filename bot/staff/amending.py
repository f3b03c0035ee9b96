"""An amount typed right after a booking: what corrects it is offered as one tap; on a card of stamps it is noted, and said."""

from dataclasses import replace

from actions.cards.card_state import CardState
from actions.till.correct_amount import Amended, amend, beside, just_booked
from actions.till.note_amount import note_amount
from actions.till.scan import shop_of
from actions.till.scan_outcome import Booked, NotStaff, OthersDoing, UnknownCode
from actions.till.undo_visit import NotUndone, stays_booked
from bot.corrections import corrected
from bot.customer.cards import already_booked
from bot.staff import asking_amount, taking_back, undoing
from bot.staff.noting import said_noted
from bot.staff.outcomes import say_outcome
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.codes import read_code
from loyalty.records import Visit
from loyalty.roles import Role
from words.amounts import bad_amount
from words.till.undo import others_doing

_BEYOND = ("negative", "too_much")  # a number that is read, and can't have been spent


def offered(turn: Turn, text: str) -> Reply | None:
    """Take what was typed right after a booking for its right amount, and offer to book that; None for anything else."""
    if read_code(text) is not None or not any(sign.isdecimal() for sign in text):
        return None
    booked = just_booked(turn.tx, turn.actor, now=turn.now)
    if booked is None:
        return _too_late(turn, text)
    state, visit = booked
    amount = corrected(text, state.shop.currency)
    meant = parse_amount(text, state.shop.currency) if amount is None else amount
    if isinstance(meant, NoAmount) and meant.why in _BEYOND and not any(sign.isalpha() for sign in text):
        return Reply(bad_amount(meant, state.shop.currency, turn.words))
    if not state.by_amount:  # stamps: the amount is for the card beside it, is noted, or there is a way back
        also = beside(turn.tx, visit, now=turn.now)
        if also and isinstance(meant, int):
            return asking_amount.offer_beside(turn, also, meant)
        if amount is not None and visit.spent_minor is None:
            return already_booked(turn.words, state, visit)
        return _note(turn, visit, meant)
    if isinstance(meant, NoAmount) and not meant.readings:
        return Reply(bad_amount(meant, state.shop.currency, turn.words)) if amount is not None else None
    return _offer(turn, state, visit, meant.readings if isinstance(meant, NoAmount) else (meant,))


def _too_late(turn: Turn, text: str) -> Reply | None:
    """Lead to the latest bookings where an amount is put right that was not booked just now."""
    moneys = {place.shop.currency for place in turn.workplaces(Role.CASHIER)}
    if all(corrected(text, money) is None for money in moneys):
        return None
    return taking_back.latest(turn, "")


def _note(turn: Turn, visit: Visit, meant: int | NoAmount) -> Reply | None:
    """Note an amount that nothing on the card hangs on; None where there is none, or some card counts by amounts."""
    if isinstance(meant, int):
        return said_noted(turn, note_amount(turn.tx, turn.actor, visit.id, meant, now=turn.now))
    if not meant.readings:
        return None
    currency = shop_of(turn.tx, visit.account_id).currency
    labels = asking_amount.labels_of(turn, meant.readings, currency, turn.t("Yes, note it"))
    taps = [Choice(label, "spent", f"{visit.id}:{minor}") for minor, label in labels.items()]
    turn.wait_for("yes", yes=taps[0] if len(taps) == 1 else None)
    return Reply(asking_amount.ask_which(turn, meant.readings, currency), tuple((one,) for one in taps))


def noted(turn: Turn, arg: str) -> Reply:
    """Note the amount that was tapped, or take off the one that was noted."""
    visit_id, _, minor = arg.partition(":")
    spent = int(minor) if minor else None
    done = note_amount(turn.tx, turn.actor, int(visit_id), spent, sure=True, now=turn.now)
    return said_noted(turn, done) or Reply(
        turn.t("Nothing was noted: what was spent is typed right after the scan.")
    )


def _offer(turn: Turn, state: CardState, visit: Visit, amounts: tuple[int, ...]) -> Reply:
    if amounts == (visit.spent_minor,):
        return already_booked(turn.words, state, visit)
    stays = stays_booked(turn.tx, turn.actor, visit.id, now=turn.now)
    if isinstance(stays, NotUndone):
        return _kept(turn, state, visit, undoing.refused(turn, stays))
    currency = state.shop.currency
    taps = [Choice(f"✔ {turn.words.money(one, currency)}", "amend", f"{visit.id}:{one}") for one in amounts]
    turn.wait_for("yes", yes=taps[0] if len(taps) == 1 else None)
    text = turn.t(
        "For {name} {amount} is booked. Shall I take that back and book the new amount? For another customer, scan the card first.",
        name=state.name or turn.t("Card {code}", code=state.account.code),
        amount=turn.words.money(visit.spent_minor or 0, currency),
    )
    return Reply(text, (*((tap,) for tap in taps), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def _kept(turn: Turn, state: CardState, visit: Visit, why: Reply) -> Reply:
    """Say whose booking stays, and why: the number may have been another customer's."""
    text = turn.t(
        "For {name} {amount} is booked. For another customer, scan the card first.",
        name=state.name or turn.t("Card {code}", code=state.account.code),
        amount=turn.words.money(visit.spent_minor or 0, state.shop.currency),
    )
    return replace(why, text=f"{text}\n{why.text}")


def correct(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the visit back and book it with the amount that was tapped."""
    visit_id, _, minor = arg.partition(":")
    match amend(turn.tx, turn.actor, int(visit_id), int(minor), key=turn.incoming.key, now=turn.now):
        case Amended(visit, outcome, programme_id):
            turn.data = asking_amount.awaited(visit, programme_id, how="n")
            said = say_outcome(turn, outcome, "n")
            return _told(turn, visit, said, booked=isinstance(outcome, Booked))
        case NotUndone() as kept:
            return undoing.refused(turn, kept)
        case OthersDoing():
            return Reply(others_doing(turn.words))
        case NotStaff() | UnknownCode():
            return Reply(turn.t("Only the shop's staff can take a stamp back."))


def _told(turn: Turn, visit: Visit, said: Reply | list[Reply], *, booked: bool) -> Reply | list[Reply]:
    """Say first what became of the wrong amount."""
    first, *rest = said if isinstance(said, list) else [said]
    currency = shop_of(turn.tx, visit.account_id).currency
    back = turn.t("{amount} is taken back.", amount=turn.words.money(visit.spent_minor or 0, currency))
    head = back if booked else f"{back} {turn.t('Nothing else is booked.')}"
    return [replace(first, text=f"{head}\n{first.text}"), *rest]
