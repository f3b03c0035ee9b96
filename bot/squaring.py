"""Makes a shop's logo of a picture that somebody sent: square, small, of few colours, and with nothing else in the file."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Literal, TypeVar

from PIL import Image, ImageOps

from bot.scanner import BOMBS, BROKEN, MAX_BYTES, read_codes
from bot.scanner import most_pixels as most_at_the_till

SIDE = 256  # pixels
COLOURS = 64  # what a card's own colours leave room for
MAX_PIXELS = 50_000_000

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_ENOUGH = (1024, 1024)
_AIR = 0.06  # around what was cut out, on each side
_ALIKE = 24  # of 255: so far apart two colours of one ground may lie
_SEEN = 24  # of 255: what is fainter is taken for transparent
_PALE = 200  # of 255: what is lighter on the whole wants a dark ground
_DARK = (28, 25, 23)
_WHITE = (255, 255, 255)

Rgb = tuple[int, int, int]
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class UnfitPicture:
    """Why nothing is made of a picture: too big, none that can be opened, one that moves, or there is a QR code on it."""

    why: Literal["too_big", "no_image", "moves", "code"]


def make_logo(content: bytes) -> bytes | UnfitPicture:
    """Return a picture as a logo's PNG; takes about as long and as much memory as reading its codes, so call it in a thread."""
    logo = opened(content, lambda photo: _png(_square(upright(photo))))
    if isinstance(logo, UnfitPicture):
        return logo
    return UnfitPicture("code") if _has_code(content) or _has_code(logo) else logo


def opened(content: bytes, make: Callable[[Image.Image], _Made]) -> _Made | UnfitPicture:
    """Make something of a picture that a stranger sent, or say why it can't be opened."""
    if len(content) > MAX_BYTES:
        return UnfitPicture("too_big")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as photo:
            if photo.width * photo.height > min(MAX_PIXELS, most_at_the_till(photo)):
                return UnfitPicture("too_big")
            if getattr(photo, "is_animated", False):
                return UnfitPicture("moves")
            photo.draft("RGB", _ENOUGH)
            return make(photo)
    except BOMBS:
        return UnfitPicture("too_big")
    except BROKEN:
        return UnfitPicture("no_image")


def upright(photo: Image.Image) -> Image.Image:
    """Turn a picture as its camera was held, and make it small enough to work with."""
    upright = ImageOps.exif_transpose(photo.convert("RGBA") if photo.mode != "RGB" else photo)
    upright.thumbnail(_ENOUGH)
    return upright


def _square(picture: Image.Image) -> Image.Image:
    """Put what is drawn on an even ground into the middle of a square of that ground; of any other picture cut the middle."""
    if picture.mode == "RGBA" and any(picture.getchannel("A").histogram()[:_SEEN]):
        return _framed(*_on_ground(picture))
    picture = picture.convert("RGB")
    ground = _ground(picture)
    if ground is None:
        return ImageOps.fit(picture, (SIDE, SIDE), Image.Resampling.LANCZOS)
    return _framed(picture, ground, _drawn(picture, ground))


def _on_ground(picture: Image.Image) -> tuple[Image.Image, Rgb, tuple[int, int, int, int] | None]:
    """Lay a transparent picture on white, or on a dark ground where it is pale itself."""
    shape = picture.getchannel("A").point(lambda a: 255 * (a >= _SEEN))
    lightness = picture.convert("L").histogram(mask=shape)
    pale = sum(lightness[_PALE:]) * 10 > sum(lightness) * 9
    ground = _DARK if pale else _WHITE
    laid = Image.new("RGB", picture.size, ground)
    laid.paste(picture, mask=picture.getchannel("A"))
    return laid, ground, shape.getbbox()


def _ground(picture: Image.Image) -> Rgb | None:
    """Return the colour that all of a picture's edge has, if it has one."""
    right, bottom = picture.width - 1, picture.height - 1
    edge = [picture.getpixel((x * right // 20, y)) for x in range(21) for y in (0, bottom)]
    edge += [picture.getpixel((x, y * bottom // 20)) for y in range(21) for x in (0, right)]
    common, _ = Counter(edge).most_common(1)[0]
    red, green, blue = common  # type: ignore[misc]  # of three parts in RGB
    even = all(max(abs(a - b) for a, b in zip(one, common, strict=True)) <= _ALIKE for one in edge)  # type: ignore[arg-type]
    return (red, green, blue) if even else None


def _drawn(picture: Image.Image, ground: Rgb) -> tuple[int, int, int, int] | None:
    """Return where a picture is something else than its ground."""
    bands = zip(picture.split(), ground, strict=True)
    boxes = [
        band.point([255 * (abs(value - own) > _ALIKE) for value in range(256)]).getbbox()
        for band, own in bands
    ]
    found = [box for box in boxes if box]
    lefts, tops, rights, bottoms = zip(*found, strict=True) if found else ((), (), (), ())
    return (min(lefts), min(tops), max(rights), max(bottoms)) if found else None


def _framed(picture: Image.Image, ground: Rgb, box: tuple[int, int, int, int] | None) -> Image.Image:
    """Put what is in the box as large as it fits into a square of the ground."""
    inside = picture.crop(box) if box else picture
    side = round(SIDE * (1 - 2 * _AIR))
    square = Image.new("RGB", (SIDE, SIDE), ground)
    fitted = ImageOps.contain(inside, (side, side), Image.Resampling.LANCZOS)
    square.paste(fitted, ((SIDE - fitted.width) // 2, (SIDE - fitted.height) // 2))
    return square


def _png(square: Image.Image) -> bytes:
    """Write pixels alone: a new picture has nothing of what was beside them in the file."""
    bare = Image.frombytes("RGB", square.size, square.tobytes()).quantize(COLOURS)
    file = BytesIO()
    bare.save(file, "PNG", optimize=True)
    return file.getvalue()


def _has_code(content: bytes) -> bool:
    return isinstance(read_codes(content), tuple)
