"""What pictures of figures share: panels on paper, the shop's name on top, and bars."""

from dataclasses import dataclass

from bot.pictures.canvas import Canvas
from bot.pictures.colours import NIGHT, WHITE, Colour, Palette, mix
from bot.pictures.lettering import Style, fit
from bot.pictures.parts import EDGE, WIDTH
from bot.pictures.surface import Box

GAP = 24  # between panels
HEAD = 208  # height of the shop's name and the title
_INSET = 52
_SHOP = Style("bold", 38, 26)
_TITLE = Style("bold", 72, 40)


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of bars: of what counts most, of what it is held against, and of a bar with nothing in it."""

    now: Colour
    before: Colour
    none: Colour


def inks_of(colours: Palette) -> Inks:
    """Return the colours of bars that go with a shop's."""
    return Inks(colours.accent, mix(colours.accent, WHITE, 0.35), mix(NIGHT, WHITE, 0.08))


def panel(canvas: Canvas, top: int, height: int, ground: Colour, colours: Palette) -> Box:
    """Lay a panel and return the room inside its padding."""
    canvas.rounded((EDGE, top, WIDTH - EDGE, top + height), 44, ground, colours.paper)
    return (EDGE + _INSET, top, WIDTH - EDGE - _INSET, top + height)


def head(canvas: Canvas, shop: str, title: str, top: int, colours: Palette) -> None:
    """Lay the panel that says whose figures these are, and which."""
    left, top, right, bottom = panel(canvas, top, HEAD, colours.card, colours)
    canvas.write(fit(shop, _SHOP, right - left), (left, top + 72), colours.ink, colours.card)
    canvas.write(fit(title, _TITLE, right - left), (left - 2, bottom - 52), colours.ink, colours.card)


def upright_bar(
    canvas: Canvas, sides: tuple[int, int], floor: int, height: int, colour: Colour, inks: Inks
) -> int:
    """Draw a bar and return its height; an empty one leaves a trace."""
    height = max(height, 8)
    ink = colour if height > 8 else inks.none
    canvas.rounded((sides[0], floor - height, sides[1], floor), 10, ink, WHITE)
    return height
