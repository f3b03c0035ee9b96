"""What an owner prints: posters, and sheets of cards."""

import pytest

from bot.pictures.specs import Poster, Sheet
from bot.turn import Paper
from tests.talk import CLEO, MAX, Talk


async def test_the_poster_comes_as_a_page_and_a_picture_with_the_join_link(luna: Talk) -> None:
    text = await luna.says(CLEO, "/poster")
    picture, page = luna.replies[CLEO.id]
    assert isinstance(picture.picture, Poster)
    assert (picture.picture.line, picture.picture.promise) == ("Scan and collect!", "10 stamps: Free coffee")
    assert picture.picture.qr in text
    assert page.document == Paper(picture.picture, "poster-a4.pdf")


async def test_the_poster_comes_on_the_paper_that_is_asked_for(luna: Talk) -> None:
    await luna.says(CLEO, "/poster")
    await luna.taps(CLEO, "📐 Other paper")
    assert luna.labels(CLEO) == ["A4", "A5", "A6", "US Letter"]
    await luna.taps(CLEO, "A6")
    (page,) = luna.replies[CLEO.id]
    assert isinstance(page.document, Paper)
    assert isinstance(page.document.what, Poster)
    assert (page.document.filename, page.document.what.paper) == ("poster-a6.pdf", "a6")


async def test_printed_cards_come_as_a_sheet_and_each_can_be_claimed(luna: Talk) -> None:
    await luna.says(CLEO, "/cards 3")
    document = luna.replies[CLEO.id][0].document
    assert isinstance(document, Paper)
    assert isinstance(document.what, Sheet)
    assert len(set(document.what.cards)) == 3
    assert (document.what.promise, document.what.places) == ("10 stamps: Free coffee", 10)
    payload = document.what.cards[0][0].partition("start=")[2]
    assert "This card is yours now" in await luna.opens(MAX, payload)


@pytest.mark.parametrize("wrong", ["0", "201", "many", "-3"])
async def test_an_impossible_number_of_cards_is_asked_again(luna: Talk, wrong: str) -> None:
    assert "1 to 200" in await luna.says(CLEO, f"/cards {wrong}")
    assert "2 cards to print" in await luna.says(CLEO, "2")
