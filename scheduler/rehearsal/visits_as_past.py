"""A file of visits as a shop's past; what a file does not tell is taken for granted, and said."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_HALF_UP
from zoneinfo import ZoneInfo

from actions.rehearsal.recorded_past import (
    Came,
    Customer,
    JoinedIn,
    Past,
    PastEvent,
    Took,
    everybody_agreeing,
    in_order,
)
from loyalty.amounts import minor_per_unit
from scheduler.rehearsal.visits_file import CsvVisit

_NOON = timedelta(hours=12)


def past_of_visits(visits: Sequence[CsvVisit], *, zone: ZoneInfo, currency: str) -> Past:
    """Let each customer join at their first visit, agree to everything, and take their rewards at the next."""
    # A file of mere days says nothing of the hour; at midnight nobody goes shopping.
    late = _NOON if all(visit.at.time() == time() for visit in visits) else timedelta()
    places = {name: place for place, name in enumerate(dict.fromkeys(visit.customer for visit in visits))}
    scale = minor_per_unit(currency)

    def deeds() -> Iterator[PastEvent]:
        known: set[int] = set()
        for at, visit in sorted(
            ((_in_utc(visit.at + late, zone), visit) for visit in visits), key=lambda pair: pair[0]
        ):
            place = places[visit.customer]
            yield PastEvent(at, place, Took() if place in known else JoinedIn())
            known.add(place)
            spent = visit.amount
            minor = None if spent is None else int((spent * scale).to_integral_value(ROUND_HALF_UP))
            yield PastEvent(at, place, Came(spent_minor=minor))

    return everybody_agreeing(Past(tuple(map(Customer, places)), in_order(deeds())))


def _in_utc(at: datetime, zone: ZoneInfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
