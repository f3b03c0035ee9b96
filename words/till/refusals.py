"""Why a stamp was not given, in words for the cashier: which rule, and when it ends."""

from actions.cards.card_state import CardState
from actions.till.scan import EXTRA_MINUTES, NotAdded
from loyalty.cards.visits import AmountNeeded, DayFull, Refusal, SameVisit, SpentTooLittle, TooSoon, VisitFull
from loyalty.units import Unit
from words.language import Words


def _counted(state: CardState, n: int, words: Words) -> str:
    """Count stamps by their number alone, points by their name: beside them an amount of money is meant."""
    unit = state.standing.terms.programme.unit
    return words.number(n) if unit is Unit.STAMPS else words.counted(unit, n)


def refusal(state: CardState, why: Refusal, words: Words) -> str:
    """Word a rule that said no."""
    zone = state.shop.zone
    match why:
        case SameVisit(last):
            facts = {"time": words.time(last.at, zone), "name": words.name(last.staff)}
            if state.standing.terms.programme.unit is Unit.STAMPS:
                return words.t("Already stamped at {time} by {name}.", **facts)
            return words.t("Already booked at {time} by {name}.", **facts)
        case TooSoon(until, last):
            return words.t(
                "Too soon: stamped at {time}, the shop waits until {until}.",
                time=words.time(last.at, zone),
                until=words.time(until, zone)
                if until.astimezone(zone).date() == state.today
                else words.day_and_time(until, zone),
            )
        case DayFull(most, until):
            return words.t(
                "Enough for today: {most} a day is the shop's limit. It starts again on {day}.",
                most=_counted(state, most, words),
                day=words.date(until, zone),
            )
        case VisitFull(most):
            return words.t("One visit gives at most {most} here.", most=_counted(state, most, words))
        case SpentTooLittle(least_minor):
            return words.t(
                "Too little for points: they start at {amount}.",
                amount=words.money(least_minor, state.shop.currency),
            )
        case AmountNeeded():
            return words.t(
                "What was spent? Type it, for example {example}",
                example=words.amount_example(state.shop.currency),
            )


def not_added(outcome: NotAdded, words: Words) -> str:
    """Say why a +1 added nothing, and what to do instead."""
    zone, last = outcome.state.shop.zone, outcome.state.standing.last
    match outcome.why:
        case "counted":
            return words.t("This +1 was counted already.")
        case "older" if last:
            return words.t(
                "Nothing was stamped: since then {name} booked a visit at {time}. Tap +1 there, or scan the card again.",
                name=words.name(last.staff),
                time=words.time(last.at, zone),
            )
        case "undone" | "older":
            return words.t("Nothing was stamped: that booking was taken back. To stamp, scan the card again.")
        case "over":
            return words.t(
                "Nothing was stamped: +1 is for the same visit, within {n} minutes, and that visit was on {when}. "
                "To stamp, scan the card again.",
                n=words.number(EXTRA_MINUTES),
                when=words.day_and_time(outcome.visit.at, zone),
            )
