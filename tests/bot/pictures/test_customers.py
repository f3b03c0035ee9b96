"""The picture of a shop's customers: whole words in every language, with four kinds, with two, and with nobody."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from actions.people.customers import Census, CountedMoves, CustomerOverview
from bot.owner.customer_chart import chart_of
from bot.pictures import customers as picture
from bot.pictures.draw import draw
from bot.pictures.lettering import Style, fit, wrap
from bot.pictures.parts import EDGE, WIDTH
from bot.pictures.specs import CustomerChart
from loyalty.cards.ways import Ways
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.portrait import Lines
from loyalty.people.suspects import Suspects
from loyalty.records import Shop
from tests.actions.places import NOW
from tests.loyalty.cards.test_ways import POINTS, STAMPS
from words.language import LANGUAGES, words

SHOP = Shop(1, "LUNA", "Café Luna", "Europe/Amsterdam", "EUR", "en", "#7a3e2e", 10, NOW)
FOUR = {Quadrant.FRIEND: 1200, Quadrant.BUTTERFLY: 64, Quadrant.BARNACLE: 410, Quadrant.STRANGER: 93}
TWO = {Quadrant.LOYAL: 4, Quadrant.PASSING: 9}
PHASES = {Phase.PROSPECT: 220, Phase.FIRST: 610, Phase.REPEAT: 480, Phase.REGULAR: 900, Phase.AMBASSADOR: 41}
PLACES = Ways(STAMPS, left=tuple((left, 90 - 9 * left) for left in range(1, 10)))
TENTHS = Ways(POINTS, left=tuple((left, 7 * left) for left in range(11)))


def overview(quadrants: dict[Quadrant, int], phases: dict[Phase, int], ways: Ways | None) -> CustomerOverview:
    suspects = Suspects(NOW.date(), 400, 170) if phases else None
    margin = 4000 if Quadrant.FRIEND in quadrants else None
    moves = (
        CountedMoves("quadrant", "friend", "butterfly", 17),
        CountedMoves("phase", "first", "repeat", 31),
    )
    night = (NOW, Lines(sum(quadrants.values()), 4, margin))
    return CustomerOverview(
        SHOP, night, Census(phases, quadrants, 0, 0, {}), moves, 3, (ways,) if ways else (), suspects
    )


def _said(chart: CustomerChart) -> Iterator[tuple[str, Style, int]]:
    """Give each text of the picture with how it is set, and the room that it has at least."""
    across = WIDTH - 2 * EDGE - 2 * 52
    half = (across - 24) // 2
    yield from ((label, picture.HEADING, half) for label in chart.columns)
    yield from ((label, picture.LABEL, across) for label in chart.rows)
    yield from ((one.name, picture.NAME, half - 56) for one in chart.quarters)
    yield from ((one.name, picture.COUNT, picture.NAMES - 20) for one in chart.steps)
    yield from ((one.says, picture.LABEL, picture.NAMES - 20) for one in chart.steps)
    yield from (
        (title, picture.HEADING, across) for title in (chart.steps_title, *(one.title for one in chart.ways))
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("quadrants", "ways"), [(FOUR, PLACES), (TWO, TENTHS)])
def test_every_word_fits_whole_in_every_language(
    language: str, quadrants: dict[Quadrant, int], ways: Ways
) -> None:
    chart = chart_of(overview(quadrants, PHASES, ways), words(language))
    cut = [text for text, style, room in _said(chart) if fit(text, style, room).text != text]
    assert cut == []
    step = wrap(chart.next_step, picture.HINT, WIDTH - 2 * EDGE - 2 * 52, 2)
    assert not step[-1].text.endswith("…")


@pytest.mark.parametrize(
    ("quadrants", "phases", "ways", "height"),
    [(FOUR, PHASES, PLACES, 2296), (TWO, PHASES, TENTHS, 1916), ({}, {}, None, 1314)],
)
def test_it_is_as_high_as_what_it_shows(
    quadrants: dict[Quadrant, int], phases: dict[Phase, int], ways: Ways | None, height: int
) -> None:
    drawn = draw(chart_of(overview(quadrants, phases, ways), words("en")))
    image = Image.open(BytesIO(drawn.content))
    assert image.width == WIDTH
    assert image.height == height
    assert len(drawn.content) < 120_000
