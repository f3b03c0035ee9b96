"""The sums of the rules that were rehearsed, made on the past itself, with today's rules beside them."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from actions.rehearsal.recorded_past import Came, JoinedIn, PastEvent
from actions.shop.month_gifts import campaign_gifts
from actions.shop.sums import NEWEST_AMOUNTS, Reckoned, reckoned_in
from loyalty.cards.programme import Programme
from loyalty.dates import day_starts
from loyalty.shop.basis import basis_of
from loyalty.shop.month import MONTH_DAYS, MOST_LIVED, Lately, PastVisit
from scheduler.rehearsal.rehearse import Span
from scheduler.rehearsal.stage import Stage

_SECOND, _HOUR, _DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RehearsedSums:
    """The sums of the rules that were tried, and of the shop's own where these are others."""

    tried: Reckoned
    today: Reckoned | None


def sums_of_past(stage: Stage, span: Span, today: Programme | None) -> RehearsedSums:
    """Do the sums as `/calculator` would on the last day, with each visit of the last month decided anew by either rules."""
    rules, lately = stage.rules, _lately(stage, span)
    amounts = list(stage.past.spendings())[-NEWEST_AMOUNTS:]
    basis = basis_of(rules.told, rules.currency, amounts)

    def sums(programme: Programme) -> Reckoned:
        return reckoned_in(basis, programme, lately, currency=rules.currency, zone=rules.zone)

    other = today and today != rules.programme and today.unit is rules.programme.unit
    return RehearsedSums(sums(rules.programme), sums(today) if today and other else None)


def _lately(stage: Stage, span: Span) -> Lately:
    """Return the last month of a past up to the last day, or as much of it as there is."""
    events, zone = stage.past.events, stage.shop.zone
    end = min(day_starts(span.last + _DAY, zone), events[-1].at + _SECOND)
    since = max(end - MONTH_DAYS * _DAY, events[0].at)
    month = [event for event in events if since <= event.at < end]
    visits = [visit for event in month if (visit := _visit(event))]
    newest = visits[-MOST_LIVED:]
    days = Fraction((end - since) // _DAY)
    if len(newest) < len(visits):
        since = newest[0].at
        days = Fraction(max(end - since, _HOUR) // _SECOND, _DAY // _SECOND)
    joined = sum(isinstance(event.deed, JoinedIn) and event.at >= since for event in month)
    return Lately(tuple(newest), joined, days, campaign_gifts(stage.tx, stage.shop.id, now=end))


def _visit(event: PastEvent) -> PastVisit | None:
    came = event.deed
    if not isinstance(came, Came):
        return None
    return PastVisit(event.customer, event.at, came.stamps, came.spent_minor)
