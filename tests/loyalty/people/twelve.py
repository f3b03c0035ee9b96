"""A shop of twelve customers whose figures are worked out by hand in docs/customers.md: here they are read from its table."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from loyalty.people.portrait import CardPast
from loyalty.people.shop_days import ShopDays, day_number
from loyalty.shop.basis import Basis
from loyalty.values import dataclass

TODAY = date(2026, 6, 15)
BASIS = Basis(average_sale_minor=1000, margin_permille=600)  # €10, of which 60 % are left
_DOC = Path(__file__).parents[3] / "docs/customers.md"
_ROW = re.compile(r"^\| (\w+) \| ([\d, -]*) \| (.*) \|$")


@dataclass(frozen=True, slots=True)
class Twelfth:
    """One of the twelve: what is known, and what follows by hand."""

    name: str
    past: CardPast
    phase: str
    months: int
    sales_minor: int
    margin_minor: int
    gap_days: int | None
    due_on: date | None
    quadrant: str | None


def twelve() -> Iterator[Twelfth]:
    """Read the table: when they came, typed amounts, cost of rewards, friends; phase, months, sales, left, gap, due, quadrant."""
    for number, line in enumerate(filter(_ROW.match, _DOC.read_text().splitlines()), 1):
        name, came, typed, cost, friends, *figures = (cell.strip() for cell in line.strip("|").split("|"))
        days = [day_number(date.fromisoformat(day)) for day in came.split(", ") if day]
        amounts = [int(amount) * 100 for amount in typed.split("+") if amount]
        past = CardPast(
            number,
            days,
            visits=sum(day >= SHOP.since for day in days),
            told=len(amounts),
            spent_minor=sum(amounts),
            rewards=1 if cost else 0,
            cost_minor=int(cost or 0) * 100,
            friends=int(friends or 0),
        )
        phase, months, sales, left, gap, due, quadrant = figures
        yield Twelfth(
            name,
            past,
            phase,
            int(months),
            round(float(sales) * 100),
            round(float(left) * 100),
            int(gap) if gap else None,
            date.fromisoformat(due) if due else None,
            quadrant or None,
        )


SHOP = ShopDays({}, day_number(TODAY))
TWELVE = tuple(twelve())
