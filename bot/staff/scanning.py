"""At the till: a code comes in, a stamp is booked, and the next tap is under the thumb."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.access import HeldCard
from actions.cards.card_state import CardState
from actions.people import wrong_codes
from actions.till import add_to_visit, scan
from actions.till.correct_amount import just_booked
from actions.till.doubted_amount import doubted
from actions.till.note_amount import note_amount
from actions.till.scan import Scan
from actions.till.scan_outcome import Foreseen, Refused, UnknownCode, WhichProgramme
from bot.corrections import corrected
from bot.staff.asking_amount import (
    ask_amount,
    ask_which,
    code_and_amount,
    labels_of,
    left_without_amount,
    offer,
    typed_before,
    wait_for_amount,
)
from bot.staff.noting import said_noted
from bot.staff.outcomes import card_gone, just_shown, say_outcome
from bot.staff.strange import unknown
from bot.turn import Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.visits import AmountNeeded, Claim
from loyalty.codes import meant_as_code, read_code
from loyalty.tokens import Forged, read_card_token
from words.amounts import bad_amount


def scan_shown(turn: Turn, token: str) -> Reply | list[Reply]:
    """Follow the code on a customer's picture."""
    shown = read_card_token(turn.links.secret, token)
    if isinstance(shown, Forged):
        return unknown(turn)
    return _book_held(turn, shown.public_id, Claim(shown_at=shown.shown_at), how="s")


def scan_printed(turn: Turn, public_id: int) -> Reply | list[Reply]:
    """Follow the code on a printed card."""
    return _book_held(turn, public_id, Claim(), how="n")


def _book_held(turn: Turn, public_id: int, claim: Claim, *, how: str) -> Reply | list[Reply]:
    held = scan.hold_shown(turn.tx, turn.actor, public_id)
    return book(turn, held[0].id, claim, how=how, held=held) if held else unknown(turn)


def scan_typed(turn: Turn, code: str) -> Reply | list[Reply] | None:
    """Stamp the card with a typed short code; None when no card of this person's shops has it."""
    card = scan.find_typed(turn.tx, turn.actor, code)
    return book(turn, card.id, Claim(), how="n") if card else None


def scan_spent(turn: Turn, code: str, spent: str) -> Reply | list[Reply] | None:
    """Book an amount that was typed beside a card's short code; a card that counts otherwise is stamped, and it is noted."""
    card = scan.find_typed(turn.tx, turn.actor, code)
    if card is None:
        return None
    foreseen = scan.foresee(turn.tx, Scan(turn.actor, card.id, Claim()), now=turn.now)
    match foreseen:
        case Refused(state, AmountNeeded()):
            return _spent_on(turn, state, (), spent)
        case WhichProgramme(choices):
            wanting = [one for one in choices if one.standing.version.programme.needs_amount]
            if wanting:
                return _spent_on(turn, wanting[0], wanting, spent)
    booked = book(turn, card.id, Claim(), how="n")
    return _and_noted(turn, booked, spent) if isinstance(foreseen, Foreseen) else booked


def _spent_on(turn: Turn, state: CardState, wanting: Sequence[CardState], spent: str) -> Reply | list[Reply]:
    """Take an amount as if the card had been shown before it was typed."""
    left = left_without_amount(turn, state.account.id)
    wait_for_amount(turn, state, Claim(), "n", wanting=wanting)
    said = amount_typed(turn, spent)
    first, *rest = said if isinstance(said, list) else [said]
    return [replace(first, text=left + first.text), *rest]


def _and_noted(turn: Turn, booked: Reply | list[Reply], spent: str) -> Reply | list[Reply]:
    """Note the amount of a visit that was booked now, below what is said of it."""
    first, *rest = booked if isinstance(booked, list) else [booked]
    visit = just_booked(turn.tx, turn.actor, now=turn.now)
    amount = parse_amount(spent, visit[0].shop.currency) if visit else None
    if visit is None or not isinstance(amount, int):
        return booked
    noted = said_noted(turn, note_amount(turn.tx, turn.actor, visit[1].id, amount, now=turn.now))
    if noted is None:
        return booked
    return [
        replace(first, text=f"{first.text}\n{noted.text}", choices=(*first.choices, *noted.choices)),
        *rest,
    ]


