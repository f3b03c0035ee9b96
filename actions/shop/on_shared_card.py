"""What a shop booked on the card of its coalition, by its sums alone: whose cards these were is told to nobody there."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.records import Shop
from loyalty.units import Unit
from storage.engine.statements import Tx
from storage.shop import coalitions, programmes, shops
from storage.till import day
from storage.till.day import NOBODYS, Scope, Sum


@dataclass(frozen=True, slots=True)
class OnSharedCard:
    """What came together at one shop on a card of several, in what that card counts."""

    coalition: Shop
    units: tuple[Unit, ...]
    sums: Sum


def on_shared_card(tx: Tx, shop_id: int, *, since: datetime) -> OnSharedCard | None:
    """Add up what a shop booked and handed out on the card of its coalition; None where that is nothing, or there is none."""
    here = coalitions.of_shop(tx, shop_id)
    if here is None:
        return None
    of_place = Scope(everything=False, member_id=NOBODYS, branch_id=here.branch_id)
    found = day.sums(tx, here.shop_id, of_place, since=since)
    units = dict.fromkeys(one.programme.unit for one in programmes.today(tx, here.shop_id))
    return OnSharedCard(shops.by_id(tx, here.shop_id), tuple(units), found[0]) if found else None
