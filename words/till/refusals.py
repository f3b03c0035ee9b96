"""Why a stamp was not given, in words for the cashier: which rule, and when it ends."""

from actions.cards.card_state import CardState
from actions.till.scan import EXTRA_MINUTES, NotAdded
from bot.turn import Turn
from loyalty.cards.visits import AmountNeeded, DayFull, SameVisit, SpentTooLittle, TooSoon, VisitFull
from loyalty.units import Unit


def _counted(turn: Turn, state: CardState, n: int) -> str:
    """Count stamps by their number alone, points by their name: beside them an amount of money is meant."""
    unit = state.standing.terms.programme.unit
    return turn.words.number(n) if unit is Unit.STAMPS else turn.words.counted(unit, n)


def refusal(turn: Turn, state: CardState, why: object) -> str:
    """Word a rule that said no."""
    words, zone, today = turn.words, state.shop.zone, turn.now.astimezone(state.shop.zone).date()
    match why:
        case SameVisit(last):
            facts = {"time": words.time(last.at, zone), "name": words.name(last.staff)}
            if state.standing.terms.programme.unit is Unit.STAMPS:
                return turn.t("Already stamped at {time} by {name}.", **facts)
            return turn.t("Already booked at {time} by {name}.", **facts)
        case TooSoon(until, last):
            return turn.t(
                "Too soon: stamped at {time}, the shop waits until {until}.",
                time=words.time(last.at, zone),
                until=words.time(until, zone)
                if until.astimezone(zone).date() == today
                else words.day_and_time(until, zone),
            )
        case DayFull(most, until):
            return turn.t(
                "Enough for today: {most} a day is the shop's limit. It starts again on {day}.",
                most=_counted(turn, state, most),
                day=words.date(until, zone),
            )
        case VisitFull(most):
            return turn.t("One visit gives at most {most} here.", most=_counted(turn, state, most))
        case SpentTooLittle(least_minor):
            return turn.t(
                "Too little for points: they start at {amount}.",
                amount=words.money(least_minor, state.shop.currency),
            )
        case AmountNeeded():
            return turn.t(
                "What was spent? Type it, for example {example}",
                example=words.amount_example(state.shop.currency),
            )
        case _:
            raise TypeError(f"no words for {why!r}")


def not_added(turn: Turn, outcome: NotAdded) -> str:
    """Say why a +1 added nothing, and what to do instead."""
    zone, last = outcome.state.shop.zone, outcome.state.standing.last
    match outcome.why:
        case "counted":
            return turn.t("This +1 was counted already.")
        case "older" if last:
            return turn.t(
                "Nothing was stamped: since then {name} booked a visit at {time}. Tap +1 there, or scan the card again.",
                name=turn.words.name(last.staff),
                time=turn.words.time(last.at, zone),
            )
        case "undone" | "older":
            return turn.t("Nothing was stamped: that booking was taken back. To stamp, scan the card again.")
        case "over":
            return turn.t(
                "Nothing was stamped: +1 is for the same visit, within {n} minutes, and that visit was on {when}. "
                "To stamp, scan the card again.",
                n=turn.words.number(EXTRA_MINUTES),
                when=turn.words.day_and_time(outcome.visit.at, zone),
            )
