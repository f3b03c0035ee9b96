"""Tables that a spreadsheet opens and never executes, written row by row however many there are."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.scratch import Scratch
from bot.turn import File
from words.shop.export import Cell

MOST_UNZIPPED = 50_000  # rows: three megabytes or so, which a phone still opens at a tap
_AMOUNT = re.compile(r"-?\d+([.,]\d+)?")  # calculates nothing, also below zero
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet calculate
_QUICKLY = 3  # zip's first steps save nearly all


def spreadsheet(name: str, rows: Iterable[Sequence[Cell]], *, between: str, many: bool) -> File:
    """Write rows as a file called `name`.csv; where they are `many`, in a zip."""
    if many:
        return File(f"{name}.zip", Scratch(partial(_zipped, f"{name}.csv", rows, between)))
    return File(f"{name}.csv", Scratch(partial(write_rows, rows, between)))


def _zipped(filename: str, rows: Iterable[Sequence[Cell]], between: str, file: BinaryIO) -> None:
    with (
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_QUICKLY) as packed,
        packed.open(filename, "w") as inside,
    ):
        write_rows(rows, between, inside)


def write_rows(rows: Iterable[Sequence[Cell]], between: str, file: IO[bytes]) -> None:
    """Write CSV in UTF-8 with the mark that Excel wants; a text that looks like a formula gets an apostrophe."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=between)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    text.detach()


def _harmless(cell: Cell) -> Cell:
    if not isinstance(cell, str) or _AMOUNT.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
