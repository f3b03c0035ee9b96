"""Pages to print: the same shapes as on a canvas, as vectors in a PDF."""

import unicodedata

from fpdf import FPDF
from PIL import Image

from bot.pictures import faces, logos, qr
from bot.pictures.colours import Colour
from bot.pictures.ink import ink
from bot.pictures.lettering import TextLine
from bot.pictures.qr import Matrix
from bot.pictures.surface import Align, Box, Shape

PAPERS_MM = {
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "letter": (215.9, 279.4),
}

_BLACK: Colour = (0, 0, 0)
_FINE = 300  # pixels for the height of letters, and of shapes, that are printed as an image


class Pages:
    """Pages of one size, measured in units of `unit_mm` from where a layout that is `wide` stands in the middle."""

    def __init__(self, unit_mm: float, title: str, paper: str = "a4", wide: float | None = None) -> None:
        width, height = (side / unit_mm for side in PAPERS_MM[paper])
        self._unit_pt = unit_mm * 72 / 25.4
        self._left = (width - wide) / 2 if wide else 0.0
        self._pdf = FPDF(unit=self._unit_pt, format=(width, height))
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_title(faces.clean(title))
        self._faces: set[str] = set()

    def turn(self) -> None:
        """Begin a new page."""
        self._pdf.add_page()

    def rounded(self, box: Box, radius: int, colour: Colour, over: Colour) -> None:  # noqa: ARG002
        """Draw a filled box with round corners."""
        left, top, right, bottom = box
        self._pdf.set_fill_color(*colour)
        size = (right - left, bottom - top)
        corner = min(radius, min(size) * 0.499)  # fpdf2 leaves corners square that meet
        self._pdf.rect(
            self._left + left, top, *size, style="F", round_corners=radius > 0, corner_radius=corner
        )

    def write(
        self, line: TextLine, at: tuple[float, float], colour: Colour, over: Colour, align: Align = "left"
    ) -> None:
        """Write a line of text; `at` is on its baseline."""
        if not _is_plain(line):
            self._picture(line, at, colour, over, align)
            return
        face = line.face.path.stem
        if face not in self._faces:
            self._faces.add(face)
            self._pdf.add_font(face, fname=line.face.path)
        self._pdf.set_font(face, size=line.size * self._unit_pt)
        self._pdf.set_text_color(*colour)
        x = self._left + at[0] - _shift(align) * self._pdf.get_string_width(line.text)
        self._pdf.text(x, at[1], line.text)

    def place(
        self, shape: Shape, width: int, centre: tuple[float, float], colour: Colour, over: Colour
    ) -> None:
        """Put a shape down by its middle."""
        left, top = centre[0] - width / 2, centre[1] - width / 2
        self._mask(shape(_FINE), (left, top, left + width, top + width), colour, over)

    def logo(self, png: bytes, box: Box) -> None:
        """Draw a logo in a square box that is white already."""
        left, top, right, bottom = box
        self._pdf.image(logos.tile(png, _FINE), self._left + left, top, right - left, bottom - top)

    def modules(self, matrix: Matrix, box: Box) -> None:
        """Draw a QR code's dark modules in a box that is white already."""
        left, top, right, _ = box
        module = (right - left) / len(matrix)
        self._pdf.set_fill_color(*_BLACK)
        for x, y, width, height in qr.bars(matrix):
            place = (self._left + left + x * module, top + y * module, width * module, height * module)
            self._pdf.rect(*place, style="F")

    def hairline(self, start: tuple[float, float], end: tuple[float, float], colour: Colour) -> None:
        """Draw the thinnest line that prints."""
        self._pdf.set_line_width(0.25 / self._unit_pt)
        self._pdf.set_draw_color(*colour)
        self._pdf.line(self._left + start[0], start[1], self._left + end[0], end[1])

    def pdf(self) -> bytes:
        """Return the pages as a PDF file."""
        return bytes(self._pdf.output())

    def _picture(
        self, line: TextLine, at: tuple[float, float], colour: Colour, over: Colour, align: Align
    ) -> None:
        """Print scripts that join letters or run right to left as an image: fpdf2 alone can't shape them."""
        seen = ink(line, _FINE)
        if seen is None:
            return
        scale = line.size / _FINE
        left = at[0] - _shift(align) * seen.width * scale + seen.left * scale
        top = at[1] + seen.top * scale
        box = (left, top, left + seen.mask.width * scale, top + seen.mask.height * scale)
        self._mask(seen.mask, box, colour, over)

    def _mask(
        self, mask: Image.Image, box: tuple[float, float, float, float], colour: Colour, over: Colour
    ) -> None:
        image = Image.composite(Image.new("RGB", mask.size, colour), Image.new("RGB", mask.size, over), mask)
        left, top, right, bottom = box
        self._pdf.image(image, self._left + left, top, right - left, bottom - top)


def _is_plain(line: TextLine) -> bool:
    """Say whether a font of our own sets the whole line, from left to right."""
    one_face = all(face == line.face for _, face in faces.runs(line.text, line.face))
    return one_face and all(unicodedata.bidirectional(letter) not in {"R", "AL"} for letter in line.text)


def _shift(align: Align) -> float:
    return {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
