"""The customer's card: how far it is, what it earns, and the code to show at the till."""

from bot.pictures import parts, stamps
from bot.pictures.canvas import Canvas
from bot.pictures.colours import Palette, palette
from bot.pictures.lettering import Style, fit, wrap
from bot.pictures.parts import EDGE, LEFT, RIGHT, WIDTH
from bot.pictures.specs import CardPicture

HEIGHT = 1480

_PANEL_TOP = 862
_LINE_HEIGHT = 54
_MOST_LINES = 4
_BAR = (LEFT, 400, RIGHT, 456)
_INSET = 7  # of the bar in its track

_HEADLINE = Style("bold", 112, 66)
_LONG_HEADLINE = Style("bold", 62, 44)
_POINTS = Style("bold", 150, 60)
_UNDER_BAR = Style("bold", 54, 34)
_LINE = Style("regular", 39, 28)


def draw(picture: CardPicture) -> bytes:
    """Return the card as a PNG."""
    colours = palette(picture.colour)
    canvas = parts.card(HEIGHT, colours)
    bottom = _lines(canvas, picture, colours)
    if picture.size:
        filled = min(picture.filled, picture.size)
        parts.head(canvas, picture.shop, f"{filled}/{picture.size}", colours)
        _headline(canvas, picture.headline, colours)
        stamps.draw(canvas, picture, (LEFT, 322, RIGHT, bottom - 16), colours)
    else:
        parts.head(canvas, picture.shop, "", colours)
        canvas.write(fit(picture.points, _POINTS, RIGHT - LEFT), (LEFT - 6, 314), colours.ink, colours.card)
        _bar(canvas, picture, colours)
    foot = EDGE + 26
    parts.panel(canvas, (foot, _PANEL_TOP, WIDTH - foot, HEIGHT - foot), picture, colours)
    return canvas.png()


def _headline(canvas: Canvas, text: str, colours: Palette) -> None:
    lines = wrap(text, _HEADLINE, RIGHT - LEFT, rows=1)
    if lines[0].text.endswith("…"):
        lines = wrap(text, _LONG_HEADLINE, RIGHT - LEFT, rows=2)
    for rank, line in enumerate(reversed(lines)):
        canvas.write(line, (LEFT - 4, 272 - rank * line.size * 1.1), colours.ink, colours.card)


def _lines(canvas: Canvas, picture: CardPicture, colours: Palette) -> int:
    """Write the lines above the panel and return where the first begins."""
    lines = picture.lines[:_MOST_LINES]
    top = _PANEL_TOP - 22 - _LINE_HEIGHT * len(lines)
    for place, text in enumerate(lines, start=1):
        ink = colours.soft if place > 1 else colours.ink
        canvas.write(
            fit(text, _LINE, RIGHT - LEFT), (LEFT, top + place * _LINE_HEIGHT - 16), ink, colours.card
        )
    return top


def _bar(canvas: Canvas, picture: CardPicture, colours: Palette) -> None:
    left, top, right, bottom = _BAR
    height = bottom - top
    share = min(max(picture.progress, 0.0), 1.0)
    canvas.rounded(_BAR, height // 2, colours.faint, colours.card)
    if share:
        reach = max(height, round((right - left) * share))
        inside = (left + _INSET, top + _INSET, left + reach - _INSET, bottom - _INSET)
        canvas.rounded(inside, height // 2, colours.ink, colours.faint)
    canvas.write(
        fit(picture.headline, _UNDER_BAR, right - left), (left, bottom + 84), colours.ink, colours.card
    )
