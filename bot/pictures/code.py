"""One large QR code to show at the till."""

from bot.pictures import parts, party
from bot.pictures.colours import palette
from bot.pictures.lettering import Style, wrap
from bot.pictures.parts import EDGE, LEFT, RIGHT, WIDTH
from bot.pictures.specs import CodePicture

HEIGHT = 1350

_PANEL_TOP = 400
_HEADLINE = Style("bold", 84, 48)


def draw(picture: CodePicture) -> bytes:
    """Return the code as a PNG."""
    colours = palette(picture.colour)
    canvas = parts.card(HEIGHT, colours)
    parts.head(canvas, picture.shop, "", colours, picture.emblem)
    room = RIGHT - LEFT - (party.draw(canvas, colours) if picture.won else 0)
    lines = wrap(picture.headline, _HEADLINE, room, rows=2)
    below = _PANEL_TOP - 60 if len(lines) > 1 else _PANEL_TOP - 100
    for rank, line in enumerate(reversed(lines)):
        canvas.write(line, (LEFT - 3, below - rank * line.size * 1.1), colours.ink, colours.card)
    foot = EDGE + 26
    parts.panel(canvas, (foot, _PANEL_TOP, WIDTH - foot, HEIGHT - foot), picture, colours)
    return canvas.png()
