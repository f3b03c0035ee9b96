"""An owner's week in one picture."""

from bot.pictures.canvas import Canvas
from bot.pictures.colours import GREY, NIGHT, WHITE, palette
from bot.pictures.lettering import Style, fit
from bot.pictures.panels import GAP, HEAD, Inks, head, inks_of, panel, upright_bar
from bot.pictures.parts import EDGE, WIDTH
from bot.pictures.specs import Chart
from bot.pictures.surface import Box

_DAYS, _HOURS = 480, 360  # heights
_FIGURE = 158  # height of a row of figures
_MOST_FIGURES, _COLUMNS = 6, 3
_NOON_LINES = (0, 6, 12, 18, 23)

_VALUE = Style("bold", 64, 30)
_LABEL = Style("regular", 30, 20)
_HEADING = Style("bold", 36, 24)
SMALL, LABELLED = Style("bold", 26, 16), 80  # what stands above a bar, and its width


def draw(chart: Chart) -> bytes:
    """Return the chart as a PNG."""
    colours = palette(chart.colour)
    inks = inks_of(colours)
    figures = chart.figures[:_MOST_FIGURES]
    height = -(-len(figures) // _COLUMNS) * _FIGURE + 44
    canvas = Canvas(WIDTH, 2 * EDGE + 3 * GAP + HEAD + height + _DAYS + _HOURS, colours.paper)
    top = EDGE
    head(canvas, chart.shop, chart.title, top, colours)
    top += HEAD + GAP
    _figures(canvas, figures, panel(canvas, top, height, WHITE, colours))
    top += height + GAP
    _days(canvas, chart, panel(canvas, top, _DAYS, WHITE, colours), inks)
    top += _DAYS + GAP
    _hours(canvas, chart, panel(canvas, top, _HOURS, WHITE, colours), inks)
    return canvas.png()


def _figures(canvas: Canvas, figures: tuple[tuple[str, str], ...], box: Box) -> None:
    left, top, right, _ = box
    width = (right - left) / _COLUMNS
    for place, (label, value) in enumerate(figures):
        row, column = divmod(place, _COLUMNS)
        x, y = left + column * width, top + 34 + row * _FIGURE
        canvas.write(fit(value, _VALUE, width - 24), (x, y + 72), NIGHT, WHITE)
        canvas.write(fit(label, _LABEL, width - 24), (x, y + 118), GREY, WHITE)


def _days(canvas: Canvas, chart: Chart, box: Box, inks: Inks) -> None:
    left, top, right, bottom = box
    canvas.write(fit(chart.days_title, _HEADING, (right - left) / 2), (left, top + 74), NIGHT, WHITE)
    _legend(canvas, chart.days_legend, (right, top + 72), inks)
    floor, tallest = bottom - 92, _DAYS - 92 - 160
    peak = max((max(day.n, day.before) for day in chart.days), default=0) or 1
    across = (right - left) / max(len(chart.days), 1)
    for place, day in enumerate(chart.days):
        middle = round(left + (place + 0.5) * across)
        upright_bar(
            canvas, (middle - 44, middle - 4), floor, round(tallest * day.before / peak), inks.before, inks
        )
        height = upright_bar(
            canvas, (middle + 4, middle + 44), floor, round(tallest * day.n / peak), inks.now, inks
        )
        if day.n:  # a day that lies ahead is no day without visits
            number = fit(day.value, SMALL, LABELLED)
            canvas.write(number, (middle + 24, floor - height - 14), NIGHT, WHITE, "centre")
        canvas.write(fit(day.label, _LABEL, across - 8), (middle, bottom - 42), GREY, WHITE, "centre")


def _legend(canvas: Canvas, labels: tuple[str, str], at: tuple[int, int], inks: Inks) -> None:
    """Write the two labels from the right, each behind a dot of its colour."""
    x, y = float(at[0]), at[1]
    for label, colour in zip(labels, (inks.now, inks.before), strict=True):
        line = fit(label, _LABEL, 200)
        canvas.write(line, (x, y), GREY, WHITE, "right")
        dot = round(x - line.width - 34)
        canvas.rounded((dot, y - 21, dot + 22, y + 1), 11, colour, WHITE)
        x = dot - 36


def _hours(canvas: Canvas, chart: Chart, box: Box, inks: Inks) -> None:
    left, top, right, bottom = box
    canvas.write(fit(chart.hours_title, _HEADING, right - left), (left, top + 74), NIGHT, WHITE)
    floor, tallest = bottom - 88, _HOURS - 88 - 120
    peak = max(chart.hours, default=0) or 1
    across = (right - left) / max(len(chart.hours), 1)
    for hour, count in enumerate(chart.hours):
        middle = round(left + (hour + 0.5) * across)
        colour = inks.now if count == peak else inks.before
        upright_bar(canvas, (middle - 14, middle + 14), floor, round(tallest * count / peak), colour, inks)
        if hour in _NOON_LINES:
            canvas.write(fit(str(hour), _LABEL, 80), (middle, bottom - 40), GREY, WHITE, "centre")
