"""The poster for the counter: one layout, as a PNG to send and as a PDF to print on paper of any usual size."""

from itertools import pairwise

from bot.pictures import qr, shapes
from bot.pictures.canvas import Canvas
from bot.pictures.colours import WHITE, Palette, palette
from bot.pictures.lettering import Style, fit, wrap
from bot.pictures.page import PAPERS_MM, Pages
from bot.pictures.specs import Poster
from bot.pictures.surface import Surface

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch

_MIDDLE = WIDTH / 2
_ROOM = 980
_PANEL = (250, 524, 990, 1264)
_CODE = (256, 530, 984, 1258)
_STEPS = ((300, shapes.phone), (620, shapes.check), (940, shapes.gift))
_STEPS_AT = 1370
_DISC, _ICON = 124, 68
_ROAD = (104, 12)  # the way from step to step: how far from their middles, how thick
_SHOP = Style("bold", 60, 34)
_LINE = Style("bold", 108, 54)
_PROMISE = Style("bold", 66, 38)
_STEP = Style("bold", 44, 26)
_HINT = Style("regular", 38, 26)


def draw(poster: Poster) -> bytes:
    """Return the poster as a PNG."""
    canvas = Canvas(WIDTH, HEIGHT, WHITE)
    _compose(canvas, poster)
    return canvas.png()


def print_pdf(poster: Poster) -> bytes:
    """Return the poster as a PDF on its paper."""
    width, height = PAPERS_MM[poster.paper]
    unit = min(width / WIDTH, height / HEIGHT)
    pages = Pages(unit, poster.shop, poster.paper, wide=WIDTH)
    pages.turn()
    _compose(pages, poster)
    return pages.pdf()


def _compose(surface: Surface, poster: Poster) -> None:
    colours = palette(poster.colour)
    surface.rounded((60, 60, WIDTH - 60, HEIGHT - 60), 72, colours.card, WHITE)
    for text, style, foot in ((poster.shop, _SHOP, 172), (poster.line, _LINE, 310)):
        surface.write(fit(text, style, _ROOM), (_MIDDLE, foot), colours.ink, colours.card, "centre")
    _centred(surface, poster.promise, _PROMISE, 420, colours)
    surface.rounded(_PANEL, 56, WHITE, colours.card)
    surface.modules(qr.matrix(poster.qr), _CODE)
    _steps(surface, poster.steps, colours)
    _centred(surface, poster.hint, _HINT, 1590, colours)


def _centred(surface: Surface, text: str, style: Style, y: float, colours: Palette) -> None:
    """Write one or two lines around a height."""
    lines = wrap(text, style, _ROOM, rows=2)
    leading = lines[0].size * 1.2
    first = y - leading * (len(lines) - 1) / 2 + lines[0].size * 0.36
    for rank, line in enumerate(lines):
        surface.write(line, (_MIDDLE, first + rank * leading), colours.ink, colours.card, "centre")


def _steps(surface: Surface, labels: tuple[str, str, str], colours: Palette) -> None:
    """Draw what to do in three steps, from left to right."""
    apart, thick = _ROAD
    for (x, _), (further, _) in pairwise(_STEPS):
        road = (x + apart, _STEPS_AT - thick // 2, further - apart, _STEPS_AT + thick // 2)
        surface.rounded(road, thick // 2, colours.soft, colours.card)
    for (x, shape), label in zip(_STEPS, labels, strict=True):
        half = _DISC // 2
        disc = (x - half, _STEPS_AT - half, x + half, _STEPS_AT + half)
        surface.rounded(disc, half, colours.ink, colours.card)
        surface.place(shape, _ICON, (x, _STEPS_AT), colours.card, colours.ink)
        name = fit(label, _STEP, _STEPS[1][0] - _STEPS[0][0] - 24)
        surface.write(name, (x, _STEPS_AT + half + 58), colours.ink, colours.card, "centre")
