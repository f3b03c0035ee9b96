"""Reads QR codes off photos that strangers send."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import zxingcpp
from PIL import Image

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 100_000_000  # a JPEG is made smaller while it is decoded
MAX_PIXELS_AT_ONCE = 16_000_000  # PNG, WebP and progressive JPEG are not: each pixel takes memory

_FORMATS = ("JPEG", "PNG", "WEBP")
_ENOUGH = (2000, 2000)  # pixels: a JPEG larger than twice this is decoded at half its size, and so on
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
)  # what Pillow raises on bad files
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Beyond it Pillow itself warns or refuses, before any pixel is decoded.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True, slots=True)
class UnreadablePhoto:
    """Why no code was read: the file or picture is too big, it is no JPEG, PNG or WebP, or it shows no QR code."""

    why: Literal["too_big", "no_image", "no_code"]


def read_codes(content: bytes) -> tuple[str, ...] | UnreadablePhoto:
    """Return the texts of all QR codes in a photo: one or more.

    Takes tens of milliseconds and at most some 250 MB whatever the file claims to be; call it in a thread.
    """
    if len(content) > MAX_BYTES:
        return UnreadablePhoto("too_big")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as photo:
            if photo.width * photo.height > most_pixels(photo):
                return UnreadablePhoto("too_big")
            grey = _grey(photo)
    except BOMBS:
        return UnreadablePhoto("too_big")
    except BROKEN:
        return UnreadablePhoto("no_image")
    # Named here and not above: the library complains on stderr of what a module holds when the process ends.
    qr_only = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(grey, formats=qr_only, text_mode=zxingcpp.TextMode.Plain)
    return tuple(code.text for code in found if code.text) or UnreadablePhoto("no_code")


def most_pixels(photo: Image.Image) -> int:
    """Return how many pixels of a picture can be decoded in little memory, by what its first bytes say of it."""
    shrinks = photo.format in {"JPEG", "MPO"} and "progressive" not in photo.info
    return MAX_PIXELS if shrinks else MAX_PIXELS_AT_ONCE


def _grey(photo: Image.Image) -> Image.Image:
    """Decode the photo in grey, on white where it is transparent."""
    photo.draft("L", _ENOUGH)
    if not photo.has_transparency_data:
        return photo.convert("L")
    layered = photo.convert("LA")
    white = Image.new("L", layered.size, "white")
    white.paste(layered.getchannel("L"), mask=layered.getchannel("A"))
    return white
