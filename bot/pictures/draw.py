"""One door for all pictures: a spec goes in, a file to send comes out."""

from dataclasses import dataclass
from typing import Literal, assert_never

from bot.pictures import card, chart, code, customers, poster, sheet
from bot.pictures.specs import (
    CardPicture,
    Chart,
    CodePicture,
    CustomerChart,
    Picture,
    Poster,
    ProofPicture,
    Sheet,
)


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """A drawn picture, ready to be sent."""

    filename: str
    content: bytes
    kind: Literal["png", "pdf", "jpeg"]


def draw(picture: Picture) -> DrawnFile:
    """Draw a picture as a PNG; a sheet of cards, which is only ever printed, as a PDF, and a photo as it is."""
    match picture:
        case CardPicture():
            return DrawnFile("card.png", card.draw(picture), "png")
        case CodePicture():
            return DrawnFile("code.png", code.draw(picture), "png")
        case Poster():
            return DrawnFile("poster.png", poster.draw(picture), "png")
        case Chart():
            return DrawnFile("chart.png", chart.draw(picture), "png")
        case CustomerChart():
            return DrawnFile("customers.png", customers.draw(picture), "png")
        case ProofPicture():
            return DrawnFile("proof.jpg", picture.jpeg, "jpeg")
        case Sheet():
            return print_pdf(picture)
        case _:
            assert_never(picture)


def print_pdf(picture: Poster | Sheet) -> DrawnFile:
    """Draw a picture as a PDF, its QR codes as vectors."""
    match picture:
        case Poster():
            return DrawnFile(f"poster-{picture.paper}.pdf", poster.print_pdf(picture), "pdf")
        case Sheet():
            return DrawnFile("cards.pdf", sheet.print_pdf(picture), "pdf")
        case _:
            assert_never(picture)
