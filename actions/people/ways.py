"""How far begun cards are from their next reward, in each of a shop's programmes, and whose they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.ways import BegunCards, Ways, WaysBar, balances_in, ways_of
from storage.cards import counters
from storage.engine.statements import Tx
from storage.people import on_the_way
from storage.people.portraits import CustomerName
from storage.shop import programmes

_A_YEAR = timedelta(days=365)


def ways_of_shop(tx: Tx, shop_id: int, *, now: datetime) -> tuple[Ways, ...]:
    """Measure how far the begun cards are that were used within a year; of programmes that have some."""
    begun = _begun(tx, shop_id, now=now)
    return tuple(
        ways_of(begun[current.programme_id], current=current)
        for current in programmes.today(tx, shop_id)
        if current.programme_id in begun
    )


def _begun(tx: Tx, shop_id: int, *, now: datetime) -> Mapping[int, Sequence[BegunCards]]:
    """Return the begun cards of each programme."""
    versions: Mapping[int, ProgrammeVersion] = {one.id: one for one in programmes.versions(tx, shop_id)}
    found: dict[int, list[BegunCards]] = {}
    for version_id, balance, n in counters.begun(tx, shop_id, since=now - _A_YEAR):
        version = versions.get(version_id)
        if version:
            found.setdefault(version.programme_id, []).append(BegunCards(version, balance, n))
    return found


def customers_in(
    tx: Tx, shop_id: int, bar: WaysBar, *, most: int, skipped: int, now: datetime
) -> list[CustomerName]:
    """List some of those who miss so much, the nearest and newest first."""
    found: list[CustomerName] = []
    for balances in balances_in(bar, _begun(tx, shop_id, now=now).get(bar.programme_id, ())):
        left = skipped + most - len(found)
        if left <= 0:
            break
        found += on_the_way.with_balance(tx, shop_id, balances, since=now - _A_YEAR, most=left)
    return found[skipped : skipped + most]
