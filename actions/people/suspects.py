"""Who opened a shop's link and did not join: counted by day as pages are opened, and never known by name."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from loyalty.dates import day_of
from loyalty.people.suspects import LOOKED_BACK_DAYS, Suspects
from loyalty.records import Shop
from storage.engine.statements import Tx
from storage.people import link_openings
from storage.shop import shops


def count_openings(tx: Tx, opened: Mapping[str, int], *, now: datetime) -> None:
    """Add up how often the links of shops were opened, by their codes; what leads to no shop counts nowhere."""
    for code in sorted(opened):  # in one order, so that no two processes wait for each other
        shop = shops.by_code(tx, code)
        if shop:
            link_openings.add(tx, shop, opened[code], now=now)


def suspects_of(tx: Tx, shop: Shop, *, now: datetime) -> Suspects | None:
    """Count who opened a shop's link lately, and who joined in that time; None where no page was opened."""
    counted = link_openings.since(tx, shop.id, since=now - timedelta(days=LOOKED_BACK_DAYS))
    if counted is None:
        return None
    first, opened = counted
    return Suspects(day_of(first, shop.zone), opened, link_openings.joined(tx, shop.id, since=first))
