"""QR codes: the modules of a text, ready to be drawn as pixels or as vectors."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # light modules that the standard asks for on each side

Matrix = list[list[bool]]


def matrix(text: str) -> Matrix:
    """Return the dark modules of the text's QR code, its quiet zone of four modules around it.

    The mask is fixed: searching the best of eight takes most of the time, and any mask decodes.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, mask_pattern=2)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def bars(modules: Matrix) -> list[tuple[int, int, int, int]]:
    """Return the dark modules as bars to print: (column, row, width, height).

    Bars lie across and down over each other, so that no viewer shows hairlines between the rows.
    """
    across = [(x, y, length, 1) for y, x, length in _runs(modules)]
    down = [(x, y, 1, length) for x, y, length in _runs(list(zip(*modules, strict=True))) if length > 1]
    return across + down


def _runs(rows: Sequence[Sequence[bool]]) -> Iterator[tuple[int, int, int]]:
    for number, row in enumerate(rows):
        start = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield number, start, length
            start += length
