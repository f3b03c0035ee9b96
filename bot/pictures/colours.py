"""Colours that go together on any shop's colour, whatever the owner picked."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageColor

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
NIGHT: Colour = (28, 25, 23)
GREY: Colour = (110, 105, 100)
_PARTY: tuple[Colour, ...] = ((255, 209, 71), (255, 133, 112), (122, 214, 186), (255, 255, 255))

READABLE = 4.5  # the contrast WCAG asks of letters
VISIBLE = 3.0  # and of shapes that say something
_PALE = 1.25  # below this a colour is taken for white


@dataclass(frozen=True, slots=True)
class Palette:
    """A shop's colours: `paper` behind the card, `card` itself, and what is written on it."""

    paper: Colour
    card: Colour
    ink: Colour  # all letters on the card
    soft: Colour  # second to the ink, and no letters: the outlines of what is empty
    accent: Colour  # the shop's colour where it must be seen on white
    party: tuple[Colour, ...]  # confetti on the card


@lru_cache(maxsize=256)
def palette(colour: str) -> Palette:
    """Return the colours for a shop's "#rrggbb"; one on which neither white nor night reads well is darkened."""
    shops = ImageColor.getrgb(colour)[:3]
    ink = WHITE if contrast(WHITE, shops) >= VISIBLE else NIGHT
    card = _until(shops, READABLE) if ink == WHITE else shops
    return Palette(
        paper=mix(NIGHT, WHITE, 0.07) if contrast(WHITE, card) < _PALE else mix(card, WHITE, 0.13),
        card=card,
        ink=ink,
        soft=mix(ink, card, 0.84),
        accent=_until(shops, VISIBLE),
        party=tuple(mix(bright, card, 0.9) for bright in _PARTY),
    )


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Blend two colours: a share of 1 is all `one`."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the WCAG contrast of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _until(colour: Colour, least: float) -> Colour:
    """Darken a colour until it has this contrast with white."""
    while contrast(colour, WHITE) < least:
        colour = mix(NIGHT, colour, 0.06)
    return colour
