"""What an owner prints comes on the paper that printers hold where the shop is."""

from bot.pictures.specs import Sheet
from bot.turn import Paper
from tests.talk import CLEO, Talk


async def test_cards_are_printed_on_the_paper_of_the_place(luna: Talk) -> None:
    assert "10 fit on a page" in await luna.says(CLEO, "/cards")
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    await luna.taps(CLEO, "Money")
    await luna.says(CLEO, "USD")
    await luna.taps(CLEO, "✔ Confirm")
    assert "8 fit on a page" in await luna.says(CLEO, "/cards")
    await luna.says(CLEO, "2")
    paper = luna.replies[CLEO.id][0].document
    assert isinstance(paper, Paper)
    assert isinstance(paper.what, Sheet)
    assert paper.what.paper == "letter"
