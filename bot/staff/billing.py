"""The bill of which a reward takes something off: asked once the reward is handed out, and what to deduct said."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.cards.held_reward import NotAvailable
from actions.till.redeem import Redeemed
from actions.till.scan import shop_of
from actions.till.scan_outcome import NotStaff, OthersDoing
from actions.till.told_bill import see_bill, tell_bill
from bot.bygone import bygone
from bot.corrections import corrected
from bot.staff import asking_amount, scanning
from bot.staff.standing import asks_bill, handing_out
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.worth import deducted
from loyalty.records import Voucher
from words.amounts import bad_amount
from words.till.undo import others_doing


def wait_for_bill(turn: Turn, voucher_id: int, account_id: int) -> None:
    """Take the next amount for the bill of this reward; what was spent is asked after it, where that was open."""
    unbooked = asking_amount.unbooked(turn, account_id)
    turn.wait_for("bill", **{**unbooked, "voucher_id": voucher_id, "card_id": account_id})


def ask(turn: Turn, arg: str) -> Reply:
    """Ask for the bill of a reward that its customer agreed to meanwhile."""
    voucher_id, _, account_id = arg.partition(":")
    asking_amount.keep_amount(turn, int(account_id))
    wait_for_bill(turn, int(voucher_id), int(account_id))
    example = turn.words.amount_example(shop_of(turn.tx, int(account_id)).currency)
    text = turn.t(
        "What is the bill? Type it, for example {example}, and I say what to deduct.", example=example
    )
    return Reply(text, (_without(turn, int(voucher_id)),))


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Say what to deduct from the bill that was typed."""
    voucher_id, account_id = int(turn.data["voucher_id"]), int(turn.data["card_id"])
    currency = shop_of(turn.tx, account_id).currency
    amount = parse_amount(text, currency)
    if isinstance(amount, NoAmount):
        amount = corrected(text, currency) or amount
    if isinstance(amount, int):
        return _told(turn, voucher_id, amount)
    customer = scanning.next_customer(turn, text)
    if customer:
        return customer
    if not amount.readings:
        return Reply(bad_amount(amount, currency, turn.words), (_without(turn, voucher_id),))
    return _ask_which(turn, voucher_id, amount.readings, currency)


def _ask_which(turn: Turn, voucher_id: int, readings: Sequence[int], currency: str) -> Reply:
    labels = asking_amount.labels_of(turn, readings, currency, turn.t("Yes, that is the bill"))
    taps = [Choice(label, "billed", f"{voucher_id}:{minor}") for minor, label in labels.items()]
    turn.wait_for("bill", yes=taps[0] if len(taps) == 1 else None, **turn.data)
    text = asking_amount.ask_which(turn, readings, currency)
    return Reply(text, (*((one,) for one in taps), _without(turn, voucher_id)))


def _without(turn: Turn, voucher_id: int) -> tuple[Choice, ...]:
    return (Choice(turn.t("Skip"), "nobill", str(voucher_id)),)


def tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the amount that was meant."""
    voucher_id, _, minor = arg.partition(":")
    return _told(turn, int(voucher_id), int(minor))


def skip(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Leave the bill unknown: the cashier reckons."""
    unbooked = _answered(turn, int(arg))
    match see_bill(turn.tx, turn.actor, int(arg), now=turn.now):
        case Redeemed(voucher) if asks_bill(voucher):
            told = Reply(turn.t("All right: the reward is redeemed, and no bill is noted."))
            return asking_amount.and_ask(turn, told, unbooked)
        case found:
            return _said(turn, found, unbooked)


def _may_count(voucher: Voucher) -> list[int]:
    """List what may count as spent, now that the bill is known: what is left to pay, and all of it."""
    bill = voucher.bill_minor
    off = None if bill is None else deducted(voucher.worth, bill)
    return [] if bill is None or off is None else list(dict.fromkeys(n for n in (bill - off, bill) if n))


def _told(turn: Turn, voucher_id: int, bill_minor: int) -> Reply | list[Reply]:
    unbooked = _answered(turn, voucher_id)
    return _said(turn, tell_bill(turn.tx, turn.actor, voucher_id, bill_minor, now=turn.now), unbooked)


def _answered(turn: Turn, voucher_id: int) -> Mapping[str, Any]:
    """Ask for the bill of this reward no more; the question about another one, or of another kind, stays open.

    Returns what is still to be booked for the same card.
    """
    turn.keep_waiting()
    match turn.waiting():
        case ("bill", {"voucher_id": asked, "scanned_at": _} as known) if asked == voucher_id:
            turn.stop_waiting()
            return {name: value for name, value in known.items() if name != "voucher_id"}
        case ("bill", {"voucher_id": asked}) if asked == voucher_id:
            turn.stop_waiting()
    return {}


def _said(
    turn: Turn, found: Redeemed | NotAvailable | NotStaff | OthersDoing, unbooked: Mapping[str, Any]
) -> Reply | list[Reply]:
    match found:
        case Redeemed(voucher, state):
            told = handing_out(turn.words, state, voucher)
            return asking_amount.and_ask(turn, told, unbooked, _may_count(voucher))
        case NotAvailable(Voucher() as voucher) if voucher.usable(now=turn.now):
            return Reply(turn.t("That was taken back already."))
        case NotAvailable(voucher, used_by):
            return Reply(bygone(turn, voucher, used_by))
        case OthersDoing():
            return Reply(others_doing(turn.words))
        case NotStaff():
            return Reply(turn.t("Only the shop's staff can do this."))
