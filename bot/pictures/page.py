"""Pages to print: the same shapes as on a canvas, as vectors in a PDF."""

import unicodedata

from fpdf import FPDF
from PIL import Image

from bot.pictures import faces, qr
from bot.pictures.colours import Colour
from bot.pictures.ink import ink
from bot.pictures.lettering import Line
from bot.pictures.qr import Matrix
from bot.pictures.surface import Align, Box

A4_MM = (210.0, 297.0)

_BLACK: Colour = (0, 0, 0)
_FINE = 300  # pixels for the height of letters that are printed as an image


class Pages:
    """A4 pages, measured from the left top corner in units of `unit_mm`."""

    def __init__(self, unit_mm: float, title: str) -> None:
        self._unit_pt = unit_mm * 72 / 25.4
        self._pdf = FPDF(unit=self._unit_pt, format=(A4_MM[0] / unit_mm, A4_MM[1] / unit_mm))
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
        self._pdf.rect(left, top, *size, style="F", round_corners=radius > 0, corner_radius=radius)

    def write(
        self, line: Line, at: tuple[float, float], colour: Colour, over: Colour, align: Align = "left"
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
        x = at[0] - _shift(align) * self._pdf.get_string_width(line.text)
        self._pdf.text(x, at[1], line.text)

    def modules(self, matrix: Matrix, box: Box) -> None:
        """Draw a QR code's dark modules in a box that is white already."""
        left, top, right, _ = box
        module = (right - left) / len(matrix)
        self._pdf.set_fill_color(*_BLACK)
        for x, y, width, height in qr.bars(matrix):
            place = (left + x * module, top + y * module, width * module, height * module)
            self._pdf.rect(*place, style="F")

    def hairline(self, start: tuple[float, float], end: tuple[float, float], colour: Colour) -> None:
        """Draw the thinnest line that prints."""
        self._pdf.set_line_width(0.25 / self._unit_pt)
        self._pdf.set_draw_color(*colour)
        self._pdf.line(*start, *end)

    def pdf(self) -> bytes:
        """Return the pages as a PDF file."""
        return bytes(self._pdf.output())

    def _picture(
        self, line: Line, at: tuple[float, float], colour: Colour, over: Colour, align: Align
    ) -> None:
        """Print scripts that join letters or run right to left as an image: fpdf2 alone can't shape them."""
        seen = ink(line, _FINE)
        if seen is None:
            return
        image = Image.composite(
            Image.new("RGB", seen.mask.size, colour), Image.new("RGB", seen.mask.size, over), seen.mask
        )
        scale = line.size / _FINE
        x = at[0] - _shift(align) * seen.width * scale
        self._pdf.image(
            image, x + seen.left * scale, at[1] + seen.top * scale, image.width * scale, image.height * scale
        )


def _is_plain(line: Line) -> bool:
    """Say whether a font of our own sets the whole line, from left to right."""
    one_face = all(face == line.face for _, face in faces.runs(line.text, line.face))
    return one_face and all(unicodedata.bidirectional(letter) not in {"R", "AL"} for letter in line.text)


def _shift(align: Align) -> float:
    return {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
