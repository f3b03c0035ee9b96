"""What an operator says that messages cost, as Meta's price list has it."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field

_DEAREST = 1000


class Most(NamedTuple):
    """The most that one message may cost, in millionths of a unit of a currency."""

    micros: int
    currency: str


def _micros(price: object) -> int:
    """Read a price ("0.0707") as millionths of a unit of money: Meta's have four decimals, and cents have two."""
    try:
        micros = Decimal(str(price).replace(",", ".")).scaleb(6)
    except InvalidOperation:
        micros = Decimal("NaN")
    if not (micros.is_finite() and micros == micros.to_integral_value()):
        raise ValueError("is the price of one message in your money, for example 0.0707")
    return int(micros)


def _most(price: object) -> Most:
    """Read a price with its currency ("0.12 EUR")."""
    amount, _, currency = str(price).strip().partition(" ")
    most = Most(_micros(amount), currency.strip().upper())
    if most.micros <= 0 or not re.fullmatch("[A-Z]{3}", most.currency):
        raise ValueError("is the most that one message may cost, with its currency, for example 0.12 EUR")
    return most


Price = Annotated[int, BeforeValidator(_micros), Field(ge=0, le=_DEAREST * 10**6)]
MostPrice = Annotated[Most, BeforeValidator(_most)]
