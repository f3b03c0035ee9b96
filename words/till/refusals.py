"""Why a stamp was not given, in words for the cashier: which rule, and when it ends."""

from actions.cards.card_state import CardState
from actions.till.booking import EXTRA_MINUTES
from actions.till.scan_outcome import NotAdded
from loyalty.cards.visits import AmountNeeded, DayFull, Refusal, SameVisit, SpentTooLittle, TooSoon, VisitFull
from words.language import Words
from words.units import booked_already, limited


def refusal(state: CardState, why: Refusal, words: Words) -> str:
    """Word a rule that said no."""
    zone, unit = state.shop.zone, state.standing.version.programme.unit
    match why:
        case SameVisit() if state.veiled:  # the visit may have been at another shop
            return words.t("This code was used. The customer can show a new one: /card")
        case SameVisit(last):
            return booked_already(unit, words.time(last.at, zone), words.name(last.staff), words)
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
                most=limited(unit, most, words),
                day=words.date(until, zone),
            )
        case VisitFull(most):
            return words.t("One visit gives at most {most} here.", most=limited(unit, most, words))
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
            return words.t("That was counted already.")
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
