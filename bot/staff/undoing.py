"""Taking a stamp back: with a tap at first, with a reason later."""

from actions import undo
from actions.scan import NotStaff, UnknownCode
from actions.today import todays_visits
from actions.undo import NotUndone, Undone
from bot.customer.cards import balance
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.records import Visit
from loyalty.staff import Role
from loyalty.undo import AlreadyUndone, ManagerNeeded, NotNewest, ReasonNeeded, RewardUsed, UndoRefusal

_LONGEST_REASON = 200


def undo_command(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /undo with the latest bookings, or take back the one whose button was tapped."""
    if arg.isdecimal() and turn.shown_at:
        return _undo(turn, int(arg), None)
    place = in_shop(turn, Role.CASHIER, "latest", arg)
    return place if isinstance(place, Reply) else _choose(turn, place.shop.id)


def latest(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List the latest bookings of one shop, to take one back."""
    place = in_shop(turn, Role.CASHIER, "latest", arg)
    return place if isinstance(place, Reply) else _choose(turn, place.shop.id)


def _choose(turn: Turn, shop_id: int) -> Reply:
    booked = todays_visits(turn.tx, turn.person_id, shop_id, most=6, now=turn.now)
    if isinstance(booked, NotStaff) or not booked:
        return Reply(turn.t("Nothing was booked today."))
    rows = tuple(
        (Choice(f"↩ {turn.words.time(line.visit.at, line.zone)} {line.name} +{line.visit.amount}", "undo",
                str(line.visit.id)),)
        for line in booked
        if line.visit.undone_at is None
    )  # fmt: skip
    return Reply(turn.t("Which one shall I take back?"), rows)


def reason_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take a visit back for the reason that was typed."""
    turn.stop_waiting()
    return _undo(turn, int(turn.data["visit_id"]), " ".join(text.split())[:_LONGEST_REASON])


def _undo(turn: Turn, visit_id: int, reason: str | None) -> Reply:
    match undo.undo_visit(turn.tx, turn.person_id, visit_id, reason=reason, now=turn.now):
        case Undone(visit, state):
            name = state.name or turn.t("Card {code}", code=state.card.code)
            return Reply(
                turn.t("Taken back. {name}: {balance}", name=name, balance=balance(state, turn.words)),
                in_place=_just_now(turn, visit),
                about={"visit_id": visit.id},
            )
        case NotUndone(visit, _, ReasonNeeded()):
            turn.wait_for("undo_reason", visit_id=visit.id)
            return Reply(turn.t("That was a while ago. Why shall I take it back? Type a few words."))
        case NotUndone(_, _, why):
            return Reply(_refusal(turn, why))
        case NotStaff() | UnknownCode():
            return Reply(turn.t("Only the shop's staff can take a stamp back."))


def _just_now(turn: Turn, visit: Visit) -> bool:
    return turn.shown_at is not None and (turn.now - visit.at).total_seconds() < 600


def _refusal(turn: Turn, why: UndoRefusal) -> str:
    match why:
        case AlreadyUndone():
            return turn.t("That was taken back already.")
        case NotNewest():
            return turn.t("Something was booked on this card since. Take that back first.")
        case RewardUsed():
            return turn.t("The reward it earned has been used. Take that back first.")
        case ManagerNeeded() | ReasonNeeded():
            return turn.t("That was more than a day ago: only a manager can take it back.")
