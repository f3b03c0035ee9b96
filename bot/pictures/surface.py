"""What pixels and paper have in common, so that one layout serves both."""

from collections.abc import Callable
from typing import Literal, Protocol

from PIL import Image

from bot.pictures.colours import Colour
from bot.pictures.lettering import TextLine
from bot.pictures.qr import Matrix

Align = Literal["left", "centre", "right"]
Box = tuple[int, int, int, int]  # left, top, right, bottom
Shape = Callable[[int], Image.Image]  # a mask of so many pixels


class Surface(Protocol):
    """A place to draw on; every shape says which flat colour it lies over."""

    def rounded(self, box: Box, radius: int, colour: Colour, over: Colour) -> None:
        """Draw a filled box with round corners."""

    def write(
        self, line: TextLine, at: tuple[float, float], colour: Colour, over: Colour, align: Align = "left"
    ) -> None:
        """Write a line of text; `at` is on its baseline."""

    def place(
        self, shape: Shape, width: int, centre: tuple[float, float], colour: Colour, over: Colour
    ) -> None:
        """Put a shape down by its middle."""

    def logo(self, png: bytes, box: Box) -> None:
        """Draw a logo in a square box that is white already."""

    def modules(self, matrix: Matrix, box: Box) -> None:
        """Draw a QR code's dark modules in a box that is white already."""
