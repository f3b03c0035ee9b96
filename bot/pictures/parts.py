"""The parts that pictures share: the shop's name on top, and the white panel with a code to scan."""

from bot.pictures import qr
from bot.pictures.canvas import Canvas
from bot.pictures.colours import GREY, NIGHT, WHITE, Palette
from bot.pictures.lettering import Style, fit, spaced
from bot.pictures.specs import CardPicture, CodePicture
from bot.pictures.surface import Box

WIDTH = 1080
EDGE = 32  # of paper around the card
LEFT, RIGHT = 92, WIDTH - 92

_NAME = Style("bold", 46, 30)
_CODE = Style("bold", 60, 30)
_HINT = Style("regular", 34, 22)


def card(height: int, colours: Palette) -> Canvas:
    """Return a canvas with an empty card in the shop's colour."""
    canvas = Canvas(WIDTH, height, colours.paper)
    canvas.rounded((EDGE, EDGE, WIDTH - EDGE, height - EDGE), 64, colours.card, colours.paper)
    return canvas


def head(canvas: Canvas, shop: str, aside: str, colours: Palette) -> None:
    """Write the shop's name, and something short opposite to it."""
    small = fit(aside, _NAME, (RIGHT - LEFT) / 3)
    room = RIGHT - LEFT - small.width - (48 if aside else 0)
    canvas.write(fit(shop, _NAME, room), (LEFT, 136), colours.ink, colours.card)
    canvas.write(small, (RIGHT, 136), colours.soft, colours.card, "right")


def panel(canvas: Canvas, box: Box, picture: CardPicture | CodePicture, over: Palette) -> None:
    """Draw a white panel at the foot of a card: QR code, short code, hint."""
    left, top, right, bottom = box
    middle = (left + right) / 2
    side = bottom - top - 134  # the quiet zone belongs to it, so it may touch the panel's edge
    half = side // 2
    canvas.rounded(box, 44, WHITE, over.card)
    canvas.modules(qr.matrix(picture.qr), (int(middle) - half, top + 4, int(middle) + half, top + 4 + side))
    code = fit(spaced(picture.code), _CODE, right - left - 96)
    canvas.write(code, (middle, bottom - 96), NIGHT, WHITE, "centre")
    canvas.write(fit(picture.hint, _HINT, right - left - 96), (middle, bottom - 40), GREY, WHITE, "centre")
