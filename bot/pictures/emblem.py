"""What a shop is known by, beside its name: its logo, or else the icon of its stamps."""

from functools import partial

from bot.pictures import icons, shapes
from bot.pictures.colours import WHITE, Palette
from bot.pictures.specs import Emblem
from bot.pictures.surface import Surface

_ICON = 0.64  # of the disc's width
_FRAME = 0.06  # of white around a logo, which sets it apart from any colour
_CORNER = 0.22


def draw(surface: Surface, emblem: Emblem, width: int, at: tuple[float, float], colours: Palette) -> None:
    """Draw the emblem of a shop that has one; `at` is the middle of its left edge."""
    middle = (at[0] + width / 2, at[1])
    if emblem.png:
        left, top, frame = round(at[0]), round(at[1] - width / 2), round(width * _FRAME)
        box = (left, top, left + width, top + width)
        surface.rounded(box, round(width * _CORNER), WHITE, colours.card)
        surface.logo(emblem.png, (box[0] + frame, box[1] + frame, box[2] - frame, box[3] - frame))
    elif emblem.icon:
        surface.place(shapes.disc, width, middle, colours.ink, colours.card)
        surface.place(
            partial(icons.icon, emblem.icon), round(width * _ICON), middle, colours.card, colours.ink
        )


def room(emblem: Emblem, width: int) -> int:
    """Return how far a name moves to the right for the emblem."""
    return width + width // 4 if emblem.png or emblem.icon else 0
