"""What was booked today, for the people at the till."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.scan import NotStaff
from loyalty.dates import day_of, day_starts
from loyalty.records import Visit
from storage import cards, ledger, persons, shops, staff
from storage.statements import Tx


@dataclass(frozen=True, slots=True)
class Line:
    """One visit and whose it was; `name` is the card's code when nobody owns it."""

    visit: Visit
    name: str
    zone: ZoneInfo


def todays_visits(tx: Tx, person_id: int, shop_id: int, *, most: int, now: datetime) -> list[Line] | NotStaff:
    """Return a shop's visits since midnight, newest first, for its staff only."""
    if staff.in_shop(tx, person_id, shop_id) is None:
        return NotStaff()
    zone = shops.by_id(tx, shop_id).zone
    since = day_starts(day_of(now, zone), zone)
    lines = []
    for visit in ledger.visits_since(tx, shop_id, since=since, most=most):
        card = cards.locked(tx, visit.card_id)
        name = persons.by_id(tx, card.person_id).name if card.person_id else card.code
        lines.append(Line(visit, name, zone))
    return lines
