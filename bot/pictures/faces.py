"""The fonts that come with the program: which of them can draw a text, and at which size."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import ImageFont

Weight = Literal["regular", "bold"]

_FONTS = Path(__file__).parent / "fonts"
_HOUSE: dict[Weight, Path] = {
    "regular": _FONTS / "Manrope-Medium.ttf",
    "bold": _FONTS / "Manrope-ExtraBold.ttf",
}
_WIDE: dict[Weight, Path] = {  # plainer, but it knows many scripts
    "regular": _FONTS / "DejaVuSans.ttf",
    "bold": _FONTS / "DejaVuSans-Bold.ttf",
}
_LONGEST = 300  # letters: no picture has room for more, and measuring them takes time


def clean(text: str) -> str:
    """Return the text in one line, without control and direction marks and accents piled on letters."""
    one_line = re.sub(r"[ \t\r\n]+", " ", text[: 4 * _LONGEST])
    seen = (c for c in unicodedata.normalize("NFC", one_line) if unicodedata.category(c)[0] not in "CM")
    return "".join(seen)[:_LONGEST].strip()


def choose(text: str, weight: Weight) -> tuple[str, Path]:
    """Return what can be drawn of a clean text, and the font file that draws it.

    A letter the house font lacks moves the whole text to the wide one; a mere symbol is left out instead.
    """
    house, wide = coverage(_HOUSE[weight]), coverage(_WIDE[weight])
    plain = "".join(c if ord(c) in house else unicodedata.normalize("NFKC", c) for c in text)
    lacking = {c for c in plain if ord(c) not in house and ord(c) in wide}
    widen = any(unicodedata.category(c)[0] in "LN" for c in lacking)
    known, face = (wide, _WIDE[weight]) if widen else (house, _HOUSE[weight])
    drawn = "".join(c for c in plain if ord(c) in known)
    return re.sub(" +", " ", drawn).strip(" "), face


@cache
def coverage(face: Path) -> frozenset[int]:
    """Return the code points that a font file can draw."""
    with TTFont(face, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=256)
def font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    """Return a font to draw with; `size` in pixels."""
    return ImageFont.truetype(str(face), size)
