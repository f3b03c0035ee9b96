"""What a scan came to, in words for the cashier, with the next tap under the thumb."""

from collections.abc import Sequence
from datetime import timedelta

from actions.cards.card_state import CardState
from actions.cards.likes import SoldItem, usual_of
from actions.cards.memberships import on_sale
from actions.cards.offers import of_item
from actions.till.add_to_visit import items_for, items_of
from actions.till.give_benefit import due
from actions.till.scan_outcome import (
    AlreadyBooked,
    Booked,
    CodeExpired,
    NotAdded,
    NotStaff,
    OwnCard,
    Refused,
    ScanOutcome,
    UnknownCode,
    WhichProgramme,
)
from actions.till.surprise import surprise_of
from bot.staff.strange import of_another_shop, unknown
from bot.turn import Choice, Reply, Turn
from loyalty.cards.counter_state import LastVisit, affordable
from loyalty.cards.parts.excluded_item import ExcludedItem, on_begun
from loyalty.cards.visits import DayFull, SameVisit, SpentTooLittle, VisitFull
from loyalty.records import Visit
from words.items import item_name
from words.till.memberships import thing
from words.till.scans import word_scan
from words.units import book_again, programme_name

_SHOWN_FOR = timedelta(minutes=10)
_BESIDE = 4  # buttons in a row


def say_outcome(turn: Turn, outcome: ScanOutcome, how: str) -> Reply | list[Reply]:
    """Answer what a scan came to, for the cashier."""
    match outcome:
        case Booked():
            return _booked(turn, outcome, how)
        case NotAdded():
            return _not_added(turn, outcome, how)
        case Refused() | AlreadyBooked():
            return _refused(turn, outcome, how)
        case WhichProgramme():
            return _which(turn, outcome, how)
        case CodeExpired() | OwnCard():
            return Reply(word_scan(outcome, turn.words))
        case NotStaff():
            return of_another_shop(turn)
        case UnknownCode():
            return unknown(turn) if how == "s" else card_gone(turn)


def _which(turn: Turn, outcome: WhichProgramme, how: str) -> Reply:
    taps = tuple((_on(turn, state, how),) for state in outcome.choices)
    beside = (Choice(turn.t("✖ Cancel"), "cancel"), *redeem_choice(turn, outcome.choices, how))
    return Reply(word_scan(outcome, turn.words), (*taps, beside))


def _on(turn: Turn, state: CardState, how: str, *, more: str = "") -> Choice:
    """Offer to book on one counter, as the cashier sees it now: tapped twice, or at two tills, it counts once."""
    seen = state.standing.last.id if state.standing.last else 0
    label = more + programme_name(state.current, turn.words)
    return Choice(label, "stamp", f"{state.account.id}:{seen}:{state.counter.programme_id}:{how}")


def _also(turn: Turn, states: Sequence[CardState], how: str) -> list[Choice]:
    """Offer what the same purchase may count on too."""
    return [_on(turn, state, how, more="+ ") for state in states]


def _booked(turn: Turn, outcome: Booked, how: str) -> Reply:
    visit = outcome.visit
    usual = _usual(turn, outcome.state)
    lines = [word_scan(outcome, turn.words), *_said_usual(turn, usual), *_nowhere(turn, visit)]
    rows = _next_taps(turn, outcome, how, usual)
    in_place = visit.amount > 1 and not outcome.state.by_amount
    return Reply("\n".join(lines), rows, in_place=in_place, about={"visit_id": visit.id})


def _usual(turn: Turn, state: CardState) -> SoldItem | None:
    return (
        usual_of(turn.tx, state.account, now=turn.now) if state.shop.has_items and not state.veiled else None
    )


def _said_usual(turn: Turn, usual: SoldItem | None) -> list[str]:
    return [turn.t("☕ The usual: {item}", item=usual.called(turn.words.language))] if usual else []


def _bought(turn: Turn, outcome: Booked | NotAdded, how: str, usual: SoldItem | None) -> list[Choice]:
    """Offer to tap what was bought: the usual at once, else from a list."""
    if not outcome.state.shop.has_items:
        return []
    visit_id = outcome.visit.id
    found = [Choice(turn.t("🛍 What was it?"), "whatwasit", f"{visit_id}:{how}")]
    if usual:
        found.insert(
            0, Choice(f"🛍 {usual.called(turn.words.language)}", "bought", f"{visit_id}:{usual.id}:1:{how}")
        )
    return found


