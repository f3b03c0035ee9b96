"""The poster for the counter: one layout, as a PNG to send and as a PDF to print on paper of any usual size."""

from functools import partial
from itertools import pairwise

from bot.pictures import emblem, icons, qr, shapes
from bot.pictures.canvas import Canvas
from bot.pictures.colours import WHITE, Palette, palette
from bot.pictures.lettering import Style, fit, whole, wrap
from bot.pictures.page import PAPERS_MM, Pages
from bot.pictures.specs import Poster
from bot.pictures.surface import Shape, Surface

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch

_MIDDLE = WIDTH / 2
_ROOM = 980
_PANEL = (250, 524, 990, 1264)
_CODE = (256, 530, 984, 1258)
_STEPS = (300, 620, 940)
_STEPS_AT = 1370
_DISC, _ICON = 124, 68
_ROAD = (104, 12)  # the way from step to step: how far from their middles, how thick
_SHOP = Style("bold", 60, 34)
_SHOP_FOOT, _EMBLEM = 172, 120
_LINE = Style("bold", 108, 54)
_PROMISE = Style("bold", 66, 38)
_STEP = Style("bold", 44, 26)
_HINT = Style("regular", 38, 26)
_SMALL_HINT = Style("regular", 31, 24)
_PLACE = Style("regular", 31, 24)
_PLACE_FOOT, _PLACE_HEIGHT = 1606, 34


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
    _shop(surface, poster, colours)
    surface.write(fit(poster.line, _LINE, _ROOM), (_MIDDLE, 310), colours.ink, colours.card, "centre")
    _centred(surface, poster.promise, _PROMISE, 420, colours)
    surface.rounded(_PANEL, 56, WHITE, colours.card)
    surface.modules(qr.matrix(poster.qr), _CODE)
    _steps(surface, poster, colours)
    place = whole(poster.place, _PLACE, _ROOM, most=3)
    if not place:
        _centred(surface, poster.hint, _HINT, 1590, colours)
        return
    _small_hint(surface, poster.hint, colours)
    for rank, line in enumerate(place):
        at = (_MIDDLE, _PLACE_FOOT + _PLACE_HEIGHT * rank)
        surface.write(line, at, colours.ink, colours.card, "centre")


def _small_hint(surface: Surface, text: str, colours: Palette) -> None:
    """Write the small print above where the shop is: in one line rather than in two, which come close to the steps."""
    line = fit(text, _SMALL_HINT, _ROOM)
    if line.text.endswith("…"):
        _centred(surface, text, _SMALL_HINT, 1538, colours)
    else:
        surface.write(line, (_MIDDLE, 1549), colours.ink, colours.card, "centre")


def _shop(surface: Surface, poster: Poster, colours: Palette) -> None:
    """Write the shop's name behind its emblem, both in the middle."""
    beside = emblem.room(poster.emblem, _EMBLEM)
    name = fit(poster.shop, _SHOP, _ROOM - beside)
    left = _MIDDLE - (name.width + beside) / 2
    emblem.draw(surface, poster.emblem, _EMBLEM, (left, _SHOP_FOOT - _SHOP.size * 0.36), colours)
    surface.write(name, (left + beside, _SHOP_FOOT), colours.ink, colours.card)


def _centred(surface: Surface, text: str, style: Style, y: float, colours: Palette) -> None:
    """Write one or two lines around a height."""
    lines = wrap(text, style, _ROOM, rows=2)
    leading = lines[0].size * 1.2
    first = y - leading * (len(lines) - 1) / 2 + lines[0].size * 0.36
    for rank, line in enumerate(lines):
        surface.write(line, (_MIDDLE, first + rank * leading), colours.ink, colours.card, "centre")


def _steps(surface: Surface, poster: Poster, colours: Palette) -> None:
    """Draw what to do in three steps, from left to right."""
    apart, thick = _ROAD
    collect: Shape = partial(icons.icon, poster.emblem.icon) if poster.emblem.icon else shapes.check
    for x, further in pairwise(_STEPS):
        road = (x + apart, _STEPS_AT - thick // 2, further - apart, _STEPS_AT + thick // 2)
        surface.rounded(road, thick // 2, colours.soft, colours.card)
    signs: tuple[Shape, ...] = (shapes.phone, collect, shapes.gift)
    for x, shape, label in zip(_STEPS, signs, poster.steps, strict=True):
        half = _DISC // 2
        disc = (x - half, _STEPS_AT - half, x + half, _STEPS_AT + half)
        surface.rounded(disc, half, colours.ink, colours.card)
        surface.place(shape, _ICON, (x, _STEPS_AT), colours.card, colours.ink)
        name = fit(label, _STEP, _STEPS[1] - _STEPS[0] - 24)
        surface.write(name, (x, _STEPS_AT + half + 58), colours.ink, colours.card, "centre")
