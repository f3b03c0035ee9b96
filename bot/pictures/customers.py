"""A shop's customers in one picture: who they are, how far they come, and how far they are from the next reward."""

from collections.abc import Callable
from functools import partial

from bot.pictures.canvas import Canvas
from bot.pictures.colours import GREY, NIGHT, WHITE, Palette, mix, palette
from bot.pictures.lettering import Style, fit, wrap
from bot.pictures.panels import GAP, HEAD, head, inks_of, panel, upright_bar
from bot.pictures.parts import EDGE, WIDTH
from bot.pictures.specs import CustomerChart, CustomerCount, WaysChart
from bot.pictures.surface import Box

_COLUMN_HEAD, _ROW_HEAD, _QUARTER = 92, 60, 236  # heights
_STEPS_HEAD, _STEP, _NEXT = 104, 98, 132
_WAYS = 372
NAMES = 340  # width of what stands before the bars
_AFTER = 210  # and after them
_MOST_LABELS = 12  # that fit under the bars

HEADING = Style("bold", 36, 24)
NAME = Style("bold", 38, 24)
LABEL = Style("regular", 31, 22)
_VALUE = Style("bold", 84, 40)
COUNT = Style("bold", 34, 22)
HINT = Style("regular", 33, 24)


def draw(chart: CustomerChart) -> bytes:
    """Return the picture as a PNG."""
    colours = palette(chart.colour)
    parts = _parts(chart)
    height = 2 * EDGE + HEAD + sum(GAP + height for height, _ in parts)
    canvas = Canvas(WIDTH, height, colours.paper)
    head(canvas, chart.shop, chart.title, EDGE, colours)
    top = EDGE + HEAD + GAP
    for height, part in parts:
        part(canvas, chart, panel(canvas, top, height, WHITE, colours), colours)
        top += height + GAP
    return canvas.png()


_Part = Callable[[Canvas, CustomerChart, Box, Palette], None]


def _parts(chart: CustomerChart) -> list[tuple[int, _Part]]:
    """Return the panels below the title, each with its height."""
    rows = max(1, len(chart.rows))
    matrix = _COLUMN_HEAD + rows * (_QUARTER + GAP) + len(chart.rows) * _ROW_HEAD + GAP
    steps = _STEPS_HEAD + len(chart.steps) * _STEP + (_NEXT if chart.next_step else GAP)
    parts: list[tuple[int, _Part]] = [(matrix, _matrix), (steps, _steps)]
    return [*parts, *((_WAYS, partial(_ways, one)) for one in chart.ways)]


def _matrix(canvas: Canvas, chart: CustomerChart, box: Box, colours: Palette) -> None:
    left, top, right, _ = box
    width = (right - left - GAP) // 2
    for column, label in enumerate(chart.columns):
        middle = left + column * (width + GAP) + width / 2
        canvas.write(fit(label, HEADING, width), (middle, top + 66), NIGHT, WHITE, "centre")
    all_of_them = sum(one.n for one in chart.quarters) or 1
    y = top + _COLUMN_HEAD
    for row in range(max(1, len(chart.rows))):
        for label in chart.rows[row : row + 1]:
            canvas.write(fit(label, LABEL, right - left), (left, y + 40), GREY, WHITE)
            y += _ROW_HEAD
        for column, one in enumerate(chart.quarters[2 * row : 2 * row + 2]):
            x = left + column * (width + GAP)
            share = one.n / all_of_them
            _quarter(
                canvas, one, (x, y, x + width, y + _QUARTER), mix(colours.accent, WHITE, 0.08 + 0.3 * share)
            )
        y += _QUARTER + GAP


def _quarter(canvas: Canvas, one: CustomerCount, box: Box, ground: tuple[int, int, int]) -> None:
    left, top, right, bottom = box
    canvas.rounded(box, 28, ground, WHITE)
    room = right - left - 56
    canvas.write(fit(one.name, NAME, room), (left + 28, top + 58), NIGHT, ground)
    number = fit(one.value, _VALUE, room)
    canvas.write(number, (left + 26, top + 148), NIGHT, ground)
    if one.moved:
        moved = fit(one.moved, COUNT, max(60, room - number.width - 20))
        canvas.write(moved, (left + 26 + number.width + 20, top + 148), NIGHT, ground)
    canvas.write(fit(one.says, LABEL, room), (left + 28, bottom - 34), NIGHT, ground)


def _steps(canvas: Canvas, chart: CustomerChart, box: Box, colours: Palette) -> None:
    left, top, right, bottom = box
    inks = inks_of(colours)
    canvas.write(fit(chart.steps_title, HEADING, right - left), (left, top + 70), NIGHT, WHITE)
    longest, most = right - left - NAMES - _AFTER, max((one.n for one in chart.steps), default=0) or 1
    for place, one in enumerate(chart.steps):
        y = top + _STEPS_HEAD + place * _STEP
        canvas.write(fit(one.name, COUNT, NAMES - 20), (left, y + 34), NIGHT, WHITE)
        canvas.write(fit(one.says, LABEL, NAMES - 20), (left, y + 72), GREY, WHITE)
        bar = max(10, round(longest * one.n / most))
        start = left + NAMES
        canvas.rounded((start, y + 6, start + bar, y + 74), 12, inks.now if one.n else inks.none, WHITE)
        after = f"{one.value} {one.moved}".rstrip()
        canvas.write(fit(after, COUNT, _AFTER - 16), (start + bar + 16, y + 52), NIGHT, WHITE)
    for row, line in enumerate(wrap(chart.next_step, HINT, right - left, 2) if chart.next_step else ()):
        canvas.write(line, (left, bottom - _NEXT + 48 + 42 * row), NIGHT, WHITE)


def _ways(ways: WaysChart, canvas: Canvas, _chart: CustomerChart, box: Box, colours: Palette) -> None:
    left, top, right, bottom = box
    inks = inks_of(colours)
    canvas.write(fit(ways.title, HEADING, right - left), (left, top + 70), NIGHT, WHITE)
    floor, tallest = bottom - 84, _WAYS - 84 - 150
    peak = max(bar.n for bar in ways.bars) or 1
    across = (right - left) / len(ways.bars)
    half = max(4, min(44, round(across / 2) - 6))
    each = -(-len(ways.bars) // _MOST_LABELS)
    for place, bar in enumerate(ways.bars):
        middle = round(left + (place + 0.5) * across)
        height = upright_bar(
            canvas, (middle - half, middle + half), floor, round(tallest * bar.n / peak), inks.now, inks
        )
        if place % each == 0:
            if bar.n:
                canvas.write(
                    fit(bar.value, COUNT, each * across - 4),
                    (middle, floor - height - 12),
                    NIGHT,
                    WHITE,
                    "centre",
                )
            canvas.write(
                fit(bar.label, LABEL, each * across - 6), (middle, bottom - 38), GREY, WHITE, "centre"
            )
