"""The question for what was spent: asked after a card was shown, offered, kept open, left behind."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from actions.cards.card_state import CardState
from actions.till import scan
from actions.till.codes_on_a_photo import look
from actions.till.seen import note_seen
from bot.staff.outcomes import redeem_choice
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import parse_amount
from loyalty.cards.visits import Claim
from loyalty.codes import parted
from loyalty.records import Visit
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


def ask_amount(turn: Turn, state: CardState, claim: Claim, how: str) -> Reply:
    """Ask what was spent, or offer the amount that was typed before the card was shown."""
    left, early = left_without_amount(turn, state.account.id), typed_before(turn, state.shop.currency)
    wait_for_amount(turn, state, claim, how)
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
    wait_for_amount(turn, state, Claim(), "n")
    return _offer_early(turn, state, amount)


def _offer_early(turn: Turn, state: CardState, early: int, before: str = "") -> Reply:
    said = turn.words.money(early, state.shop.currency)
    if state.veiled:
        text = before + turn.t(
            "{card}. Book the {amount} that you typed before? If not, type the amount.",
            card=at_till(state, turn.words),
            amount=said,
        )
        return offer(turn, text, {early: turn.t("Yes, book it")})
    text = before + turn.t(
        "{name} has {balance}. Book the {amount} that you typed before? If not, type the amount.",
        amount=said,
        name=on_which(state, turn.words),
        balance=balance(state, turn.words),
    )
    return offer(turn, text, {early: turn.t("Yes, book it")})


def wait_for_amount(
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
    return [told, offer(turn, text, {minor: turn.words.money(minor, currency) for minor in amounts})]


def number_alone(turn: Turn, text: str) -> str:
    """Answer a number that nothing asks for: it may be the amount of the card that is shown next, or a late answer."""
    turn.wait_for(_EARLY, text=text, at=turn.now.isoformat())
    return turn.t(
        "Nothing waits for a number now. If that was spent, scan the customer's card first; "
        "if it was an answer, tap again what asked for it."
    )


def may_be_spent(turn: Turn, text: str) -> bool:
    """Say whether a text is an amount where somebody works, or may be one of two."""
    read = (parse_amount(text, place.shop.currency) for place in turn.visitor.workplaces)
    return any(isinstance(one, int) or one.readings for one in read)


def code_and_amount(turn: Turn, text: str) -> tuple[str, str] | None:
    """Part a text into a card's code and the amount that was typed beside it; None where it is not both."""
    return next(((code, spent) for code, spent in parted(text) if may_be_spent(turn, spent)), None)


def typed_before(turn: Turn, currency: str) -> int | None:
    """Return the amount that was typed just before the card was shown."""
    step, known = turn.dropped or turn.waiting() or ("", {})
    if step != _EARLY or turn.now - datetime.fromisoformat(known["at"]) > _JUST_NOW:
        return None
    amount = parse_amount(known["text"], currency)
    return amount if isinstance(amount, int) else None


def left_without_amount(turn: Turn, card_id: int) -> str:
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


def ask_which(turn: Turn, readings: Sequence[int], currency: str) -> str:
    """Ask which of several amounts was meant; where it can be one alone, whether it was."""
    if len(readings) > 1:
        return turn.t("Is that thousands or cents? Tap what you mean, or type it again.")
    amount = turn.words.money(readings[0], currency)
    return turn.t("{amount} — really? If not, type it again.", amount=amount)


def labels_of(turn: Turn, readings: Sequence[int], currency: str, yes: str) -> dict[int, str]:
    """Name each amount that may be meant on its button; where it is one alone, by this yes to it."""
    if len(readings) == 1:
        return {readings[0]: yes}
    return {minor: turn.words.money(minor, currency) for minor in readings}


def offer(turn: Turn, text: str, labels: Mapping[int, str]) -> Reply:
    """Let the cashier tap one of these amounts, or type another."""
    offers = [Choice(label, "sure", f"{turn.data['card_id']}:{amount}") for amount, label in labels.items()]
    yes = offers[0] if len(offers) == 1 else None
    turn.wait_for("amount", yes=yes, **{**turn.data, "offered": ",".join(map(str, labels))})
    return Reply(text, (*((offer,) for offer in offers), (Choice(turn.t("✖ Cancel"), "cancel"),)))
