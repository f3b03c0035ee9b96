"""The parts that pictures share: the shop's name on top, and the white panel with a code to scan."""

from bot.pictures import emblem, qr, shapes
from bot.pictures.canvas import Canvas
from bot.pictures.colours import GREY, NIGHT, WHITE, Palette
from bot.pictures.lettering import Style, fit, spaced
from bot.pictures.specs import CardPicture, CodePicture, Emblem
from bot.pictures.surface import Box

WIDTH = 1080
EDGE = 32  # of paper around the card
LEFT, RIGHT = 92, WIDTH - 92

_NAME = Style("bold", 44, 30)
_NAME_FOOT = 122
_ADDRESS = Style("regular", 29, 24)
_ADDRESS_FOOT, _RAISED = 138, 24
_EMBLEM = 84
_CODE = Style("bold", 58, 30)
_HINT = Style("regular", 36, 24)
_UNDER_CODE = 124  # for the short code and the hint


def card(height: int, colours: Palette) -> Canvas:
    """Return a canvas with an empty card in the shop's colour."""
    canvas = Canvas(WIDTH, height, colours.paper)
    canvas.rounded((EDGE, EDGE, WIDTH - EDGE, height - EDGE), 64, colours.card, colours.paper)
    return canvas


def head(canvas: Canvas, shop: str, aside: str, colours: Palette, own: Emblem, address: str = "") -> None:
    """Write the shop's name behind its emblem, where it is beneath, and something short opposite to it."""
    small = fit(aside, _NAME, (RIGHT - LEFT) / 3)
    left = LEFT + emblem.room(own, _EMBLEM)
    room = RIGHT - left - small.width - (48 if aside else 0)
    emblem.draw(canvas, own, _EMBLEM, (LEFT, _NAME_FOOT - _NAME.size * 0.36), colours)
    raised = _RAISED if address else 0
    canvas.write(fit(shop, _NAME, room), (left, _NAME_FOOT - raised), colours.ink, colours.card)
    if address:
        canvas.write(fit(address, _ADDRESS, room), (left, _ADDRESS_FOOT), colours.ink, colours.card)
    canvas.write(small, (RIGHT, _NAME_FOOT), colours.ink, colours.card, "right")


def gift(canvas: Canvas, at: tuple[int, int], width: int, colours: Palette) -> None:
    """Draw a little present as if it were a letter; `at` is where its baseline begins."""
    canvas.stamp(shapes.gift(width), (at[0] + width / 2, at[1] - width / 2 + 4), colours.ink, colours.card)


def panel(canvas: Canvas, box: Box, picture: CardPicture | CodePicture, over: Palette) -> None:
    """Draw a white panel at the foot of a card: QR code, short code, hint."""
    left, top, right, bottom = box
    middle = (left + right) / 2
    side = min(bottom - top - _UNDER_CODE, right - left) - 8
    # Its quiet zone belongs to the code, so it may touch the panel's edge.
    half = side // 2
    canvas.rounded(box, 44, WHITE, over.card)
    canvas.modules(
        qr.matrix(picture.qr), (int(middle) - half, top + 4, int(middle) + half, top + 4 + 2 * half)
    )
    code = fit(spaced(picture.code), _CODE, right - left - 96)
    canvas.write(code, (middle, bottom - 84), NIGHT, WHITE, "centre")
    canvas.write(fit(picture.hint, _HINT, right - left - 96), (middle, bottom - 32), GREY, WHITE, "centre")
