"""One door for all pictures: a spec goes in, a file to send comes out."""

from dataclasses import dataclass
from typing import Literal, assert_never

from bot.pictures import card, chart, code, poster, sheet
from bot.pictures.specs import CardPicture, Chart, CodePicture, Picture, Poster, Sheet


@dataclass(frozen=True, slots=True)
class File:
    """A drawn picture, ready to be sent."""

    filename: str
    content: bytes
    kind: Literal["png", "pdf"]


def draw(picture: Picture) -> File:
    """Draw a picture as a PNG; a sheet of cards, which is only ever printed, as a PDF."""
    match picture:
        case CardPicture():
            return File("card.png", card.draw(picture), "png")
        case CodePicture():
            return File("code.png", code.draw(picture), "png")
        case Poster():
            return File("poster.png", poster.draw(picture), "png")
        case Chart():
            return File("chart.png", chart.draw(picture), "png")
        case Sheet():
            return print_pdf(picture)
        case _:
            assert_never(picture)


def print_pdf(picture: Poster | Sheet) -> File:
    """Draw a picture as a PDF, its QR codes as vectors."""
    match picture:
        case Poster():
            return File(f"poster-{picture.paper}.pdf", poster.print_pdf(picture), "pdf")
        case Sheet():
            return File("cards.pdf", sheet.print_pdf(picture), "pdf")
        case _:
            assert_never(picture)
