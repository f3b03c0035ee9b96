"""A file of visits as rows of cells, in whatever encoding and with whatever separator a till or a spreadsheet wrote."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Sequence

Row = tuple[int, list[str]]  # its line in the file, and its cells

_SEPARATORS = "\t;,|"
_LOOKED_AT = 20  # lines, to find out how the file is written
_NO_TEXT = (
    b"PK\3\4",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"%PDF",
)  # workbooks, new and old, what is packed, and paper
# What old spreadsheets write where this money is spent; elsewhere it is Western European.
_CODEPAGES = {
    **dict.fromkeys(("ALL", "BAM", "CZK", "HUF", "PLN", "RON", "RSD"), "cp1250"),
    **dict.fromkeys(("BGN", "BYN", "KGS", "KZT", "MKD", "RUB", "UAH"), "cp1251"),
    "TRY": "cp1254",
}


class BadVisits(ValueError):  # noqa: N818 - named like the other refusals
    """Why a file holds no visits; the words name the line."""


def decoded(content: bytes, currency: str) -> str:
    """Return a file's text: Unicode where it is, else what is usual where this money is spent; raises `BadVisits`."""
    if content.startswith(_NO_TEXT):
        raise BadVisits("This is no text but a workbook or the like: open it, and save it as CSV.")
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
        rows = [(before + reader.line_num, [" ".join(cell.split()) for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise BadVisits(f"Line {before + reader.line_num}: {error}.") from None
    return [(line, cells) for line, cells in rows if any(cells)]


def _separator(texts: Sequence[str]) -> tuple[str, int]:
    """Return what parts the cells, and how many lines say so: Excel's "sep=;" is no row."""
    filled = [place for place, text in enumerate(texts) if text.strip()][:_LOOKED_AT]
    said = re.fullmatch(r'"?sep=(.)"?\s*', texts[filled[0]], re.IGNORECASE) if filled else None
    if said:
        return said[1], filled[0] + 1

    def alike(separator: str) -> tuple[int, int]:
        """Count the lines that it parts into equally many cells; titles above the header are parted otherwise."""
        counts = Counter(texts[place].count(separator) for place in filled)
        return max(((lines, times) for times, lines in counts.items() if times), default=(0, 0))

    return max(_SEPARATORS, key=alike), 0
