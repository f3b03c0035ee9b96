"""At the till: a code comes in, a stamp is booked, and the next tap is under the thumb."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions.cards.card_state import CardState
from actions.people import wrong_codes
from actions.till import add_to_visit, scan
from actions.till.codes_on_a_photo import look
from actions.till.doubted_amount import doubted
from actions.till.scan import Scan
from actions.till.scan_outcome import Refused, UnknownCode, WhichProgramme
from actions.till.seen import note_seen
from bot.corrections import corrected
from bot.staff.outcomes import card_gone, just_shown, redeem_choice, say_outcome
from bot.staff.strange import unknown
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.visits import AmountNeeded, Claim
from loyalty.codes import meant_as_code, read_code
from loyalty.records import Visit
from loyalty.tokens import CardShown, Forged, read_card_token
from words.amounts import bad_amount
from words.cards.card import at_till, balance, name_of, on_which
from words.till.memberships import memberships_at_till

_EARLY = "early"  # the step of a number that was typed without a card
_JUST_NOW = timedelta(minutes=2)
_ASKED_OF = (
    "card_id",
    "programme_id",
    "shown_at",
    "how",
    "again",
    "scanned_at",
)  # what the question for an amount knows


def scan_shown(turn: Turn, token: str) -> Reply | list[Reply]:
    """Follow the code on a customer's picture."""
    shown = read_card_token(turn.links.secret, token)
    if isinstance(shown, Forged):
        return unknown(turn)
    return _scan_public(turn, shown)


def _scan_public(turn: Turn, shown: CardShown) -> Reply | list[Reply]:
    card = scan.find_shown(turn.tx, shown.public_id)
    if card is None:
        return unknown(turn)
    return book(turn, card.id, Claim(shown_at=shown.shown_at), how="s")


def scan_printed(turn: Turn, public_id: int) -> Reply | list[Reply]:
    """Follow the code on a printed card."""
    card = scan.find_shown(turn.tx, public_id)
    return book(turn, card.id, Claim(), how="n") if card else unknown(turn)


def scan_typed(turn: Turn, code: str) -> Reply | list[Reply] | None:
    """Stamp the card with a typed short code; None when no card of this person's shops has it."""
    card = scan.find_typed(turn.tx, turn.actor, code)
    return book(turn, card.id, Claim(), how="n") if card else None


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
    turn: Turn, card_id: int, claim: Claim, *, how: str, programme_id: int | None = None
) -> Reply | list[Reply]:
    """Book a visit, or ask first what for; `how` is "s" for a card that was shown, "n" for one named."""
    asked = Scan(turn.actor, card_id, claim, programme_id)
    outcome = scan.scan_card(turn.tx, asked, key=turn.incoming.key, now=turn.now)
    match outcome:
        case WhichProgramme():
            answer = _ask_programme(turn, outcome, claim, how)
        case Refused(state, AmountNeeded()):
            answer = _ask_amount(turn, state, claim, how)
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
        spent = _typed_before(turn, wanting[0].shop.currency)
    if len(wanting) == 1 and spent is not None:
        return _ask_amount(turn, wanting[0], claim, how)
    left = _left_without_amount(turn, outcome.choices[0].account.id)
    if len(wanting) == 1:
        _wait_for_amount(turn, wanting[0], claim, how, wanting=wanting)
    elif wanting:
        _wait_for_amount(turn, wanting[0], claim, how, wanting=wanting, spent=spent)
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


def _ask_amount(turn: Turn, state: CardState, claim: Claim, how: str) -> Reply:
    left, early = _left_without_amount(turn, state.account.id), _typed_before(turn, state.shop.currency)
    _wait_for_amount(turn, state, claim, how)
    if early is not None:
        return _offer_early(turn, state, early, left)
    asked = left + _what_was_spent(turn, state)
    return Reply(
        "\n".join([asked, *memberships_at_till(state, turn.words)]),
        ((Choice(turn.t("✖ Cancel"), "cancel"), *redeem_choice(turn, (state,), how)),),
    )


