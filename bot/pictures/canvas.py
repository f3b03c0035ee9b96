"""A picture of few colours, made of masks: quick to draw, small to send."""

from io import BytesIO

from PIL import Image

from bot.pictures import logos, shapes
from bot.pictures.colours import Colour, mix
from bot.pictures.ink import ink
from bot.pictures.lettering import TextLine
from bot.pictures.qr import Matrix
from bot.pictures.surface import Align, Box, Shape

_STEPS = 12  # shades between two colours: what smooth edges need
_BLACK: Colour = (0, 0, 0)


class Canvas:
    """Draws with a palette; an edge between two colours gets a ramp of shades in it.

    Every call names the flat colour that lies under the shape, so no pixel is ever blended: this is several
    times as quick as drawing in full colour, and the PNG needs no quantising.
    """

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self._colours: dict[Colour, int] = {}
        self._ramps: dict[tuple[Colour, Colour], list[int]] = {}
        self._image = Image.new("L", (width, height), self._index(ground))

    def fill(self, box: Box, colour: Colour) -> None:
        """Fill a box with one colour."""
        self._image.paste(self._index(colour), box)

    def rounded(self, box: Box, radius: int, colour: Colour, over: Colour) -> None:
        """Draw a filled box with round corners."""
        left, top, right, bottom = box
        radius = min(radius, (right - left) // 2, (bottom - top) // 2)
        self.fill(box, colour)
        for x in (0, 1):
            for y in (0, 1):
                at = (right - radius if x else left, bottom - radius if y else top)
                self._put(shapes.corner(radius, x, y), at, colour, over)

    def stamp(self, mask: Image.Image, centre: tuple[float, float], colour: Colour, over: Colour) -> None:
        """Put a mask down by its middle."""
        at = (round(centre[0] - mask.width / 2), round(centre[1] - mask.height / 2))
        self._put(mask, at, colour, over)

    def place(
        self, shape: Shape, width: int, centre: tuple[float, float], colour: Colour, over: Colour
    ) -> None:
        """Put a shape down by its middle."""
        self.stamp(shape(width), centre, colour, over)

    def write(
        self, line: TextLine, at: tuple[float, float], colour: Colour, over: Colour, align: Align = "left"
    ) -> None:
        """Write a line of text; `at` is on its baseline."""
        seen = ink(line, int(line.size))
        if seen is None:
            return
        shift = {
            "left": 0.0,
            "centre": seen.left + seen.mask.width / 2,
            "right": seen.left + seen.mask.width,
        }[align]
        self._put(seen.mask, (round(at[0] - shift) + seen.left, round(at[1]) + seen.top), colour, over)

    def logo(self, png: bytes, box: Box) -> None:
        """Draw a logo in a square box that is white already."""
        tile = logos.flat_tile(png, box[2] - box[0])
        parts = tile.getpalette() or []
        own = [self._index((parts[i], parts[i + 1], parts[i + 2])) for i in range(0, len(parts), 3)]
        flat = Image.frombytes("L", tile.size, tile.tobytes())
        self._image.paste(flat.point([*own, *[0] * (256 - len(own))]), box)

    def modules(self, matrix: Matrix, box: Box) -> None:
        """Draw a QR code's dark modules, as large as whole pixels allow, in the middle of a white box."""
        count = len(matrix)
        side = (box[2] - box[0]) // count * count
        dark = Image.frombytes("L", (count, count), bytes(255 * module for row in matrix for module in row))
        left, top = (box[0] + box[2] - side) // 2, (box[1] + box[3] - side) // 2
        mask = dark.resize((side, side), Image.Resampling.NEAREST)
        self._image.paste(self._index(_BLACK), (left, top), mask)

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        picture = self._image.copy()
        picture.putpalette([part for colour in self._colours for part in colour])
        buffer = BytesIO()
        picture.save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()

    def _put(self, mask: Image.Image, at: tuple[int, int], colour: Colour, over: Colour) -> None:
        self._image.paste(mask.point(self._ramp(colour, over)), at)

    def _index(self, colour: Colour) -> int:
        return self._colours.setdefault(colour, len(self._colours))

    def _ramp(self, colour: Colour, over: Colour) -> list[int]:
        """Return the palette index for each of a mask's 256 values."""
        if (colour, over) not in self._ramps:
            shades = [self._index(mix(colour, over, step / _STEPS)) for step in range(_STEPS + 1)]
            self._ramps[colour, over] = [shades[round(value * _STEPS / 255)] for value in range(256)]
        return self._ramps[colour, over]
