"""Amounts as people type them anywhere: `12,50`, `1.000,00`, `5,-`, `€ 3`, `4500 Ft.`, `1,25,000`, in any digits."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from loyalty.currencies import currency as known
from loyalty.currencies import folded, hundredths, names_other

_LONGEST = 40
_MOST_EUROS = 100_000  # a till does not take more in one go; a slip of the thumb does
_CENTS_COUNT_BELOW = 10  # units to a euro; where it takes more, `1,250` is no one-and-a-quarter
MOST_POINTS = 1_000_000_000  # nobody saves for more, and a database counts no further in one visit

_THOUSANDS = {
    1_000: "k mil mille tys tis тыс ezer lucas luca rb ribu nghin ngan bin elfu 千 천 हजार हज़ार",
    10_000: "万 萬 만",
    100_000: "lakh lakhs lac lacs लाख",
    1_000_000: "jt juta trieu tr",
}
_TIMES = {folded(word): times for times, words in _THOUSANDS.items() for word in words.split()}
_TIMES_OF = {"HUF": _TIMES | {"e": 1_000}}  # `4 e Ft`; elsewhere an e is a euro
# Thousands and what is above them: `2万5000`, `1만5천`, and `1tr5` with the point left out.
_TEN_THOUSANDS = re.compile(r"(\d+)\s?[万萬만]\s?(\d{4}|[1-9]\s?[千천])(?![\d.,万萬만])")
_MARK_LEFT_OUT = re.compile(r"(\d+)\s?(tr|triệu|块|塊)\s?(\d{1,3})(?!\d)")
# What stands on a receipt beside the sum, as `folded` leaves it.
_NOISE = frozenset(
    [
        "-",
        "=",
        "total",
        "totaal",
        "bedrag",
        "som",
        "amount",
        "sum",
        "only",
        "osszesen",
        "vegosszeg",
        "osszeg",
        "fizetve",
        "税込",
        "合計",
    ]
) | {""}
_HUNDREDTHS, _THOUSANDTHS = 2, 3  # decimals

# One sign for each meaning: a space, an apostrophe, a dash, the separators of other scripts.
_SAME = (
    dict.fromkeys(map(ord, "\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufeff"), "")
    | dict.fromkeys(map(ord, "\t\u00a0\u2007\u2008\u2009\u200a\u202f\u3000"), " ")
    | dict.fromkeys(map(ord, "’‘ʼ′´`"), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—―−ー－"), "-")
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # fullwidth letters and signs
    | {0x066B: ".", 0x066C: "'", 0x060C: ",", 0x3001: ",", 0x3002: ".", 0x00B7: "·", 0xFFE5: "¥", 0xFFE1: "£"}
)
_SHAPE = re.compile(
    r"(?P<before>\D*?)"
    r"(?P<number>[.,]?\d(?:[\d.,' :·]*\d)?)"
    r"(?P<none>\s?(?:[.,:]\s?[-=]{1,2}|/\s?[-=]|[-=]{1,2}))?"  # no hundredths: `5,-`, `5.--`, `500/=`
    r"(?P<after>\D*)"
)
# The currency where the decimal mark would be: `3€50`, `5 euro 50`, `5 euro en 50 cent`.
_SIGN_BETWEEN = re.compile(
    r"(\d+)\s?([^\W\d]+\.?|[^\w\s.,'-]+)\s?(?:(?:and|en|et|und|y|e|i|és)\s)?(\d{2,3})(?:\s?([^\W\d]+)\.?)?"
)
_CENTS_ALONE = re.compile(r"(\d{1,5})\s?([^\W\d]+|¢)\.?")
_CENTS_TOO_MANY = re.compile(r"(.*\d[.,]\d\d)\s?([^\W\d]+|¢)\.?")  # `£0.50p`, by habit
_NO_WHOLE = re.compile(r"(?<![\d.,:])-(?=[.,]\d\d(?!\d))")  # `-.50`, as on a Swiss price tag
_OF_LEI = re.compile(r"(?<=\d) ?de (?=lei|ron|bani)", re.IGNORECASE)  # `25 de lei`
_DASH_TOO_MANY = re.compile(r"(?<=[.,]\d\d)\s?[.,:]\s?[-=]{1,2}")  # `12.50,-`, by habit
_COMMA_SPACE = re.compile(r"(?<=\d)\s?([.,])\s(?=\d{2}(?!\d))")  # what phones make of `12,50`


def minor_digits(currency: str) -> int:
    """Say how many decimals a currency is counted in."""
    return known(currency).decimals


def minor_per_unit(currency: str) -> int:
    """Say how many minor units make one unit."""
    return int(10 ** minor_digits(currency))


def unit_size(currency: str) -> int:
    """Say how many units, as a power of ten, are about what a euro is elsewhere."""
    return int(10 ** known(currency).size)


def most_minor(currency: str) -> int:
    """Return the largest amount that a till takes in one go, in minor units."""
    return _MOST_EUROS * unit_size(currency) * minor_per_unit(currency)


def most_points(currency: str) -> int:
    """Return the most points that a reward may cost where this money is spent."""
    return min(1_000_000 * unit_size(currency), MOST_POINTS)


@dataclass(frozen=True, slots=True)
class NoAmount:
    """Why a text is no amount; an ambiguous one has `readings`, in minor units, of which one was meant."""

    why: Literal["unreadable", "ambiguous", "negative", "too_much", "too_fine", "other_money"]
    readings: tuple[int, ...] = ()


def parse_amount(text: str, currency: str, *, most: int | None = None) -> int | NoAmount:
    """Read an amount into minor units, `most` at most, else as much as a till takes; one that could mean two is not guessed at."""
    written = plain(text) if len(text.strip()) <= _LONGEST else ""
    found = _SHAPE.fullmatch(_decimal_sign(written, currency))
    if not found or (found["number"].isdecimal() and found["after"].strip()[:1] in set(".,:")):
        return NoAmount("unreadable")  # `12,` was sent too early
    before, sign = re.subn(r"-\s?$|^\s?-", "", found["before"].strip())
    times = _times(before, found["after"], currency)
    if isinstance(times, NoAmount):
        return times
    if sign:
        return NoAmount("negative")
    number = found["number"]
    if number[0] == "." and _ends_in_letter(found["before"]):
        number = number[1:]  # the dot belongs to the word: `Rs.250`
    if not number.isdecimal():
        times = times[:1]  # `1,250 K` is of the money K; nobody writes so many thousands of thousands
    small = unit_size(currency) > _CENTS_COUNT_BELOW
    reads = [
        _read(number, minor_digits(currency), whole=bool(found["none"]), times=each, small=small)
        for each in times
    ]
    return _one_of(reads, most_minor(currency) if most is None else most)


def _one_of(reads: Sequence[int | NoAmount], most: int) -> int | NoAmount:
    """Return the one amount that can be; several are kept to be asked about."""
    first = reads[0]
    readings = [
        minor for each in reads for minor in (each.readings if isinstance(each, NoAmount) else (each,))
    ]
    possible = tuple(minor for minor in readings if minor <= most)
    if readings and not possible:
        return NoAmount("too_much")
    if len(reads) > 1 and possible:
        return NoAmount("ambiguous", possible)
    return NoAmount(first.why, possible) if isinstance(first, NoAmount) else first


def parse_whole(text: str) -> int | None:
    """Read a whole number of stamps, points or days, its thousands parted in any way; None for anything else."""
    text = text.strip()
    if len(text) > _LONGEST:
        text = text[:_LONGEST] if text.isdecimal() else ""  # more than anything that is counted, as it is
    found = re.fullmatch(r"\d[\d.,' ]*", plain(text))
    read = _read(found[0].rstrip(), 0, whole=True, times=1) if found else None
    return read if isinstance(read, int) else None


def plain(text: str) -> str:
    """Write one sign for each meaning, and every script's digits as 0-9."""
    text = text.translate(_SAME).strip()
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _ends_in_letter(text: str) -> bool:
    return bool(text) and (text[-1] == "/" or unicodedata.category(text[-1])[0] in "LM")


