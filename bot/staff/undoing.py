"""Taking a stamp back: with a tap at first, with a reason later."""

from actions.people.identify import Workplace
from actions.shop.coalitions import together_of
from actions.till import undo_surprise, undo_visit
from actions.till.scan_outcome import NotStaff, UnknownCode
from actions.till.today import Booking, to_take_back
from actions.till.undo_surprise import SurpriseStays, SurpriseUndone
from actions.till.undo_visit import NotUndone, Undone
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.records import Shop, Visit
from loyalty.roles import Role
from loyalty.till.undo import NotNewest, ReasonNeeded, RewardUsed
from words.till.day import holder, told_apart, what
from words.till.undo import word_surprise_back, word_undo

_LONGEST_REASON = 200
_OFFERED = 6


def undo_command(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /undo with the latest bookings, or take back the one whose button was tapped."""
    if arg.isdecimal() and turn.shown_at:
        return _undo(turn, int(arg), None)
    place = in_shop(turn, Role.CASHIER, "latest", arg)
    return place if isinstance(place, Reply) else _choose(turn, place)


def latest(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List the latest bookings of one shop, to take one back."""
    place = in_shop(turn, Role.CASHIER, "latest", arg)
    return place if isinstance(place, Reply) else _choose(turn, place)


def _choose(turn: Turn, place: Workplace) -> Reply:
    found = to_take_back(turn.tx, turn.actor, place.shop.id, most=_OFFERED, now=turn.now)
    if isinstance(found, NotStaff) or not found:
        return Reply(_nothing(turn, place.shop))
    rows = tuple((_offer(turn, place.shop, one, found),) for one in found)
    return Reply(turn.t("Which one shall I take back?"), rows)


def _nothing(turn: Turn, shop: Shop) -> str:
    """Say that there is nothing to take back; what is on a coalition's card is not listed, and may well be there."""
    together = together_of(turn.tx, shop.id)
    if together is None:
        return turn.t("There is nothing that you could take back: nothing was booked within a day.")
    return turn.t(
        "There is nothing here that you could take back. What was booked on the card of {coalition} is taken back below"
        " its own message.",
        coalition=together.shop.name,
    )


def _offer(turn: Turn, shop: Shop, one: Booking, all_of_them: list[Booking]) -> Choice:
    """Name a booking on its button by when, whose, what and who, so that no two look alike."""
    words, today = turn.words, turn.now.astimezone(shop.zone).date()
    same_day = one.at.astimezone(shop.zone).date() == today
    when = words.time(one.at, shop.zone) if same_day else words.day_and_time(one.at, shop.zone)
    whose = f"{holder(one)}{told_apart(one, all_of_them)}"
    label = f"↩ {when} {whose} {what(one, all_of_them, words)} · {words.name(one.staff)}"
    if one.entry_id:
        return Choice(label, "unsurprise", str(one.entry_id))
    return (
        Choice(label, "undo", str(one.visit_id))
        if one.visit_id
        else Choice(label, "unredeem", str(one.voucher_id))
    )


def reason_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take a visit or a surprise back for the reason that was typed."""
    turn.stop_waiting()
    reason = " ".join(text.split())[:_LONGEST_REASON]
    if "entry_id" in turn.data:
        return _take_surprise_back(turn, int(turn.data["entry_id"]), reason)
    return _undo(turn, int(turn.data["visit_id"]), reason)


def surprise_back(turn: Turn, arg: str) -> Reply:
    """Take back the surprise whose button was tapped."""
    return _take_surprise_back(turn, int(arg), None)


def _take_surprise_back(turn: Turn, entry_id: int, reason: str | None) -> Reply:
    match undo_surprise.undo_surprise(turn.tx, turn.actor, entry_id, reason=reason, now=turn.now):
        case SurpriseUndone() as undone:
            about = {"card_id": undone.state.account.id}
            return Reply(word_surprise_back(undone, turn.words), about=about, promised=True)
        case SurpriseStays(why=ReasonNeeded()):
            turn.wait_for("undo_reason", entry_id=entry_id)
            return _ask_reason(turn)
        case SurpriseStays() as stays:
            return Reply(word_surprise_back(stays, turn.words))
        case NotStaff() | UnknownCode():
            return Reply(turn.t("Only the shop's staff can take a stamp back."))


def _undo(turn: Turn, visit_id: int, reason: str | None) -> Reply:
    match undo_visit.undo_visit(turn.tx, turn.actor, visit_id, reason=reason, now=turn.now):
        case Undone(visit) as undone:
            return Reply(
                word_undo(undone, turn.words),
                in_place=_just_now(turn, visit),
                about={"visit_id": visit.id},
                promised=True,
            )
        case NotUndone() as kept:
            return refused(turn, kept)
        case NotStaff() | UnknownCode():
            return Reply(turn.t("Only the shop's staff can take a stamp back."))


def refused(turn: Turn, kept: NotUndone) -> Reply:
    """Say why a visit is not taken back, or ask for the reason that is missing."""
    match kept:
        case NotUndone(visit, _, ReasonNeeded()):
            turn.wait_for("undo_reason", visit_id=visit.id)
            return _ask_reason(turn)
        case NotUndone():
            return Reply(word_undo(kept, turn.words), _what_goes_first(turn, kept))


def _what_goes_first(turn: Turn, kept: NotUndone) -> tuple[tuple[Choice, ...], ...]:
    """Lead to the latest bookings where one of them stands in the way, in a shop whose bookings this person sees."""
    shop = kept.state.shop.id
    if kept.state.account.closed_at or not isinstance(kept.why, NotNewest | RewardUsed):
        return ()
    works_there = any(place.shop.id == shop for place in turn.workplaces(Role.CASHIER))
    return ((Choice(turn.t("↩ Undo"), "latest", str(shop)),),) if works_there else ()


def _ask_reason(turn: Turn) -> Reply:
    return Reply(turn.t("That was a while ago. Why shall I take it back? Type a few words."))


def _just_now(turn: Turn, visit: Visit) -> bool:
    return turn.shown_at is not None and (turn.now - visit.at).total_seconds() < 600
