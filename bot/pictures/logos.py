"""A shop's logo on its pictures: a tile with round corners, on white."""

from functools import lru_cache
from io import BytesIO

from PIL import Image

from bot.pictures import shapes

COLOURS = 48  # beside those of a picture's own
_CORNER = 0.18  # of the width


@lru_cache(maxsize=64)
def tile(png: bytes, width: int) -> Image.Image:
    """Return a logo that is so wide, its corners white."""
    with Image.open(BytesIO(png), formats=("PNG",)) as logo:
        small = logo.convert("RGB").resize((width, width), Image.Resampling.LANCZOS)
    rounded = Image.new("RGB", (width, width), "white")
    rounded.paste(small, mask=_rounded(width))
    return rounded


@lru_cache(maxsize=64)
def flat_tile(png: bytes, width: int) -> Image.Image:
    """Return the same in few colours, as a picture with a palette."""
    return tile(png, width).quantize(COLOURS)


def _rounded(width: int) -> Image.Image:
    mask = Image.new("L", (width, width), 255)
    radius = round(width * _CORNER)
    for x in (0, 1):
        for y in (0, 1):
            at = (x * (width - radius), y * (width - radius))
            mask.paste(shapes.corner(radius, x, y), at)
    return mask
