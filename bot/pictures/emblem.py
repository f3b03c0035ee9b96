"""What a shop is known by, beside its name: the icon of its stamps."""

from functools import partial

from bot.pictures import icons, shapes
from bot.pictures.colours import Palette
from bot.pictures.surface import Surface

_ICON = 0.64  # of the disc's width


def draw(surface: Surface, icon: str, width: int, at: tuple[float, float], colours: Palette) -> None:
    """Draw the emblem of a shop that has one; `at` is the middle of its left edge."""
    if not icon:
        return
    middle = (at[0] + width / 2, at[1])
    surface.place(shapes.disc, width, middle, colours.ink, colours.card)
    surface.place(partial(icons.icon, icon), round(width * _ICON), middle, colours.card, colours.ink)


def room(icon: str, width: int) -> int:
    """Return how far a name moves to the right for the emblem."""
    return width + width // 4 if icon else 0