def stamp_found(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Stamp a card that was found by name, or stamp on the programme that was tapped, or once more."""
    card_id, seen, programme_id, how = (*arg.split(":"), "", "", "")[:4]
    again, meant = int(seen) if seen else None, int(programme_id) if programme_id else None
    how = "s" if how == "s" and just_shown(turn) else "n"
    if _was_told(turn, int(card_id), programme_id):
        turn.data |= {"programme_id": meant, "how": how, "again": again}
        return _book_amount(turn, int(turn.data["spent"]))
    return book(turn, int(card_id), Claim(again=again), how=how, programme_id=meant)


def _was_told(turn: Turn, card_id: int, programme_id: str) -> bool:
    """Say whether the amount was typed already that a programme asks for which was tapped."""
    wanting = str(turn.data.get("wanting", "")).split(",")
    told = turn.data.get("card_id") == card_id and turn.data.get("spent") is not None
    return told and programme_id in wanting


def book(
    turn: Turn,
    card_id: int,
    claim: Claim,
    *,
    how: str,
    programme_id: int | None = None,
    held: HeldCard | None = None,
) -> Reply | list[Reply]:
    """Book a visit, or ask first what for; `how` is "s" for a card that was shown, "n" for one named."""
    asked = Scan(turn.actor, card_id, claim, programme_id, held=held)
    outcome = scan.scan_card(turn.tx, asked, key=turn.incoming.key, now=turn.now)
    match outcome:
        case WhichProgramme():
            answer = _ask_programme(turn, outcome, claim, how)
        case Refused(state, AmountNeeded()):
            answer = ask_amount(turn, state, claim, how)
        case _:
            answer = say_outcome(turn, outcome, how)
    first, *rest = answer if isinstance(answer, list) else [answer]
    came_of_it = outcome.why if isinstance(outcome, Refused) else outcome
    return [replace(first, counts_as=type(came_of_it).__name__), *rest]


def add_stamp(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give one stamp more in the same visit; the button knows how many it saw."""
    visit_id, seen, how = arg.split(":")
    outcome = add_to_visit.add_stamp(turn.tx, turn.actor, int(visit_id), int(seen), now=turn.now)
    return card_gone(turn) if isinstance(outcome, UnknownCode) else say_outcome(turn, outcome, how)


def _ask_programme(turn: Turn, outcome: WhichProgramme, claim: Claim, how: str) -> Reply | list[Reply]:
    """Let the cashier tap which programme is meant; an amount says it too, where one programme alone asks for one.

    Where several do, it is kept for the one that is tapped.
    """
    wanting = [one for one in outcome.choices if one.standing.version.programme.needs_amount]
    spent = claim.spent_minor
    if wanting and spent is None:
        spent = typed_before(turn, wanting[0].shop.currency)
    if len(wanting) == 1 and spent is not None:
        return ask_amount(turn, wanting[0], claim, how)
    left = left_without_amount(turn, outcome.choices[0].account.id)
    if len(wanting) == 1:
        wait_for_amount(turn, wanting[0], claim, how, wanting=wanting)
    elif wanting:
        wait_for_amount(turn, wanting[0], claim, how, wanting=wanting, spent=spent)
        left += _to_be_tapped(turn, wanting[0], spent)
    said = say_outcome(turn, outcome, how)
    first, *rest = said if isinstance(said, list) else [said]
    return [replace(first, text=left + first.text), *rest]


def _to_be_tapped(turn: Turn, state: CardState, spent: int | None) -> str:
    """Say that an amount that was typed is kept for the card that is tapped."""
    if spent is None:
        return ""
    amount = turn.words.money(spent, state.shop.currency)
    return turn.t("{amount}: tap the card that it counts on.", amount=amount) + "\n"


def amount_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Book what the cashier typed after the scan."""
    state_shop = scan.shop_of(turn.tx, int(turn.data["card_id"]))
    amount = parse_amount(text, state_shop.currency)
    if isinstance(amount, NoAmount):
        amount = corrected(text, state_shop.currency) or amount
    if isinstance(amount, NoAmount):
        return next_customer(turn, text) or _not_taken(turn, amount, state_shop.currency)
    return _book_amount(turn, amount)


def _book_amount(turn: Turn, amount: int) -> Reply | list[Reply]:
    """Book an amount on what the question for it knows, unless it is most likely a slip."""
    claim, card_id, meant = _claim(turn, amount), int(turn.data["card_id"]), turn.data.get("programme_id")
    state = doubted(turn.tx, Scan(turn.actor, card_id, claim, meant), now=turn.now)
    if state:
        return _ask_again(turn, amount, state.shop.currency)
    turn.stop_waiting()
    return book(turn, card_id, claim, how=str(turn.data["how"]), programme_id=meant)


def _claim(turn: Turn, amount: int) -> Claim:
    shown_at = turn.data["shown_at"]
    return Claim(
        spent_minor=amount,
        shown_at=datetime.fromisoformat(shown_at) if shown_at else None,
        scanned_at=datetime.fromisoformat(turn.data["scanned_at"]),
        again=turn.data["again"],
    )


def _not_taken(turn: Turn, bad: NoAmount, currency: str) -> Reply | list[Reply]:
    """Say why an amount can't be taken, or let the cashier tap what was meant."""
    if bad.readings:
        text = ask_which(turn, bad.readings, currency)
        return offer(turn, text, labels_of(turn, bad.readings, currency, turn.t("Yes, book it")))
    undo = f" {turn.t('To take a visit back, use /undo.')}" if bad.why == "negative" else ""
    told = Reply(bad_amount(bad, currency, turn.words) + undo)
    return [told, *_asked_on_which(turn)]


def _asked_on_which(turn: Turn) -> list[Reply]:
    """Ask once more on which card to book, where that is what was asked: its buttons are the newest again."""
    if not turn.data.get("wanting"):
        return []
    claim, how = replace(_claim(turn, 0), spent_minor=None), str(turn.data["how"])
    asked = Scan(turn.actor, int(turn.data["card_id"]), claim)
    outcome = scan.foresee(turn.tx, asked, now=turn.now)
    if not isinstance(outcome, WhichProgramme):
        return []
    answer = say_outcome(turn, outcome, how)
    return answer if isinstance(answer, list) else [answer]


def _ask_again(turn: Turn, amount: int, currency: str) -> Reply:
    """Doubt an amount that is most likely a slip; another one may still be typed."""
    said = turn.words.money(amount, currency)
    text = turn.t("{amount} — really? If not, type it again.", amount=said)
    return offer(turn, text, {amount: turn.t("Yes, book it")})


def sure(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Book the amount that was asked about, unless another one was typed since."""
    card_id, _, amount = arg.partition(":")
    offered = str(turn.data.get("offered", "")).split(",")
    if turn.data.get("card_id") != int(card_id) or amount not in offered:
        return Reply(turn.t("That button is out of date: nothing was booked."))
    claim, how = _claim(turn, int(amount)), str(turn.data["how"])
    return book(turn, int(card_id), claim, how=how, programme_id=turn.data.get("programme_id"))


def next_customer(turn: Turn, text: str) -> Reply | list[Reply] | None:
    """Go on with the next customer's short code where the last one's amount was forgotten."""
    typed, spent = code_and_amount(turn, text) or (text, "")
    code = read_code(typed)
    if code is None or wrong_codes.waits_until(turn.tx, turn.actor, now=turn.now):
        return None
    if scan.find_typed(turn.tx, turn.actor, code) is None:
        if meant_as_code(typed):
            wrong_codes.note_wrong(turn.tx, turn.actor, now=turn.now)
        return None
    turn.move_on()
    return scan_spent(turn, code, spent) if spent else scan_typed(turn, code)