def _what_was_spent(turn: Turn, state: CardState) -> str:
    example = turn.words.amount_example(state.shop.currency)
    if state.veiled:
        return turn.t(
            "{card}. What was spent? Type it, for example {example}",
            card=at_till(state, turn.words),
            example=example,
        )
    return turn.t(
        "{name} has {balance}. What was spent? Type it, for example {example}",
        example=example,
        name=on_which(state, turn.words),
        balance=balance(state, turn.words),
    )


def offer_beside(turn: Turn, state: CardState, amount: int) -> Reply:
    """Offer to book an amount that was typed right after a visit of the card beside this one."""
    _wait_for_amount(turn, state, Claim(), "n")
    return _offer_early(turn, state, amount)


def _offer_early(turn: Turn, state: CardState, early: int, before: str = "") -> Reply:
    said = turn.words.money(early, state.shop.currency)
    if state.veiled:
        text = before + turn.t(
            "{card}. Book the {amount} that you typed before? If not, type the amount.",
            card=at_till(state, turn.words),
            amount=said,
        )
        return _offer(turn, text, {early: turn.t("Yes, book it")})
    text = before + turn.t(
        "{name} has {balance}. Book the {amount} that you typed before? If not, type the amount.",
        amount=said,
        name=on_which(state, turn.words),
        balance=balance(state, turn.words),
    )
    return _offer(turn, text, {early: turn.t("Yes, book it")})


def _wait_for_amount(
    turn: Turn,
    state: CardState,
    claim: Claim,
    how: str,
    *,
    wanting: Sequence[CardState] = (),
    spent: int | None = None,
) -> None:
    """Take the next number for what was spent; `wanting` are the cards that ask for it, where one is to be tapped yet."""
    turn.data = {
        "card_id": state.account.id,
        "programme_id": None if len(wanting) > 1 else state.counter.programme_id,
        "shown_at": claim.shown_at.isoformat() if claim.shown_at else None,
        "how": how,
        "again": claim.again,
        "scanned_at": (claim.scanned_at or turn.now).isoformat(),
        "wanting": ",".join(str(one.counter.programme_id) for one in wanting),
        "spent": spent,
    }
    turn.wait_for("amount", **turn.data)


def keep_amount(turn: Turn, card_id: int) -> None:
    """Leave open how much was spent, while something is handed out on the same card: the visit is still to be booked."""
    turn.keep_waiting()
    if _open_amount(turn, card_id) is None:
        turn.stop_waiting()


def _open_amount(turn: Turn, card_id: int) -> dict[str, Any] | None:
    """Return what the question for a card's amount knows, where it was not answered yet, or waits behind one for a bill."""
    asked = [known for _, known in filter(None, (turn.waiting(), turn.dropped)) if "scanned_at" in known]
    return next((known for known in asked if known["card_id"] == card_id), None)


def unbooked(turn: Turn, card_id: int) -> Mapping[str, Any]:
    """Return what the question for a card's amount knows, that something else came before; nothing where none was open."""
    known = _open_amount(turn, card_id) or {}
    return {name: value for name, value in known.items() if name in _ASKED_OF}


def and_ask(
    turn: Turn, told: Reply, unbooked: Mapping[str, Any], amounts: Sequence[int] = ()
) -> Reply | list[Reply]:
    """Ask what was spent after something else was done for the card, where that is open; `amounts` are what it may be."""
    if not unbooked:
        return told
    turn.data = dict(unbooked)
    currency = scan.shop_of(turn.tx, int(turn.data["card_id"])).currency
    text = turn.t(
        "And what was spent? Type it, for example {example}, and it counts.",
        example=turn.words.amount_example(currency),
    )
    return [told, _offer(turn, text, {minor: turn.words.money(minor, currency) for minor in amounts})]


def number_alone(turn: Turn, text: str) -> str:
    """Answer a number without a card: it may be the amount of the one that is shown next."""
    turn.wait_for(_EARLY, text=text, at=turn.now.isoformat())
    return turn.t("A number alone tells me nothing: scan the customer's card first.")


