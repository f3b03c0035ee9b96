"""The moment of the reward: a present on a seal, and confetti along the top of the card."""

from bot.pictures import shapes
from bot.pictures.canvas import Canvas
from bot.pictures.colours import Palette
from bot.pictures.parts import RIGHT

_SEAL = 184
_MIDDLE = (RIGHT - _SEAL // 2 + 6, 236)
_ROOM = _SEAL + 44

# Where confetti falls: beside what is written, never under it. (x, y, width, how many eighths it is turned)
_CONFETTI = (
    (560, 58, 22, 1), (628, 62, 16, 0), (690, 56, 26, 3), (756, 64, 16, 0), (822, 58, 24, 5), (886, 62, 18, 0),
    (948, 60, 22, 2), (1012, 96, 24, 6), (1024, 176, 16, 0), (1018, 252, 24, 3), (1022, 330, 18, 0),
    (760, 152, 22, 2), (776, 316, 16, 0), (60, 62, 16, 0), (60, 152, 24, 2), (60, 366, 22, 5),
)  # fmt: skip


def draw(canvas: Canvas, colours: Palette) -> int:
    """Celebrate in the right top of a card, and return the width that takes."""
    for number, (x, y, width, turn) in enumerate(_CONFETTI):
        mask = shapes.paper(width, turn) if turn else shapes.disc(width)
        canvas.stamp(mask, (x, y), colours.party[number % len(colours.party)], colours.card)
    canvas.stamp(shapes.seal(_SEAL), _MIDDLE, colours.ink, colours.card)
    canvas.stamp(shapes.gift(round(_SEAL * 0.52)), _MIDDLE, colours.card, colours.ink)
    return _ROOM
