"""The poster for the counter: one layout, as a PNG to send and as a PDF to print."""

from bot.pictures import qr
from bot.pictures.canvas import Canvas
from bot.pictures.colours import WHITE, palette
from bot.pictures.lettering import Style, fit, wrap
from bot.pictures.page import A4_MM, Pages
from bot.pictures.specs import Poster
from bot.pictures.surface import Surface

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch

_MIDDLE = WIDTH / 2
_ROOM = 960
_PANEL = (210, 640, 1030, 1460)
_CODE = (220, 650, 1020, 1450)
_SHOP = Style("bold", 60, 36)
_LINE = Style("bold", 108, 52)
_HINT = Style("regular", 42, 28)


def draw(poster: Poster) -> bytes:
    """Return the poster as a PNG."""
    canvas = Canvas(WIDTH, HEIGHT, WHITE)
    _compose(canvas, poster)
    return canvas.png()


def print_pdf(poster: Poster) -> bytes:
    """Return the poster as an A4 PDF."""
    pages = Pages(A4_MM[0] / WIDTH, title=poster.shop)
    pages.turn()
    _compose(pages, poster)
    return pages.pdf()


def _compose(surface: Surface, poster: Poster) -> None:
    colours = palette(poster.colour)
    surface.rounded((60, 60, WIDTH - 60, HEIGHT - 60), 72, colours.card, WHITE)
    surface.write(fit(poster.shop, _SHOP, _ROOM), (_MIDDLE, 186), colours.ink, colours.card, "centre")
    lines = wrap(poster.line, _LINE, _ROOM, rows=3)
    leading = lines[0].size * 1.14
    first = 420 - leading * (len(lines) - 1) / 2 + lines[0].size * 0.36
    for rank, line in enumerate(lines):
        surface.write(line, (_MIDDLE, first + rank * leading), colours.ink, colours.card, "centre")
    surface.rounded(_PANEL, 56, WHITE, colours.card)
    surface.modules(qr.matrix(poster.qr), _CODE)
    for rank, line in enumerate(wrap(poster.hint, _HINT, _ROOM, rows=2)):
        surface.write(line, (_MIDDLE, 1560 + rank * 60), colours.ink, colours.card, "centre")