def _typed_before(turn: Turn, currency: str) -> int | None:
    """Return the amount that was typed just before the card was shown."""
    step, known = turn.dropped or turn.waiting() or ("", {})
    if step != _EARLY or turn.now - datetime.fromisoformat(known["at"]) > _JUST_NOW:
        return None
    amount = parse_amount(known["text"], currency)
    return amount if isinstance(amount, int) else None


def _left_without_amount(turn: Turn, card_id: int) -> str:
    """Say what was left open for whom, as the next customer's card was shown meanwhile; "" where nothing was."""
    _, known = turn.dropped or ("", {})
    if "scanned_at" not in known or known["card_id"] == card_id:  # it may have waited behind a bill
        return ""
    before = look(turn.tx, turn.actor, int(known["card_id"]), now=turn.now)
    if before is None:
        return ""
    note_seen(turn.tx, turn.actor, before, now=turn.now)
    name = name_of(before, turn.words)
    why = (
        turn.t("Nothing was booked for {name}: nobody tapped on which card.", name=name)
        if known.get("wanting")
        else turn.t("Nothing was booked for {name}: no amount was typed.", name=name)
    )
    return f"{why}\n"


def left_open(turn: Turn, known: Mapping[str, Any]) -> None:
    """Write down that a card was seen whose amount is not going to be typed."""
    seen = look(turn.tx, turn.actor, int(known["card_id"]), now=turn.now) if "scanned_at" in known else None
    if seen:
        note_seen(turn.tx, turn.actor, seen, now=turn.now)


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


def awaited(visit: Visit, programme_id: int, *, how: str) -> dict[str, str | int | None]:
    """Say what the open question for an amount knows, where a visit is to be booked anew."""
    return {
        "card_id": visit.account_id,
        "programme_id": programme_id,
        "shown_at": None,
        "how": how,
        "again": None,
        "scanned_at": visit.at.isoformat(),
    }


def _claim(turn: Turn, amount: int) -> Claim:
    shown_at = turn.data["shown_at"]
    return Claim(
        spent_minor=amount,
        shown_at=datetime.fromisoformat(shown_at) if shown_at else None,
        scanned_at=datetime.fromisoformat(turn.data["scanned_at"]),
        again=turn.data["again"],
    )


def _not_taken(turn: Turn, bad: NoAmount, currency: str) -> Reply:
    """Say why an amount can't be taken, or let the cashier tap the one of two that was meant."""
    if bad.readings:
        text = turn.t("Is that thousands or cents? Tap what you mean, or type it again.")
        return _offer(turn, text, {minor: turn.words.money(minor, currency) for minor in bad.readings})
    undo = f" {turn.t('To take a visit back, use /undo.')}" if bad.why == "negative" else ""
    return Reply(bad_amount(bad, currency, turn.words) + undo)


def _ask_again(turn: Turn, amount: int, currency: str) -> Reply:
    """Doubt an amount that is most likely a slip; another one may still be typed."""
    said = turn.words.money(amount, currency)
    text = turn.t("{amount} — really? If not, type it again.", amount=said)
    return _offer(turn, text, {amount: turn.t("Yes, book it")})


def _offer(turn: Turn, text: str, labels: Mapping[int, str]) -> Reply:
    offers = [Choice(label, "sure", f"{turn.data['card_id']}:{amount}") for amount, label in labels.items()]
    yes = offers[0] if len(offers) == 1 else None
    turn.wait_for("amount", yes=yes, **{**turn.data, "offered": ",".join(map(str, labels))})
    return Reply(text, (*((offer,) for offer in offers), (Choice(turn.t("✖ Cancel"), "cancel"),)))


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
    code = read_code(text)
    if code is None or wrong_codes.waits_until(turn.tx, turn.actor, now=turn.now):
        return None
    if scan.find_typed(turn.tx, turn.actor, code) is None:
        if meant_as_code(text):
            wrong_codes.note_wrong(turn.tx, turn.actor, now=turn.now)
        return None
    turn.move_on()
    return scan_typed(turn, code)
