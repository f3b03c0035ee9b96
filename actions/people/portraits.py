"""A night's portraits of a shop: all cards are measured, lines are drawn, then each card is placed by them; decision 68.

Each part reads a page of cards and writes nothing, or writes some of what changed: no till waits longer than for that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from actions.people.measures import Change
from actions.shop.sums import basis_for
from loyalty.dates import day_of, day_starts
from loyalty.people.portrait import ChosenLines, Lines, Portrait, measure, moves
from loyalty.people.shop_days import ShopDays, day_number, day_of_number
from loyalty.records import Shop
from loyalty.shop.basis import Basis
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import card_pasts, chosen_lines, portraits
from storage.people.card_pasts import CardsOf
from storage.shop import shops

_READ, _WRITTEN = 500, 100  # cards in one transaction


@dataclass(frozen=True, slots=True)
class Sitting:
    """What all cards of a shop are seen by tonight; `first`: no night has looked at them before."""

    shop: Shop
    days: ShopDays
    basis: Basis | None
    of: CardsOf
    first: bool
    chosen: ChosenLines = ChosenLines()  # noqa: RUF009 - frozen


def sit(tx: Tx, shop_id: int, *, now: datetime) -> Sitting:
    """Look at a shop as a whole, before its cards."""
    shop = shops.by_id(tx, shop_id)
    offset = (now.astimezone(shop.zone).utcoffset() or timedelta()) // timedelta(microseconds=1)
    booked = card_pasts.visits_by_day(tx, shop_id, offset=offset)
    days = ShopDays(booked, day_number(day_of(now, shop.zone)))
    since = day_starts(day_of_number(days.since), shop.zone)
    first = portraits.last_night(tx, shop_id) is None
    cards, chosen = CardsOf(shop_id, since, offset), chosen_lines.of_shop(tx, shop_id)
    return Sitting(shop, days, basis_for(tx, shop), cards, first, chosen)


def measure_page(
    tx: Tx, sitting: Sitting, after: int
) -> tuple[list[tuple[Portrait, Portrait | None]], int | None]:
    """Measure a page of cards, each by itself, beside the portraits before; and the person after whom the next one begins."""
    page = card_pasts.page(tx, sitting.of, after=after, most=_READ)
    before = portraits.on_page(tx, sitting.shop.id, after=after, most=_READ)
    measured = (measure(past, sitting.days, sitting.basis) for past in page.pasts)
    return [(one, before.get(one.account_id)) for one in measured], page.next


def parts(changed: Iterable[Change]) -> Iterator[Sequence[Change]]:
    """Part what changed into what is written at once, each in the order in which cards are held."""
    left = iter(changed)
    while part := list(islice(left, _WRITTEN)):
        yield sorted(part, key=lambda one: one[0].account_id)


def keep(tx: Tx, sitting: Sitting, changed: Sequence[Change], *, now: datetime) -> None:
    """Write down what changed, of cards that are still open: one may have been emptied or let go since it was read."""
    for portrait, before in changed:
        account = accounts.locked(tx, portrait.account_id)
        if account.closed_at is None:
            portraits.put(tx, account.shop_id, portrait)
            for move in moves(before, portrait, known=not sitting.first):
                portraits.add_move(tx, account.shop_id, account.id, move, now=now)


def end(tx: Tx, sitting: Sitting, lines: Lines, *, now: datetime) -> None:
    """Note that the night is over for a shop."""
    portraits.end_night(tx, sitting.shop.id, lines, now=now)
