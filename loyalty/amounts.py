"""Amounts as people type them: `12,50`, `1.000,00`, `€ 3`, in any digits."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

# ISO 4217 currencies whose minor unit is not a hundredth, and HUF, where nobody pays in fillér.
_MINOR_DIGITS = dict.fromkeys(("CLP", "HUF", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"), 0) | (
    dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
)
_SIGNS = ("€", "$", "£", "¥", "Ft", "kr", "zł")
_LONGEST = 40
MOST_UNITS = 100_000  # a till does not take more in one go; a slip of the thumb does


def minor_digits(currency: str) -> int:
    """Say how many decimals a currency is counted in."""
    return _MINOR_DIGITS.get(currency, 2)


def minor_per_unit(currency: str) -> int:
    """Say how many minor units make one unit."""
    return int(10 ** minor_digits(currency))


@dataclass(frozen=True, slots=True)
class NoAmount:
    """Why a text is no amount."""

    why: Literal["unreadable", "ambiguous", "negative", "too_much", "too_fine"]


def parse_amount(text: str, currency: str) -> int | NoAmount:
    """Read an amount into minor units; a text that could mean two amounts is refused."""
    plain = _plain(text, currency) if len(text) <= _LONGEST else ""
    if re.fullmatch(r"[-\u2212] ?\d[\d.,]*", plain):
        return NoAmount("negative")
    if not re.fullmatch(r"\d+([.,]\d+)*", plain):
        return NoAmount("unreadable")
    digits = minor_digits(currency)
    parts = _split(plain, digits)
    if isinstance(parts, NoAmount):
        return parts
    whole, fraction = parts
    if len(fraction) > digits:
        return NoAmount("too_fine")
    if len(whole) > 9 or int(whole) > MOST_UNITS:
        return NoAmount("too_much")
    return int(whole + fraction.ljust(digits, "0"))


def _plain(text: str, currency: str) -> str:
    """Drop the currency and the spaces between thousands, and turn every script's digits into 0-9."""
    text = re.sub(r"[\u200e\u200f]", "", text).strip()
    for sign in map(re.escape, (currency, *_SIGNS)):
        # Only at the ends: in `3€50` the sign is the decimal point.
        text = re.sub(rf"^([-\u2212]?)\s*{sign}|{sign}$", r"\1", text, flags=re.IGNORECASE).strip()
    text = text.replace("\u066b", ".").replace("\u066c", ",")  # the Arabic decimal and thousands signs
    text = re.sub(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))", "", text)
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in text
    )


def _split(plain: str, digits: int) -> tuple[str, str] | NoAmount:
    """Part whole and fraction: the last separator is the decimal one, unless it groups thousands."""
    groups = re.split(r"[.,]", plain)
    separators = re.findall(r"[.,]", plain)
    if not separators:
        return plain, ""
    tail, kinds = groups[-1], set(separators)
    if len(kinds) == 2 and separators.count(separators[-1]) == 1:
        return ("".join(groups[:-1]), tail) if _grouped(groups[:-1]) else NoAmount("unreadable")
    if len(separators) > 1:
        return ("".join(groups), "") if _grouped(groups) and len(kinds) == 1 else NoAmount("unreadable")
    if len(tail) == 3 and digits != 3:
        return ("".join(groups), "") if digits == 0 and _grouped(groups) else NoAmount("ambiguous")
    return groups[0], tail


def _grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