def _next_taps(
    turn: Turn, outcome: Booked | NotAdded, how: str, usual: SoldItem | None = None
) -> tuple[tuple[Choice, ...], ...]:
    """Offer what may follow, a few beside each other: a thumb must hit them."""
    visit = outcome.visit
    row = [Choice(turn.t("↩ Undo"), "undo", str(visit.id))]
    if outcome.may_add:
        row.append(Choice(turn.t("+1"), "more", f"{visit.id}:{visit.amount}:{how}"))
    if surprise_of(outcome.state):
        about = f"{outcome.state.account.id}:{outcome.state.counter.programme_id}"
        row.append(Choice(turn.t("🎁 Surprise"), "surprise", about))
    row += _bought(turn, outcome, how, usual)
    row += _items(turn, outcome, how)
    row += _also(turn, outcome.also, how)
    row += redeem_choice(turn, (outcome.state, *outcome.also), how)
    return tuple(tuple(row[first : first + _BESIDE]) for first in range(0, len(row), _BESIDE))


def _items(turn: Turn, outcome: Booked | NotAdded, how: str) -> list[Choice]:
    """Offer what the shop gives more for, and what does not count of an amount."""
    visit, found = outcome.visit, []
    had = items_of(turn.tx, visit) if visit.bonus else set()
    version = outcome.state.current
    for place, item in enumerate(items_for(outcome.state)):
        if item.label not in had and of_item(item.label) not in outcome.state.unsuited:
            about = f"{visit.id}:{place}:{version.id}:{how}"
            found.append(Choice(f"+ {item_name(item.label, outcome.state.sold, turn.words)}", "item", about))
    begun = outcome.state.standing.version.programme.parts
    for place, part in enumerate(version.programme.parts):
        if isinstance(part, ExcludedItem) and on_begun(part, begun) and visit.spent_minor is not None:
            label = f"− {item_name(part.label, outcome.state.sold, turn.words)}"
            found.append(Choice(label, "without", f"{visit.id}:{place}"))
    return found


def _not_added(turn: Turn, outcome: NotAdded, how: str) -> Reply:
    text = word_scan(outcome, turn.words)
    if outcome.why == "counted":  # a double tap: the message goes on as the first one left it
        taps, about = _next_taps(turn, outcome, how), {"visit_id": outcome.visit.id}
        return Reply(text, taps, in_place=True, about=about)
    return Reply(text)


def card_gone(turn: Turn) -> Reply:
    """Answer the button of a card that is not in use any more."""
    return Reply(turn.t("Nothing was stamped: this card is not in use any more. Scan the customer's card."))


def _refused(turn: Turn, outcome: Refused | AlreadyBooked, how: str) -> Reply:
    state = outcome.state
    row: list[Choice] = []
    match outcome:
        case Refused(_, SameVisit(LastVisit(visit_id))) | AlreadyBooked(_, Visit(visit_id)):
            row.append(Choice(turn.t("↩ Undo"), "undo", str(visit_id)))
            again = book_again(state.standing.version.programme.unit, turn.words)
            programme_id = state.counter.programme_id
            row.append(Choice(again, "stamp", f"{state.account.id}:{visit_id}:{programme_id}:n"))
        case Refused(_, SpentTooLittle() | VisitFull() | DayFull()) if "card_id" in turn.data:
            turn.wait_for("amount", **turn.data)  # the next amount is for the same customer
    also = outcome.also if isinstance(outcome, Refused) else ()
    row += [*_also(turn, also, how), *redeem_choice(turn, (state, *also), how)]
    return Reply(word_scan(outcome, turn.words), (tuple(row),))


def redeem_choice(turn: Turn, states: Sequence[CardState], how: str) -> list[Choice]:
    """Offer what a membership gives, and to hand out what waits on a card, or can be had for the points on its counters."""
    state = states[0]
    found = _of_memberships(turn, states)
    waits = state.vouchers or any(affordable(one.standing) for one in states)
    if state.account.registered and waits and not state.shop.is_coalition:  # there its customer shows a code
        found.append(Choice(turn.t("🎁 Redeem"), "redeem", f"{state.account.id}:{how}:{state.tally}"))
    return found


def _of_memberships(turn: Turn, states: Sequence[CardState]) -> list[Choice]:
    """Offer what the memberships of a card give now, and to sell one where a programme has some."""
    account = states[0].account
    found = [
        Choice(
            f"⭐ {thing(held, turn.words)}",
            "memberbill" if held.percent else "benefit",
            f"{held.id}:{seen}:{account.id}",
        )
        for held, seen in due(turn.tx, states[0])
    ]
    if account.registered and any(on_sale(states)):
        found.append(Choice(turn.t("⭐ Membership"), "sell", str(account.id)))
    return found


def just_shown(turn: Turn) -> bool:
    """Say whether a card that was scanned for the tapped button still counts as lying on the counter."""
    return turn.shown_at is not None and turn.now - turn.shown_at <= _SHOWN_FOR


def _nowhere(turn: Turn, visit: Visit) -> list[str]:
    """Say that a shop's branches miss this visit, as the cashier never said where they stand."""
    branched = any(place.branched and place.shop.id == visit.shop_id for place in turn.visitor.workplaces)
    if visit.branch_id is not None or not branched:
        return []
    return [turn.t("📍 It counts for no branch: say once where you stand, /branch")]
