"""The icon on a shop's stamps: any emoji that the fonts have, in one colour and small enough to be stamped."""

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw

from bot.pictures import faces

# What a shop is offered, by trade. Any other emoji can be typed.
OFFERED: tuple[tuple[str, ...], ...] = (
    ("☕️", "🍵", "🥐", "🍞", "🥨", "🧁", "🍰", "🍪", "🍩", "🍦"),
    ("🍕", "🍝", "🍔", "🌮", "🍣", "🍜", "🥗", "🍎", "🍺", "🍷"),
    ("🛒", "🧀", "🥩", "🐟", "🌷", "📚", "🎁", "👕", "👟", "💍"),
    ("✂️", "💈", "💅", "🚗", "🧽", "🚲", "🐾", "🏋️", "⭐️", "🌙"),
)
_RULER = 200  # pixels: how a sign fills its place is the same at any size
_ONE = 1.6  # a sign is a little wider than high; two would be wider than this
_PARTS = "\ufe0f\u200d"  # of a sign that is made of several


def can_draw(text: str) -> bool:
    """Say whether a text is one sign that can be drawn as an icon, and neither a letter nor a figure."""
    seen = [c for c in text if c not in _PARTS]
    if not seen or any(unicodedata.category(c)[0] in "LNZ" for c in seen):
        return False
    known = faces.coverage(faces.emoji())
    return (
        all(ord(c) in known for c in seen)
        and faces.font(faces.emoji(), _RULER).getlength(text) < _ONE * _RULER
    )


@lru_cache(maxsize=256)
def icon(emoji: str, width: int) -> Image.Image:
    """Return an emoji as a mask that is so wide, and as high."""
    left, top, right, bottom = faces.font(faces.emoji(), _RULER).getbbox(emoji)
    size = max(1, int(_RULER * width / max(right - left, bottom - top)))
    font = faces.font(faces.emoji(), size)
    left, top, right, bottom = font.getbbox(emoji)
    mask = Image.new("L", (width, width))
    at = ((width - left - right) / 2, (width - top - bottom) / 2)
    ImageDraw.Draw(mask).text(at, emoji, fill=255, font=font)
    return mask
