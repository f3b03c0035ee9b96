"""Makes texts fit: smaller first, then shorter by words, never wider than their place."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.pictures import faces
from bot.pictures.faces import Face, Weight

_RULER = 100  # widths grow evenly with size, so one size measures all
_HINTED = 1.015  # letters set on whole pixels run a little wider than measured
_HALVINGS = 6  # until lines are even enough
# Chinese and Japanese are broken between any two characters, but not before what closes a phrase.
_BREAKABLE = re.compile(
    " ?[\u3040-\u30ff\u3400-\u9fff][ー、。，！？」）…]*| ?[^ \u3040-\u30ff\u3400-\u9fff]+"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: from `size` down to `smallest`, in the unit of the picture."""

    weight: Weight
    size: float
    smallest: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text that fits its place; `face` draws what it can of it."""

    text: str
    face: Face
    size: float

    @property
    def width(self) -> float:
        return _width(self.text, self.face) * self.size


def fit(text: str, style: Style, width: float) -> TextLine:
    """Return the text as one line no wider than `width`, ending in "…" if words had to go."""
    return wrap(text, style, width, rows=1)[0]


def wrap(text: str, style: Style, width: float, rows: int) -> tuple[TextLine, ...]:
    """Return the text in at most `rows` lines (one at least), none wider than `width`."""
    legible, face = faces.choose(faces.clean(text), style.weight)
    whole = _width(legible, face)
    for size in _sizes(style):
        if whole * size > width * rows:
            continue
        lines = _broken(legible, face, width / size)
        if len(lines) <= rows and all(_width(line, face) * size <= width for line in lines):
            return tuple(TextLine(line, face, size) for line in _even(legible, lines, face, width / size))
    room, rest = width / style.smallest, legible
    lines = _broken(_hyphenated(legible, face, room), face, room)
    if len(lines) <= rows and all(_width(line, face) <= room for line in lines):
        return tuple(TextLine(line, face, style.smallest) for line in lines)
    kept = _broken(legible, face, room)[: rows - 1]
    for line in kept:
        rest = rest[len(line) :].lstrip()
    return tuple(TextLine(_shortened(line, face, room), face, style.smallest) for line in (*kept, rest))


def whole(texts: Iterable[str], style: Style, width: float, most: int) -> list[TextLine]:
    """Return texts in one line each, or two, `most` in all; one that does not fit whole is left out: half of it would mislead."""
    lines: list[TextLine] = []
    for text in texts:
        tried = (wrap(text, style, width, rows) for rows in (1, 2) if len(lines) + rows <= most)
        lines += next((broken for broken in tried if not broken[-1].text.endswith("…")), ())
    return lines


def spaced(code: str) -> str:
    """Return a short code with its letters set apart, so that it is read out and typed without slips."""
    return " ".join("\u00a0" if letter == " " else letter for letter in faces.clean(code))


def _sizes(style: Style) -> Iterator[float]:
    size = style.size
    while size > style.smallest:
        yield size
        size *= 0.94
    yield style.smallest


def _broken(text: str, face: Face, room: float) -> list[str]:
    words = _BREAKABLE.findall(text) or [""]
    lines = [words[0]]
    for word in words[1:]:
        if _width(lines[-1] + word, face) <= room:
            lines[-1] += word
        else:
            lines.append(word.lstrip())
    return lines


def _hyphenated(text: str, face: Face, room: float) -> str:
    """Cut each word that is longer than a line where the line ends: better broken than gone."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if _width(word, face) > room and word.isalpha():
            heads = [f"{word[: count + 1]}-" for count in range(len(word) - 1)]
            head = _longest(heads, face, room)
            words[place] = f"{head} {word[len(head) - 1 :]}" if head else word
    return " ".join(words)


def _even(text: str, lines: list[str], face: Face, room: float) -> list[str]:
    """Break a text again into as many lines: after its colon, or as even as they get, so that no word stands alone."""
    head, colon, tail = text.partition(": ")
    halves = [f"{head}:", tail]
    if colon and len(lines) == len(halves) and all(_width(half, face) <= room for half in halves):
        return halves
    narrow = room / len(lines)
    for _ in range(_HALVINGS if len(lines) > 1 else 0):
        middle = (narrow + room) / 2
        tried = _broken(text, face, middle)
        if len(tried) <= len(lines) and all(_width(line, face) <= middle for line in tried):
            lines, room = tried, middle
        else:
            narrow = middle
    return lines


def _shortened(text: str, face: Face, room: float) -> str:
    if _width(text, face) <= room:
        return text
    words = text.split(" ")
    by_words = [" ".join(words[: count + 1]) + "…" for count in range(len(words) - 1)]
    by_letters = [text[: count + 1] + "…" for count in range(len(text))]
    return _longest(by_words, face, room) or _longest(by_letters, face, room)


def _longest(growing: list[str], face: Face, room: float) -> str:
    fitting = bisect_left(growing, True, key=lambda text: _width(text, face) > room)  # noqa: FBT003
    return growing[fitting - 1] if fitting else ""


@lru_cache(maxsize=4096)
def _width(text: str, face: Face) -> float:
    """Width of the text at size 1."""
    ran = sum(faces.font(drawer, _RULER).getlength(part) for part, drawer in faces.runs(text, face))
    return ran / _RULER * _HINTED