def _decimal_sign(text: str, currency: str) -> str:
    """Put the decimal mark where people let the currency stand for it, or name its hundredths."""
    text = _MARK_LEFT_OUT.sub(r"\1.\3\2", _TEN_THOUSANDS.sub(_written_out, text))
    digits, own = minor_digits(currency), known(currency).words
    if not digits:
        return text
    cents = hundredths(currency)
    if (between := _SIGN_BETWEEN.fullmatch(text)) and folded(between[2]) in own:
        whole, _, fraction, rest = between.groups()
        fits = len(fraction) == digits and (rest is None or folded(rest) in cents)
        return f"{whole}.{fraction}" if fits else text
    if (alone := _CENTS_ALONE.fullmatch(text)) and folded(alone[2]) in cents - own:
        return f"{alone[1][:-digits] or 0}.{alone[1][-digits:]:0>{digits}}"
    if (doubled := _CENTS_TOO_MANY.fullmatch(text)) and folded(doubled[2]) in cents - own:
        text = doubled[1]
    if digits != _HUNDREDTHS:
        return text
    text = _OF_LEI.sub(" ", _NO_WHOLE.sub("", _DASH_TOO_MANY.sub("", text)))
    return _COMMA_SPACE.sub(r"\1", text)


def _written_out(found: re.Match[str]) -> str:
    """Write ten thousands and what is above them in figures: `1만5천` is 15000."""
    rest = found[2]
    return str(int(found[1]) * 10_000 + (int(rest) if rest.isdecimal() else int(rest[0]) * 1_000))


