"""What a shop gives more for, and what earns less or nothing: one tap after the scan."""

from datetime import timedelta

from actions.cards.card_state import CardState
from actions.till import add_to_visit
from actions.till.correct_amount import visit_to_correct
from actions.till.scan_outcome import UnknownCode
from actions.till.undo_visit import NotUndone, stays_booked
from bot.staff import amending, undoing
from bot.staff.outcomes import card_gone, say_outcome
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.parts.excluded_item import ExcludedItem, on_begun
from loyalty.till.undo import FREE_MINUTES
from words.amounts import bad_amount
from words.items import item_name


def add_item(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give more for what was tapped."""
    visit_id, place, version_id, *_, how = arg.split(":")  # some buttons in chats say more
    wanted = add_to_visit.TappedItem(int(visit_id), int(place), int(version_id))
    outcome = add_to_visit.add_item(turn.tx, turn.actor, wanted, now=turn.now)
    return card_gone(turn) if isinstance(outcome, UnknownCode) else say_outcome(turn, outcome, how)


def ask_without(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask how much of a booked amount was for what earns nothing."""
    visit_id, _, place = arg.partition(":")
    found = visit_to_correct(turn.tx, turn.actor, int(visit_id), now=turn.now)
    if found is None:
        return Reply(turn.t("Only the shop's staff can take a stamp back."))
    state, visit = found
    if turn.now - visit.at > timedelta(minutes=FREE_MINUTES):
        return Reply(
            turn.t("This booking is too old to be changed by a tap. /undo takes it back; then book it anew.")
        )
    stays = stays_booked(turn.tx, turn.actor, visit.id, now=turn.now)
    if isinstance(stays, NotUndone):
        return undoing.refused(turn, stays)
    item = _excluded(state, int(place))
    turn.wait_for(
        "without",
        visit=visit.id,
        spent=visit.spent_minor or 0,
        percent=item.percent,
        currency=state.shop.currency,
    )
    text = turn.t(
        "How much of the {amount} was for {label}? Type it, for example {example}",
        amount=turn.words.money(visit.spent_minor or 0, state.shop.currency),
        label=item_name(item.label, state.sold, turn.words),
        example=turn.words.amount_example(state.shop.currency),
    )
    return Reply(text, ((Choice(turn.t("✖ Cancel"), "cancel"),),))


def _excluded(state: CardState, place: int) -> ExcludedItem:
    """Return what was tapped, as it holds on this card; where the rules changed since, it counts for nothing."""
    parts = state.current.programme.parts
    part = parts[place] if place < len(parts) else None
    if not isinstance(part, ExcludedItem):
        return ExcludedItem()
    return on_begun(part, state.standing.version.programme.parts) or part


def without_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Book the visit anew with what counts of its amount."""
    currency, spent = str(turn.data["currency"]), int(turn.data["spent"])
    amount = parse_amount(text, currency)
    if isinstance(amount, NoAmount):
        return Reply(bad_amount(amount, currency, turn.words))
    if amount > spent:
        said = turn.words.money(spent, currency)
        return Reply(turn.t("That is more than the {amount} of this visit. Type it again.", amount=said))
    turn.stop_waiting()
    counts = ExcludedItem(percent=int(turn.data.get("percent", 0))).counts(amount)
    return amending.correct(turn, f"{turn.data['visit']}:{spent - amount + counts}")
