"""The customer's card: how far it is, what it earns or has won, and the code to show at the till."""

from bot.pictures import parts, party, shapes, stamps
from bot.pictures.canvas import Canvas
from bot.pictures.colours import Palette, palette
from bot.pictures.lettering import Style, TextLine, fit, wrap
from bot.pictures.parts import EDGE, LEFT, RIGHT, WIDTH
from bot.pictures.specs import Band, CardPicture

HEIGHT = 1740  # and a band more for each further programme: the code stays as large

_FOOT = EDGE + 26
_PANEL_TOP = 828
_HEADLINE_FOOT = 240  # baselines
_TOWARDS_FOOT = 308
_STAMPS = (LEFT, 334, RIGHT, 674)
_BAR = (LEFT, 376, RIGHT, 440)
_UNDER_BAR_FOOT = 528
_LINES_FOOT = 800
_LINE_HEIGHT = 47
_MOST_LINES = 3
_GIFT = 40
_BAND_HEIGHT = 144
_BAND_RULE = 3

_HEADLINE = Style("bold", 104, 60)
_LONG_HEADLINE = Style("bold", 76, 40)
_TOWARDS = Style("bold", 46, 30)
_LINE = Style("regular", 38, 27)


def draw(picture: CardPicture) -> bytes:
    """Return the card as a PNG."""
    colours = palette(picture.colour)
    height = HEIGHT + _BAND_HEIGHT * len(picture.bands)
    canvas = parts.card(height, colours)
    parts.head(canvas, picture.shop, _count(picture), colours, picture.emblem, picture.address)
    if picture.size:
        _headline(canvas, picture.headline, picture, colours)
        if not picture.won:
            _towards(canvas, picture.towards, _TOWARDS_FOOT, colours)
        stamps.draw(canvas, picture, _STAMPS, colours)
    else:
        big, small = (picture.headline, picture.points) if picture.won else (picture.points, picture.headline)
        _headline(canvas, big, picture, colours)
        _bar(canvas, picture, colours)
        canvas.write(_under_bar(small), (LEFT, _UNDER_BAR_FOOT), colours.ink, colours.card)
        _towards(canvas, picture.towards, _UNDER_BAR_FOOT + 62, colours)
    _lines(canvas, picture, colours)
    for rank, band in enumerate(picture.bands):
        _band(canvas, band, _PANEL_TOP + rank * _BAND_HEIGHT, colours)
    panel = (_FOOT, height - (HEIGHT - _PANEL_TOP), WIDTH - _FOOT, height - _FOOT)
    parts.panel(canvas, panel, picture, colours)
    return canvas.png()


def _count(picture: CardPicture) -> str:
    return f"{min(picture.filled, picture.size)}/{picture.size}" if picture.size else ""


def _headline(canvas: Canvas, text: str, picture: CardPicture, colours: Palette) -> None:
    """Write what matters most; what was won shares its room with a present."""
    room = RIGHT - LEFT
    if picture.won:
        room -= party.draw(canvas, colours)
    lines = wrap(text, _HEADLINE, room, rows=1)
    foot = _HEADLINE_FOOT if picture.size and not picture.won else _TOWARDS_FOOT - 6
    if lines[0].text.endswith("…") or picture.won:
        lines = wrap(text, _LONG_HEADLINE, room, rows=2)
    for rank, line in enumerate(reversed(lines)):
        canvas.write(line, (LEFT - 4, foot - rank * line.size * 1.1), colours.ink, colours.card)


def _towards(canvas: Canvas, text: str, foot: int, colours: Palette) -> None:
    """Name what the headline counts to, behind a little present."""
    if not text:
        return
    line = fit(text, _TOWARDS, RIGHT - LEFT - _GIFT - 16)
    parts.gift(canvas, (LEFT, foot), _GIFT, colours)
    canvas.write(line, (LEFT + _GIFT + 16, foot), colours.ink, colours.card)


def _under_bar(text: str) -> TextLine:
    return fit(text, _TOWARDS, RIGHT - LEFT)


def _lines(canvas: Canvas, picture: CardPicture, colours: Palette) -> None:
    """Write what else there is to say right above the panel."""
    for rank, text in enumerate(reversed(picture.lines[:_MOST_LINES])):
        at = (LEFT, _LINES_FOOT - rank * _LINE_HEIGHT)
        canvas.write(fit(text, _LINE, RIGHT - LEFT), at, colours.ink, colours.card)


def _band(canvas: Canvas, band: Band, top: int, colours: Palette) -> None:
    """Say beneath a rule how another programme stands, and what it counts to."""
    canvas.fill((LEFT, top, RIGHT, top + _BAND_RULE), colours.soft)
    canvas.write(_under_bar(band.balance), (LEFT, top + 58), colours.ink, colours.card)
    foot = top + 112
    parts.gift(canvas, (LEFT, foot), _GIFT - 6, colours)
    line = fit(band.to_go, _LINE, RIGHT - LEFT - _GIFT - 10)
    canvas.write(line, (LEFT + _GIFT + 10, foot), colours.ink, colours.card)


def _bar(canvas: Canvas, picture: CardPicture, colours: Palette) -> None:
    left, top, right, bottom = _BAR
    share = min(max(picture.progress, 0.0), 1.0)
    mask = shapes.bar(right - left, bottom - top, round((right - left) * share))
    canvas.stamp(mask, ((left + right) / 2, (top + bottom) / 2), colours.ink, colours.card)