def _times(before: str, after: str, currency: str) -> tuple[int, ...] | NoAmount:
    """Return what the words around a number may multiply it by; refuse words that say nothing of this money."""
    own, known_times = known(currency).words, _TIMES_OF.get(currency, _TIMES)
    times: tuple[int, ...] = (1,)
    for word in _words(before):
        if word not in own and word not in _NOISE:
            return NoAmount("other_money" if names_other(word, currency) else "unreadable")
    for word in _words(after):
        thousands = tuple(
            n for name, n in known_times.items() if word.startswith(name) and word[len(name) :] in own | {""}
        )
        if word in own and word in _TIMES:
            times = (1, _TIMES[word])  # `50 K` where K is the money
        elif thousands and times == (1,) and word not in own:
            times = thousands[:1]
        elif word not in own and word not in _NOISE:
            return NoAmount("other_money" if names_other(word, currency) else "unreadable")
    return times


def _words(text: str) -> list[str]:
    return [folded(word.strip(":!")) for word in text.split()]


def _read(number: str, digits: int, *, whole: bool, times: int, small: bool = False) -> int | NoAmount:
    """Read the digits and what parts them into minor units.

    `whole` says that no decimals follow, `small` that hundredths of this money buy nothing.
    """
    groups, marks = re.split(r"\D", number), re.findall(r"\D", number)
    thousands = int("".join(groups)) * int(10**digits) * times if _grouped(groups, marks) else None
    if thousands is not None and (whole or not marks):
        return thousands
    if marks == [" "] and digits == len(groups[-1]) and not whole:  # a phone's missing comma, or two numbers
        joined = int("".join(groups))
        return NoAmount("ambiguous", (joined * times, joined * int(10**digits) * times))
    if whole or not _decimal(groups, marks, digits):
        return NoAmount("unreadable") if thousands is None else thousands
    minor = _minor("".join(groups[:-1]) or "0", groups[-1], digits, times)
    if thousands is None:
        return NoAmount("too_fine") if minor is None else minor
    # One mark and three digits: what the money's decimals say, if they say it.
    if times == 1 and (digits == 0 or (digits == _HUNDREDTHS and small)):
        return thousands
    if digits == _THOUSANDTHS and times == 1 and minor is not None:
        return minor
    return NoAmount("ambiguous", (thousands,) if minor is None else (thousands, minor))


def _grouped(groups: list[str], marks: list[str]) -> bool:
    """Say whether all marks part thousands: by three digits, or as in India, 1,25,000."""
    if not marks:
        return True
    first, *middle, last = groups
    if len(set(marks)) != 1 or marks[0] in ":·" or first[:1] in {"0", ""}:
        return False
    width = 2 if middle and len(middle[0]) == 2 else 3
    return len(first) <= width and len(last) == 3 and all(len(group) == width for group in middle)


def _decimal(groups: list[str], marks: list[str], digits: int) -> bool:
    """Say whether the last mark can part the decimals, and those before it thousands."""
    if not marks:
        return False
    *wholes, tail = groups
    last = marks[-1]
    if last == " " or last in marks[:-1] or (last in "':·" and (len(tail) != 2 or digits == 0)):
        return False
    if wholes == [""]:
        return len(tail) <= digits
    return len(wholes) == 1 or _grouped(wholes, marks[:-1])


def _minor(whole: str, fraction: str, digits: int, times: int) -> int | None:
    """Return the amount in minor units; None when it is finer than the money."""
    scale = 10 ** len(fraction)
    minor, rest = divmod((int(whole) * scale + int(fraction)) * 10**digits * times, scale)
    return None if rest else minor
