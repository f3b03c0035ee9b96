"""Taking a stamp back: with a tap at first, with a reason later."""

from actions.till import undo_surprise, undo_visit
from actions.till.find_customer import Named
from actions.till.scan_outcome import NotStaff, OthersDoing, UnknownCode
from actions.till.undo_surprise import SurpriseStays, SurpriseUndone
from actions.till.undo_visit import NotUndone, Undone
from bot.beside import Beside
from bot.optout import without_courtesy
from bot.staff import taking_back
from bot.turn import Choice, Reply, Turn
from loyalty.records import Visit
from loyalty.roles import Role
from loyalty.till.undo import NotNewest, ReasonNeeded, RewardUsed
from words.till.undo import others_doing, word_surprise_back, word_undo

_LONGEST_REASON = 200


def undo_command(turn: Turn, arg: str) -> Reply | list[Reply] | Beside[list[Named]]:
    """Answer /undo and /undo Ana with the latest bookings, or take back the one whose button was tapped."""
    if arg.isdecimal() and turn.shown_at:
        return _undo(turn, int(arg), None)
    if without_courtesy(arg) and turn.workplaces(Role.CASHIER):
        return taking_back.name_typed(turn, arg)
    return taking_back.latest(turn, "")


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
        case OthersDoing():
            return Reply(others_doing(turn.words))
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
