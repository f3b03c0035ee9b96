"""A file of visits as rows of cells, in whatever encoding and with whatever separator a till or a spreadsheet wrote."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Sequence

Row = tuple[int, list[str]]  # its line in the file, and its cells

_SEPARATORS = "\t;,|"
# What old spreadsheets write where this money is spent; elsewhere it is Western European.
_CODEPAGES = {
    **dict.fromkeys(("ALL", "BAM", "CZK", "HUF", "PLN", "RON", "RSD"), "cp1250"),
    **dict.fromkeys(("BGN", "BYN", "KGS", "KZT", "MKD", "RUB", "UAH"), "cp1251"),
    "TRY": "cp1254",
}


class BadVisits(ValueError):  # noqa: N818 - named like the other refusals
    """Why a file holds no visits; the words name the line."""


def decoded(content: bytes, currency: str) -> str:
    """Return a file's text: Unicode where it is, else what is usual where this money is spent."""
    if content[:2] in {BOM_UTF16_LE, BOM_UTF16_BE}:
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:200]:  # UTF-16 without its mark: every second byte of plain letters is zero
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_CODEPAGES.get(currency, "cp1252"), errors="replace")


def rows_of(lines: Iterable[str]) -> list[Row]:
    """Part lines into cells; raises `BadVisits` where a quote never ends or a cell has no end."""
    texts = [line.lstrip("\ufeff") for line in lines]
    separator, before = _separator(texts)
    reader = csv.reader(texts[before:], delimiter=separator, skipinitialspace=True)
    try:
        rows = [(before + reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise BadVisits(f"Line {before + reader.line_num}: {error}.") from None
    return [(line, cells) for line, cells in rows if any(cells)]


def _separator(texts: Sequence[str]) -> tuple[str, int]:
    """Return what parts the cells, and how many lines say so: Excel's "sep=;" is no row."""
    first = next((place for place, text in enumerate(texts) if text.strip()), 0)
    said = re.fullmatch(r'"?sep=(.)"?\s*', texts[first], re.IGNORECASE) if texts else None
    if said:
        return said[1], first + 1
    return max(_SEPARATORS, key=texts[first].count) if texts else ",", 0
