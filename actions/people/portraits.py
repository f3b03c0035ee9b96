"""A night's portraits of a shop: all cards are measured, lines are drawn, then each card is placed by them.

Each part reads a page of cards and writes nothing, or writes what changed on a page: no till waits longer than for that.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from actions.shop.sums import basis_for
from loyalty.dates import day_of, day_starts
from loyalty.people.portrait import (
    ChosenLines,
    Lines,
    Portrait,
    as_chosen,
    lines_of,
    measure,
    moves,
    place,
)
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


@dataclass(slots=True)
class Measures:
    """What the lines of a shop are drawn by: a number a customer who came within the year, as small as can be kept."""

    months: "array[int]" = field(default_factory=lambda: array("b"))
    margins: "array[int]" = field(default_factory=lambda: array("q"))
    sales: "array[int]" = field(default_factory=lambda: array("q"))

    def add(self, portrait: Portrait) -> None:
        """Count a customer in."""
        if portrait.months:
            self.months.append(portrait.months)
            if portrait.margin_minor is not None:
                self.margins.append(portrait.margin_minor)
            if portrait.sales_minor is not None:
                self.sales.append(portrait.sales_minor)

    def lines(self, chosen: ChosenLines) -> Lines:
        """Draw the lines, the owner's where she drew one; where of some nothing is known, of none is anything."""
        all_known = len(self.months)
        margins, sales = (
            figures if len(figures) == all_known else () for figures in (self.margins, self.sales)
        )
        return as_chosen(lines_of(self.months, margins, sales), chosen)


@dataclass(frozen=True, slots=True)
class ChangedPortraits:
    """Cards whose portrait is another one than before, each with that; and the person after whom the next page begins."""

    portraits: Sequence[tuple[Portrait, Portrait | None]]
    next: int | None

    def parts(self) -> list[Sequence[tuple[Portrait, Portrait | None]]]:
        """Part them into what is written at once, in the order in which cards are held."""
        ordered = sorted(self.portraits, key=lambda one: one[0].account_id)
        return [ordered[start : start + _WRITTEN] for start in range(0, len(ordered), _WRITTEN)]


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


def measure_page(tx: Tx, sitting: Sitting, after: int) -> tuple[list[Portrait], int | None]:
    """Measure a page of cards, each by itself; with the person after whom the next one begins, if there is one."""
    page = card_pasts.page(tx, sitting.of, after=after, most=_READ)
    return [measure(past, sitting.days, sitting.basis) for past in page.pasts], page.next


def place_page(tx: Tx, sitting: Sitting, lines: Lines, after: int) -> ChangedPortraits:
    """Find the cards of a page whose portrait changed."""
    measured, following = measure_page(tx, sitting, after)
    before = portraits.on_page(tx, sitting.shop.id, after=after, most=_READ)
    placed = (replace(one, quadrant=place(one, lines)) for one in measured)
    changed = ((one, before.get(one.account_id)) for one in placed)
    return ChangedPortraits([(new, old) for new, old in changed if new != old], following)


def keep(
    tx: Tx, sitting: Sitting, changed: Sequence[tuple[Portrait, Portrait | None]], *, now: datetime
) -> None:
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
