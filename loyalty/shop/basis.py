"""What a shop's sums are made on: its average sale and its margin, as typed, as seen at the tills, or as usual in its trade."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from loyalty.amounts import most_minor, plain
from loyalty.cards.programme import Programme
from loyalty.shop.presets import PRESETS

PERMILLE = 1000


def permille_of(part: int, whole: int) -> int:
    """Return which share of something a part is, rounded; all of it only where it is all, and none where it is none."""
    share = (2 * PERMILLE * part + whole) // (2 * whole)
    return min(max(share, 1), PERMILLE - 1) if 0 < part < whole else share


TRADES = tuple(name for name, preset in PRESETS.items() if preset.sale is not None)
ENOUGH_AMOUNTS = 20  # of so many visits the average says something
Source = Literal["typed", "tills", "usual"]
_PERCENT = re.compile(
    r"(-\s?)?(\d{1,9})(?:[.,](\d{1,9}))?\s?(?:[%٪]|per ?cent|procent|százalék)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a visit brings a shop, and how it is known; `margin_permille` of a sale is left when its goods are paid.

    By its `programmes` it is known what stamps and points cost that a reward of another one gives.
    """

    average_sale_minor: int
    margin_permille: int
    sale_from: Source = "typed"
    margin_from: Source = "typed"
    programmes: tuple[Programme, ...] = field(default=(), compare=False)

    @property
    def margin_minor(self) -> Fraction:
        """Return what an average sale leaves."""
        return Fraction(self.average_sale_minor * self.margin_permille, PERMILLE)


@dataclass(frozen=True, slots=True)
class Told:
    """What an owner said of their shop: what a visit brings, what is left of it, which trade it is; None is not said."""

    average_sale_minor: int | None = None
    margin_permille: int | None = None
    trade: str | None = None


@dataclass(frozen=True, slots=True)
class BadFigure:
    """Why a shop's sums can't be made on this figure."""

    what: Literal["average_sale", "margin", "trade"]
    why: Literal["nothing", "below_zero", "over_all", "too_much", "too_fine", "unreadable"]


def basis_of(told: Told, currency: str, amounts: Sequence[int] = ()) -> Basis | None:
    """Choose what the sums are made on: what was typed, then amounts of the tills, then what is usual; None: unknown."""
    usual = PRESETS[told.trade] if told.trade in TRADES else None
    at_tills = sum(amounts) // len(amounts) if len(amounts) >= ENOUGH_AMOUNTS else 0
    sales: tuple[tuple[int | None, Source], ...] = (
        (told.average_sale_minor, "typed"),
        (at_tills or None, "tills"),
        (usual.sale_minor(currency) if usual else None, "usual"),
    )
    margins: tuple[tuple[int | None, Source], ...] = (
        (told.margin_permille, "typed"),
        (usual.margin_permille if usual else None, "usual"),
    )
    for sale, sale_from in sales:
        for margin, margin_from in margins:
            if sale is not None and margin is not None:
                return Basis(sale, margin, sale_from, margin_from)
    return None


def check_told(told: Told, currency: str) -> BadFigure | None:
    """Say which figure can't be, or nothing."""
    sale, margin = told.average_sale_minor, told.margin_permille
    if sale is not None and sale <= 0:
        return BadFigure("average_sale", "nothing" if sale == 0 else "below_zero")
    if sale is not None and sale > most_minor(currency):
        return BadFigure("average_sale", "too_much")
    if margin is not None and not 0 <= margin <= PERMILLE:
        return BadFigure("margin", "below_zero" if margin < 0 else "over_all")
    if told.trade is not None and told.trade not in TRADES:
        return BadFigure("trade", "unreadable")
    return None


def parse_margin(text: str) -> int | BadFigure:
    """Read a share such as `65`, `65 %` or `12,5%` into thousandths."""
    found = _PERCENT.fullmatch(plain(text))
    if not found:
        return BadFigure("margin", "unreadable")
    below, whole, part = found.groups()
    permille = Decimal(f"{whole}.{part or 0}") * 10
    if below and permille:
        return BadFigure("margin", "below_zero")
    if permille > PERMILLE:
        return BadFigure("margin", "over_all")
    return int(permille) if permille == int(permille) else BadFigure("margin", "too_fine")
