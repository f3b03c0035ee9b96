"""Codes typed at the till: read as they were meant, and not to be guessed."""

from collections.abc import Callable
from datetime import datetime

from actions.people import wrong_codes
from actions.till import scan
from actions.till.redeem import find_spend_code
from bot.customer.coming_days import read_coming_day
from bot.staff import redeeming, scanning
from bot.staff.asking_amount import code_and_amount
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import parse_amount
from loyalty.codes import meant_as_code, read_code, readings

_LEFT_OUT = "0 O · 1 I L · 2 Z · 5 S · 8 B"


def _book(turn: Turn, code: str) -> Reply | list[Reply] | None:
    return scanning.scan_typed(turn, code) or redeeming.voucher_typed(turn, code)


def typed(
    turn: Turn, text: str, *, then: Callable[[Turn, str], Reply | list[Reply] | None] = _book
) -> Reply | list[Reply] | None:
    """Stamp or redeem by a typed code, or do what was asked of its card; None where the text is words rather than a code.

    Only what can hardly be anything else counts as a wrong code: who types names all day is never slowed.
    """
    meant, surely = readings(text), meant_as_code(text)
    if not meant and not surely:
        return None
    until = wrong_codes.waits_until(turn.tx, turn.actor, now=turn.now)
    if until:
        return _wait(turn, until) if surely else None
    known = [code for code in meant if _known(turn, code)]
    if len(known) == 1:  # what was read wrong is sure where one card alone fits
        return then(turn, known[0])
    if not surely or _means_no_code(turn, text):
        return None
    wrong_codes.note_wrong(turn.tx, turn.actor, now=turn.now)
    return _unknown(turn, text)


def typed_with_amount(turn: Turn, text: str) -> Reply | list[Reply] | None:
    """Book what was spent on the card whose code was typed beside it; None where a text is not both."""
    both = code_and_amount(turn, text)
    return (
        typed(turn, both[0], then=lambda turn, code: scanning.scan_spent(turn, code, both[1]))
        if both
        else None
    )


def voucher_shown(turn: Turn, code: str) -> Reply | list[Reply]:
    """Follow the one-time code on a voucher; for staff an unknown one counts like one that was typed."""
    if not turn.visitor.workplaces:
        return redeeming.voucher_shown(turn, code)
    until = wrong_codes.waits_until(turn.tx, turn.actor, now=turn.now)
    if until:
        return _wait(turn, until)
    if find_spend_code(turn.tx, turn.actor, code) is None:
        wrong_codes.note_wrong(turn.tx, turn.actor, now=turn.now)
    return redeeming.voucher_shown(turn, code)


def _means_no_code(turn: Turn, text: str) -> bool:
    """Say whether a text that could be no code is money at a shop where this person works, or a day: "15 eur", "20 June"."""
    if read_code(text) is not None:
        return False
    moneys = {place.shop.currency for place in turn.visitor.workplaces}
    is_amount = any(isinstance(parse_amount(text, money), int) for money in moneys)
    return is_amount or bool(read_coming_day(text, turn.words, today=turn.now.date()))


def _known(turn: Turn, code: str) -> bool:
    card = scan.find_typed(turn.tx, turn.actor, code)
    return card is not None or find_spend_code(turn.tx, turn.actor, code) is not None


def _wait(turn: Turn, until: datetime) -> Reply:
    zone = turn.visitor.workplaces[0].shop.zone
    return Reply(
        turn.t(
            "Those were many wrong codes, so I read none that is typed until {time}. "
            "Scanning and photos of codes work on, and so does /find.",
            time=turn.words.time(until, zone),
        ),
        ((Choice(turn.t("🔎 Find a customer"), "find"),),),
    )


def _unknown(turn: Turn, text: str) -> Reply:
    code = read_code(text)
    if code:
        said = turn.t("No card has the code {code}. Check it, or use /find.", code=code)
    else:
        said = turn.t(
            "I don't know this code: {code}. It has six characters, and never {letters}. "
            "Check it on the customer's card, or use /find.",
            code=" ".join(text.split())[:20],
            letters=_LEFT_OUT,
        )
    return Reply(said, ((Choice(turn.t("🔎 Find a customer"), "find"),),))
