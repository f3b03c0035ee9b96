"""The places of a stamp card: full ones, empty ones, and those that earn something."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image

from bot.pictures import icons, shapes
from bot.pictures.canvas import Canvas
from bot.pictures.colours import Palette
from bot.pictures.lettering import Style, fit, wrap
from bot.pictures.specs import CardPicture, Mark
from bot.pictures.surface import Box, Shape

_LARGEST = 136
_WIDER = 1.12  # a seal, beside a circle
_CHECK, _ICON = 0.5, 0.66  # of a circle's width
_LABEL = Style("bold", 28, 21)
_SHORT = 170  # a longer label takes two rows
_LABEL_HEIGHTS = (0, 44, 74)  # by its rows
_LABEL_CELLS = 2.2  # a wider label would be taken for that of another place
_APART = 6  # between two labels, on each side


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the places of a card are: the middle of each, row by row, and the width of a circle."""

    columns: int
    width: int
    label_rows: int
    middles: tuple[tuple[float, float], ...]


def draw(canvas: Canvas, picture: CardPicture, box: Box, colours: Palette) -> None:
    """Draw every place of the card inside the box."""
    marked = {mark.at for mark in picture.marks}
    layout = grid(picture.size, picture.marks, box)
    for place, centre in enumerate(layout.middles, start=1):
        if place in marked:
            _marked(canvas, centre, layout.width, colours, picture, full=place <= picture.filled)
        elif place <= picture.filled:
            canvas.stamp(shapes.disc(layout.width), centre, colours.ink, colours.card)
            canvas.stamp(_sign(picture.emblem.icon, layout.width), centre, colours.card, colours.ink)
        else:
            _empty(canvas, centre, layout.width, colours, place)
    _labels(canvas, picture, box, layout, colours)


@lru_cache(maxsize=256)
def grid(size: int, marks: tuple[Mark, ...], box: Box) -> Grid:
    """Arrange the places with the largest circles; of like ones, with the fewest gaps.

    What is stamped plays no part, so that no place moves from one visit to the next.
    """
    left, top, right, bottom = box
    label_rows = max((_label_rows(mark.label) for mark in marks), default=0)
    height = _LABEL_HEIGHTS[label_rows]

    def beneath(columns: int) -> list[int]:
        rows = range(0, size, columns)
        return [height * any(first < mark.at <= first + columns for mark in marks) for first in rows]

    def width(columns: int) -> int:
        labels = beneath(columns)
        down = (bottom - top - sum(labels)) / len(labels)
        return min(int((right - left) / columns * 0.84), int(down * 0.88), _LARGEST)

    def worth(columns: int) -> int:
        rows = -(-size // columns)
        return width(columns) - 10 * (columns * rows - size) - 9 * rows

    best = max(range(1, size + 1), key=worth)
    middles = tuple(_middles(size, best, width(best), beneath(best), box))
    return Grid(best, width(best), label_rows, middles)


def _label_rows(label: str) -> int:
    if not label:
        return 0
    return 2 if fit(label, _LABEL, _SHORT).text.endswith("…") else 1


def _middles(
    size: int, columns: int, width: int, labels: list[int], box: Box
) -> Iterator[tuple[float, float]]:
    """Yield the middle of each place's circle; a last row that is not full stands in the middle."""
    left, top, right, bottom = box
    across = min((right - left - width) / max(columns - 1, 1), width * 1.6)
    down = min((bottom - top - sum(labels)) / len(labels), width * 1.3)
    y = (top + bottom - down * len(labels) - sum(labels)) / 2 + down / 2
    for row, label in enumerate(labels):
        in_row = min(columns, size - row * columns)
        start = (left + right - across * (in_row - 1)) / 2
        yield from ((start + column * across, y) for column in range(in_row))
        y += down + label


def _sign(icon: str, width: int) -> Image.Image:
    """Return what stands on a stamp that is so wide."""
    return icons.icon(icon, round(width * _ICON)) if icon else shapes.check(round(width * _CHECK))


def _empty(canvas: Canvas, centre: tuple[float, float], width: int, colours: Palette, place: int) -> None:
    _outline(canvas, shapes.disc, centre, width, colours)
    number = fit(str(place), Style("bold", width * 0.36, 8), width)
    canvas.write(number, (centre[0], centre[1] + number.size * 0.36), colours.ink, colours.card, "centre")


def _marked(
    canvas: Canvas,
    centre: tuple[float, float],
    width: int,
    colours: Palette,
    picture: CardPicture,
    *,
    full: bool,
) -> None:
    wide = round(width * _WIDER)
    if full:
        canvas.stamp(shapes.seal(wide), centre, colours.ink, colours.card)
        canvas.stamp(_sign(picture.emblem.icon, width), centre, colours.card, colours.ink)
    else:
        _outline(canvas, shapes.seal, centre, wide, colours)
        canvas.stamp(shapes.gift(round(width * _CHECK)), centre, colours.ink, colours.card)


def _outline(canvas: Canvas, shape: Shape, centre: tuple[float, float], width: int, colours: Palette) -> None:
    """Draw a shape's edge: an empty place is the card itself, so that all on it can be read."""
    canvas.stamp(
        shapes.outline(shape, max(2, round(width * 0.04)), width), centre, colours.soft, colours.card
    )


def _labels(canvas: Canvas, picture: CardPicture, box: Box, layout: Grid, colours: Palette) -> None:
    """Write each mark's label under its place, reaching half-way to the next label in the row."""
    for first in range(0, picture.size, layout.columns):
        marks = [mark for mark in picture.marks if first < mark.at <= first + layout.columns]
        marks.sort(key=lambda mark: mark.at)
        xs = [layout.middles[mark.at - 1][0] for mark in marks]
        walls = [box[0] - _APART, *((a + b) / 2 for a, b in pairwise(xs)), box[2] + _APART]
        for mark, low, high in zip(marks, walls, walls[1:], strict=False):
            _label(canvas, mark, layout, (low + _APART, high - _APART), colours)


def _label(canvas: Canvas, mark: Mark, layout: Grid, walls: tuple[float, float], colours: Palette) -> None:
    x, y = layout.middles[mark.at - 1]
    low, high = walls
    room = min(high - low, _LABEL_CELLS * layout.width)
    top = y + layout.width * _WIDER / 2 + 8
    for row, line in enumerate(wrap(mark.label, _LABEL, room, layout.label_rows), start=1):
        middle = min(max(x, low + line.width / 2), high - line.width / 2)
        canvas.write(line, (middle, top + row * line.size * 1.08), colours.ink, colours.card, "centre")
