"""Shapes with smooth edges: drawn once four times as large, reduced, and kept as masks."""

from collections.abc import Callable
from functools import lru_cache
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw

_FINE = 4  # pixels drawn for one shown

Point = tuple[float, float]


@lru_cache(maxsize=512)
def disc(width: int) -> Image.Image:
    """Return a filled circle."""
    image, brush = _sheet(width)
    brush.ellipse((0, 0, image.width - 1, image.height - 1), fill=255)
    return image.reduce(_FINE)


@lru_cache(maxsize=128)
def seal(width: int) -> Image.Image:
    """Return a seal: a filled round badge with a scalloped edge, for the places that earn something."""
    image, brush = _sheet(width)
    middle, petals = image.width / 2, 14
    petal = middle * 0.17
    reach = middle - petal
    brush.ellipse((petal, petal, image.width - petal, image.height - petal), fill=255)
    for turn in range(petals):
        x, y = middle + reach * sin(2 * pi * turn / petals), middle - reach * cos(2 * pi * turn / petals)
        brush.ellipse((x - petal, y - petal, x + petal, y + petal), fill=255)
    return image.reduce(_FINE)


@lru_cache(maxsize=32)
def phone(width: int) -> Image.Image:
    """Return a phone that shows a code."""
    image, brush = _sheet(width)
    unit = image.width / 24
    brush.rounded_rectangle((5 * unit, unit, 19 * unit, 23 * unit), 2.6 * unit, fill=255)
    brush.rounded_rectangle((6.8 * unit, 3.6 * unit, 17.2 * unit, 19.4 * unit), 0.8 * unit, fill=0)
    brush.ellipse((11.1 * unit, 20.2 * unit, 12.9 * unit, 22 * unit), fill=0)
    for x, y in ((8.4, 7), (12.8, 7), (8.4, 11.4)):
        brush.rectangle((x * unit, y * unit, (x + 2.9) * unit, (y + 2.9) * unit), fill=255)
        brush.rectangle(((x + 1) * unit, (y + 1) * unit, (x + 1.9) * unit, (y + 1.9) * unit), fill=0)
    for x, y in ((12.8, 11.4), (14.5, 13.1), (12.8, 14.6)):
        brush.rectangle((x * unit, y * unit, (x + 1.2) * unit, (y + 1.2) * unit), fill=255)
    return image.reduce(_FINE)


@lru_cache(maxsize=64)
def pill(width: int, height: int) -> Image.Image:
    """Return a bar with round ends."""
    image = Image.new("L", (width * _FINE, height * _FINE))
    ImageDraw.Draw(image).rounded_rectangle(
        (0, 0, image.width - 1, image.height - 1), image.height / 2, fill=255
    )
    return image.reduce(_FINE)


@lru_cache(maxsize=128)
def bar(width: int, height: int, reach: int) -> Image.Image:
    """Return a bar that is full up to `reach`, in its track."""
    stroke, inset = 5, 9
    track = outline(pill, stroke, width, height)
    if not reach:
        return track
    full = Image.new("L", track.size)
    full.paste(pill(max(reach, height) - 2 * inset, height - 2 * inset), (inset, inset))
    return ImageChops.lighter(track, full)


@lru_cache(maxsize=128)
def outline(shape: Callable[..., Image.Image], stroke: int, *sides: int) -> Image.Image:
    """Return the edge of a shape with these sides: the shape without a smaller one."""
    whole, hole = shape(*sides), shape(*(side - 2 * stroke for side in sides))
    cut = Image.new("L", whole.size)
    cut.paste(hole, (stroke, stroke))
    return ImageChops.subtract(whole, cut)


@lru_cache(maxsize=128)
def check(width: int) -> Image.Image:
    """Return a check mark with round ends."""
    image, brush = _sheet(width)
    size = image.width
    points = [(size * 0.14, size * 0.54), (size * 0.40, size * 0.78), (size * 0.86, size * 0.24)]
    _stroke(brush, points, size * 0.15)
    return image.reduce(_FINE)


@lru_cache(maxsize=128)
def gift(width: int) -> Image.Image:
    """Return a wrapped present: lid, box with a ribbon, and a bow."""
    image, brush = _sheet(width)
    unit = image.width / 24
    stroke = 2.1 * unit
    left_bow = [
        (12 * unit, 7.2 * unit),
        (7.5 * unit, 6.6 * unit),
        (7 * unit, 3.2 * unit),
        (9.8 * unit, 3 * unit),
    ]
    right_bow = [(image.width - x, y) for x, y in left_bow]
    for bow in (left_bow, right_bow):
        _stroke(brush, [*bow, bow[0]], stroke * 0.8)
    brush.rounded_rectangle((2 * unit, 7.4 * unit, 22 * unit, 12 * unit), unit, fill=255)
    brush.rounded_rectangle((3.6 * unit, 13.4 * unit, 20.4 * unit, 22.4 * unit), 1.4 * unit, fill=255)
    brush.rectangle((11 * unit, 7.4 * unit, 13 * unit, 23 * unit), fill=0)
    return image.reduce(_FINE)


@lru_cache(maxsize=64)
def paper(width: int, turn: int) -> Image.Image:
    """Return a strip of paper as it falls, turned by so many eighths of half a circle."""
    image, brush = _sheet(width)
    middle, long, short = image.width / 2, image.width * 0.46, image.width * 0.17
    c, s = cos(pi * turn / 8), sin(pi * turn / 8)
    sides = ((long, short), (long, -short), (-long, -short), (-long, short))
    brush.polygon([(middle + x * c - y * s, middle + x * s + y * c) for x, y in sides], fill=255)
    return image.reduce(_FINE)


@lru_cache(maxsize=64)
def corner(radius: int, right: int, bottom: int) -> Image.Image:
    """Return a quarter of a disc: `right` and `bottom` are 0 or 1."""
    left, top = right * radius, bottom * radius
    return disc(2 * radius).crop((left, top, left + radius, top + radius))


def _sheet(width: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (width * _FINE, width * _FINE))
    return image, ImageDraw.Draw(image)


def _stroke(brush: ImageDraw.ImageDraw, points: list[Point], width: float) -> None:
    brush.line(points, fill=255, width=round(width), joint="curve")
    for x, y in points:
        brush.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
