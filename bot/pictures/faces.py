"""The fonts: which of them can draw a text, letter by letter where no one can draw it all, and at which size."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import ImageFont, features

Weight = Literal["regular", "bold"]


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a file; a variable one is set as bold as the house's own."""

    path: Path
    bold: bool = False
    number: int = 0
    variable: bool = False


Run = tuple[str, Face]

_FONTS = Path(__file__).parent / "fonts"
_HOUSE: Mapping[Weight, Face] = {
    "regular": Face(_FONTS / "Manrope-Medium.ttf"),
    "bold": Face(_FONTS / "Manrope-ExtraBold.ttf", bold=True),
}
_WIDE: Mapping[Weight, Face] = {  # plainer, but it knows many scripts
    "regular": Face(_FONTS / "DejaVuSans.ttf"),
    "bold": Face(_FONTS / "DejaVuSans-Bold.ttf", bold=True),
}
_JAPANESE, _KOREAN, _CHINESE = 0, 1, 2  # fonts of one file, which draw a few characters differently
_MEDIUM, _EXTRA_BOLD = 500, 800
_EMOJI = "NotoEmoji[wght].ttf"  # its space is as wide as its signs
_LONGEST = 300  # letters: no picture has room for more, and measuring them takes time
# What joins letters of a word, or emoji to another one.
_JOINERS = "\u200c\u200d"
# Letters are joined, stacked and set from right to left only where Pillow finds FriBiDi.
CAN_SHAPE = bool(features.check("raqm"))


def clean(text: str) -> str:
    """Return the text in one line, without control and direction marks and accents piled on letters."""
    one_line = re.sub(r"[^\S\u00a0]+", " ", text[: 4 * _LONGEST])
    seen = (c for c in unicodedata.normalize("NFC", one_line) if not _is_noise(c))
    return "".join(seen)[:_LONGEST].strip()


@lru_cache(maxsize=4096)
def choose(text: str, weight: Weight) -> tuple[str, Face]:
    """Return what can be drawn of a clean text, and the face that draws most of it.

    A letter the house font lacks moves the whole text to the wide one, if that has it.
    """
    house, wide = coverage(_HOUSE[weight]), coverage(_WIDE[weight])
    lacking = {c for c in text if ord(c) not in house}
    plain = {c: unicodedata.normalize("NFKC", c) for c in lacking if unicodedata.category(c)[0] in "LNPS"}
    plain = {c: simple for c, simple in plain.items() if all(ord(one) in house for one in simple)}
    text = "".join(plain.get(c, c) for c in text)
    widen = any(unicodedata.category(c)[0] in "LN" and ord(c) in wide for c in lacking - plain.keys())
    face = _WIDE[weight] if widen else _HOUSE[weight]
    drawn = "".join(part for part, _ in _faced(text, face))
    return re.sub(" +", " ", drawn).strip(" " + _JOINERS), face


def missing(text: str) -> str:
    """Return the letters of a text that no font here can draw."""
    drawn, _ = choose(clean(text), "bold")
    kept = set(unicodedata.normalize("NFKC", drawn))
    lost = (c for c in clean(text) if unicodedata.category(c)[0] in "LNS")
    return "".join(dict.fromkeys(c for c in lost if not kept.issuperset(unicodedata.normalize("NFKC", c))))


@lru_cache(maxsize=4096)
def runs(text: str, face: Face) -> tuple[Run, ...]:
    """Cut a text into parts of one face each, in the order in which they stand from left to right."""
    parts = tuple(_faced(text, face))
    strong = next((d for d in map(unicodedata.bidirectional, text) if d in {"L", "R", "AL"}), "L")
    return parts if strong == "L" else parts[::-1]


def emoji() -> Face:
    """Return the face that draws emoji, each in one colour."""
    return Face(_package("manimgx_fonts") / _EMOJI, bold=True, variable=True)


@cache
def coverage(face: Face) -> frozenset[int]:
    """Return the code points that a face can draw."""
    with TTFont(face.path, fontNumber=face.number, lazy=True) as font:
        points = frozenset(font.getBestCmap())
    return points if CAN_SHAPE else frozenset(point for point in points if not _needs_shaping(chr(point)))


@lru_cache(maxsize=256)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """Return a font to draw with; `size` in pixels."""
    loaded = ImageFont.truetype(str(face.path), size, index=face.number)
    if face.variable:
        loaded.set_variation_by_axes([_EXTRA_BOLD if face.bold else _MEDIUM])
    return loaded


def _is_noise(c: str) -> bool:
    category = unicodedata.category(c)
    if category[0] == "M":  # vowels and tones of many scripts are marks too
        return "COMBINING" in (name := unicodedata.name(c, "")) or name.startswith("VARIATION SELECTOR")
    return category[0] == "C" and c not in _JOINERS


def _needs_shaping(c: str) -> bool:
    # From Hebrew to Khmer: all scripts between them run from right to left, or stack and join their letters.
    return "\u0590" <= c <= "\u17ff" and not "\u10a0" <= c <= "\u13ff"


def _faced(text: str, face: Face) -> Iterator[Run]:
    """Yield the parts of a text with the face that draws each; what none can draw is left out."""
    found: list[tuple[str, Face]] = []
    for c in text:
        before = found[-1][1] if found else face
        if (c in _JOINERS or unicodedata.category(c)[0] == "M") and ord(c) in coverage(before):
            found.append((c, before))
        elif c == " " or ord(c) in coverage(face):
            stays = c == " " and ord(c) in coverage(before) and before.path.name != _EMOJI
            found.append((c, before if stays else face))
        elif drawer := _elsewhere(c, text, face):
            found.append((c, drawer))
    for drawer, letters in groupby(found, key=lambda one: one[1]):
        yield "".join(c for c, _ in letters), drawer


def _elsewhere(c: str, text: str, face: Face) -> Face | None:
    """Return who draws a letter of a text that the text's own face lacks."""
    name = _noto().get(ord(c))
    if name:
        return Face(_package("manimgx_fonts") / name, bold=face.bold, variable=True)
    asian = _asian(text)
    if ord(c) in coverage(asian):
        return replace(asian, bold=face.bold)
    wide = _WIDE["bold" if face.bold else "regular"]
    return wide if ord(c) in coverage(wide) else None


def _asian(text: str) -> Face:
    """Return the face that draws Chinese, Japanese and Korean as the text's language does."""
    number = _CHINESE
    if re.search("[\u3040-\u30ff]", text):
        number = _JAPANESE
    elif re.search("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]", text):
        number = _KOREAN
    return Face(_package("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc", number=number, variable=True)


@cache
def _noto() -> Mapping[int, str]:
    """Return which file of Noto draws a code point: emoji before the scripts."""
    folder = _package("manimgx_fonts")
    scripts = (
        path.name for path in sorted(folder.glob("NotoSans?*[[]wght].ttf")) if "-Italic" not in path.name
    )
    owners: dict[int, str] = {}
    for name in (_EMOJI, *scripts):
        for point in coverage(Face(folder / name, variable=True)):
            owners.setdefault(point, name)
    return owners


@cache
def _package(name: str) -> Path:
    return Path(str(files(name)))
