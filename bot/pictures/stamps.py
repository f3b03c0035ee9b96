"""The places of a stamp card: full ones, empty ones, and those that earn something."""

from dataclasses import dataclass
from itertools import pairwise

from bot.pictures import shapes
from bot.pictures.canvas import Canvas
from bot.pictures.colours import Palette
from bot.pictures.lettering import Style, fit
from bot.pictures.specs import CardPicture, Mark
from bot.pictures.surface import Box

_LARGEST = 136
_LABEL_HEIGHT = 44
_OVERHANG = 34.0  # of a label at the edge, so that it can stand under its place
_LABEL = Style("bold", 27, 22)


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells for the places of a card, with a circle of `width` in each; `label` is room beneath it."""

    columns: int
    rows: int
    width: int
    label: int


def draw(canvas: Canvas, picture: CardPicture, box: Box, colours: Palette) -> None:
    """Draw every place of the card inside the box."""
    layout = grid(picture.size, box, labelled=any(mark.label for mark in picture.marks))
    marked = {mark.at for mark in picture.marks}
    for place, centre in enumerate(centres(picture.size, layout, box), start=1):
        full = place <= picture.filled
        if place in marked:
            _marked(canvas, centre, layout.width, colours, full=full)
        elif full:
            _full(canvas, centre, layout.width, colours)
        else:
            _empty(canvas, centre, layout.width, colours, place)
    _labels(canvas, picture, box, layout, colours)


def grid(size: int, box: Box, *, labelled: bool) -> Grid:
    """Return the arrangement with the largest circles; of like ones, the one with the fewest gaps."""
    left, top, right, bottom = box
    label = _LABEL_HEIGHT if labelled else 0

    def arranged(columns: int) -> Grid:
        rows = -(-size // columns)
        across, down = (right - left) / columns, (bottom - top) / rows - label
        return Grid(columns, rows, min(int(across * 0.84), int(down * 0.88), _LARGEST), label)

    def worth(layout: Grid) -> int:
        return layout.width - 10 * (layout.columns * layout.rows - size) - 4 * layout.rows

    return max((arranged(columns) for columns in range(1, size + 1)), key=worth)


def centres(size: int, layout: Grid, box: Box) -> list[tuple[float, float]]:
    """Return the middle of each place's circle; a last row that is not full stands in the middle."""
    left, top, right, bottom = box
    across = min((right - left - layout.width) / max(layout.columns - 1, 1), layout.width * 1.6)
    down = min((bottom - top) / layout.rows, layout.width * 1.3 + layout.label)
    first = (top + bottom - down * layout.rows) / 2 + (down - layout.label) / 2
    found = []
    for place in range(size):
        row, column = divmod(place, layout.columns)
        in_row = min(layout.columns, size - row * layout.columns)
        start = (left + right - across * (in_row - 1)) / 2
        found.append((start + column * across, first + row * down))
    return found


def _full(canvas: Canvas, centre: tuple[float, float], width: int, colours: Palette) -> None:
    canvas.stamp(shapes.disc(width), centre, colours.ink, colours.card)
    canvas.stamp(shapes.check(round(width * 0.5)), centre, colours.card, colours.ink)


def _empty(canvas: Canvas, centre: tuple[float, float], width: int, colours: Palette, place: int) -> None:
    canvas.stamp(shapes.disc(width), centre, colours.faint, colours.card)
    number = fit(str(place), Style("bold", width * 0.36, 8), width)
    canvas.write(number, (centre[0], centre[1] + number.size * 0.36), colours.ink, colours.faint, "centre")


def _marked(canvas: Canvas, centre: tuple[float, float], width: int, colours: Palette, *, full: bool) -> None:
    wide = round(width * 1.1)
    seal, icon = (colours.ink, colours.card) if full else (colours.faint, colours.ink)
    canvas.stamp(shapes.seal(wide), centre, seal, colours.card)
    mark = shapes.check if full else shapes.gift
    canvas.stamp(mark(round(width * 0.5)), centre, icon, seal)


def _labels(canvas: Canvas, picture: CardPicture, box: Box, layout: Grid, colours: Palette) -> None:
    """Write each mark's label under its place, reaching half-way to the next label in the row."""
    middles = centres(picture.size, layout, box)
    for row in range(layout.rows):
        first = row * layout.columns
        marks = [
            mark for mark in picture.marks if first < mark.at <= min(first + layout.columns, picture.size)
        ]
        marks.sort(key=lambda mark: mark.at)
        xs = [middles[mark.at - 1][0] for mark in marks]
        walls = [box[0] - _OVERHANG, *((a + b) / 2 for a, b in pairwise(xs)), box[2] + _OVERHANG]
        for mark, x, low, high in zip(marks, xs, walls, walls[1:], strict=False):
            y = middles[mark.at - 1][1] + layout.width * 0.55 + 30
            _label(canvas, mark, (x, y), (low, high), colours)


def _label(
    canvas: Canvas, mark: Mark, at: tuple[float, float], walls: tuple[float, float], colours: Palette
) -> None:
    low, high = walls[0] + 6, walls[1] - 6
    line = fit(mark.label, _LABEL, high - low)
    x = min(max(at[0], low + line.width / 2), high - line.width / 2)
    canvas.write(line, (x, at[1]), colours.ink, colours.card, "centre")
