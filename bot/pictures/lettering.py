"""Makes texts fit: smaller first, then shorter by words, never wider than their place."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.pictures import faces
from bot.pictures.faces import Weight

_RULER = 100  # widths grow evenly with size, so one size measures all
_HINTED = 1.015  # letters set on whole pixels run a little wider than measured


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: from `size` down to `smallest`, in the unit of the picture."""

    weight: Weight
    size: float
    smallest: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text that fits its place."""

    text: str
    face: Path
    size: float

    @property
    def width(self) -> float:
        return _width(self.text, self.face) * self.size


def fit(text: str, style: Style, width: float) -> Line:
    """Return the text as one line no wider than `width`, ending in "…" if words had to go."""
    return wrap(text, style, width, rows=1)[0]


def wrap(text: str, style: Style, width: float, rows: int) -> tuple[Line, ...]:
    """Return the text in at most `rows` lines (one at least), none wider than `width`."""
    legible, face = faces.choose(faces.clean(text), style.weight)
    whole = _width(legible, face)
    for size in _sizes(style):
        if whole * size > width * rows:
            continue
        lines = _broken(legible.split(" "), face, width / size)
        if len(lines) <= rows and all(_width(line, face) * size <= width for line in lines):
            return tuple(Line(line, face, size) for line in lines)
    room = width / style.smallest
    lines = _broken(legible.split(" "), face, room)
    kept = [*lines[: rows - 1], " ".join(lines[rows - 1 :])]
    return tuple(Line(_shortened(line, face, room), face, style.smallest) for line in kept)


def spaced(code: str) -> str:
    """Return a short code with its letters set apart, so that it is read out and typed without slips."""
    return " ".join("\u00a0" if letter == " " else letter for letter in faces.clean(code))


def _sizes(style: Style) -> Iterator[float]:
    size = style.size
    while size > style.smallest:
        yield size
        size *= 0.94
    yield style.smallest


def _broken(words: list[str], face: Path, room: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if _width(longer, face) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(text: str, face: Path, room: float) -> str:
    if _width(text, face) <= room:
        return text
    words = text.split(" ")
    by_words = [" ".join(words[: count + 1]) + "…" for count in range(len(words) - 1)]
    by_letters = [text[: count + 1] + "…" for count in range(len(text))]
    return _longest(by_words, face, room) or _longest(by_letters, face, room)


def _longest(growing: list[str], face: Path, room: float) -> str:
    fitting = bisect_left(growing, True, key=lambda text: _width(text, face) > room)  # noqa: FBT003
    return growing[fitting - 1] if fitting else ""


def _width(text: str, face: Path) -> float:
    """Width of the text at size 1."""
    return faces.font(face, _RULER).getlength(text) / _RULER * _HINTED
