"""Printed cards to cut out, as many of a business card's size on each page as it holds."""

from dataclasses import dataclass

from bot.pictures import emblem, qr
from bot.pictures.colours import GREY, NIGHT, WHITE, Colour, Palette, palette
from bot.pictures.lettering import Style, fit, spaced, whole, wrap
from bot.pictures.page import PAPERS_MM, Pages
from bot.pictures.specs import Sheet

UNIT_MM = 0.1
CARD = (850, 550)
COLUMNS = 2

_LEAST_MARGIN = 110  # above and below, where printers print nothing
_BAND = 440  # the shop's side of a card; the other holds the code
_MARGIN = 44
_CUT: Colour = (150, 150, 150)
_ARM = 35
_MOST_DOTS = 12  # more would be too small to be seen as places
_DOT_GAP = 8

_SHOP = Style("bold", 54, 30)
_EMBLEM = 96
_PROMISE = Style("bold", 46, 28)
_LINE = Style("regular", 31, 24)
_CODE = Style("bold", 46, 20)
_PLACE = Style("regular", 23, 18)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cards of a page stand."""

    left: int
    top: int
    rows: int

    def corner(self, column: int, row: int) -> tuple[int, int]:
        return self.left + column * CARD[0], self.top + row * CARD[1]


def _grid(paper: str) -> _Grid:
    width, height = (round(side / UNIT_MM) for side in PAPERS_MM[paper])
    rows = (height - 2 * _LEAST_MARGIN) // CARD[1]
    return _Grid((width - COLUMNS * CARD[0]) // 2, (height - rows * CARD[1]) // 2, rows)


def cards_a_page(paper: str) -> int:
    """Return how many cards a page holds."""
    return COLUMNS * _grid(paper).rows


def print_pdf(sheet: Sheet) -> bytes:
    """Return the cards as pages with marks to cut along; a sheet without cards is one empty page."""
    colours, grid = palette(sheet.colour), _grid(sheet.paper)
    pages = Pages(UNIT_MM, title=sheet.shop, paper=sheet.paper)
    each = cards_a_page(sheet.paper)
    for start in range(0, max(len(sheet.cards), 1), each):
        pages.turn()
        for place, (text, code) in enumerate(sheet.cards[start : start + each]):
            row, column = divmod(place, COLUMNS)
            corner = grid.corner(column, row)
            _shop_side(pages, sheet, corner, colours)
            _code_side(pages, text, code, sheet.place, corner)
        _cut_marks(pages, grid)
    return pages.pdf()


def _shop_side(pages: Pages, sheet: Sheet, corner: tuple[int, int], colours: Palette) -> None:
    """Say whose card it is, what it earns and what to do, from top to bottom."""
    x, y = corner
    left, room = x + _MARGIN, _BAND - 2 * _MARGIN
    pages.rounded((x, y, x + _BAND, y + CARD[1]), 0, colours.card, WHITE)
    foot = _name(pages, sheet, (left, y + 50), room, colours) + 24
    for line in wrap(sheet.promise, _PROMISE, room, rows=3):
        foot += line.size * 1.16
        pages.write(line, (left, foot - line.size * 0.2), colours.ink, colours.card)
    if 0 < sheet.places <= _MOST_DOTS:
        _dots(pages, sheet.places, (left, round(foot) + 26), room, colours)
    lines = wrap(sheet.line, _LINE, room, rows=3)
    for rank, line in enumerate(reversed(lines)):
        pages.write(line, (left, y + CARD[1] - 44 - rank * line.size * 1.25), colours.ink, colours.card)


def _name(pages: Pages, sheet: Sheet, at: tuple[int, int], room: int, colours: Palette) -> float:
    """Write the shop's name behind its emblem, and return where it ends."""
    left, top = at
    beside = emblem.room(sheet.emblem, _EMBLEM)
    lines = wrap(sheet.shop, _SHOP, room - beside, rows=2)
    high = sum(line.size * 1.12 for line in lines)
    foot = top + max(0.0, (_EMBLEM - high) / 2 if beside else 0.0)
    emblem.draw(pages, sheet.emblem, _EMBLEM, (left, max(top + _EMBLEM / 2, top + high / 2)), colours)
    for line in lines:
        foot += line.size * 1.12
        pages.write(line, (left + beside, foot - line.size * 0.2), colours.ink, colours.card)
    return max(foot, top + _EMBLEM if beside else 0.0)


def _dots(pages: Pages, count: int, at: tuple[int, int], room: int, colours: Palette) -> None:
    """Draw as many places as the card has, in a row; the last is full, for it earns the reward."""
    left, top = at
    width = min((room - _DOT_GAP * (count - 1)) // count, 34)
    for place in range(count):
        x = left + place * (width + _DOT_GAP)
        pages.rounded((x, top, x + width, top + width), width // 2, colours.ink, colours.card)
        if place < count - 1:
            hole = (x + 4, top + 4, x + width - 4, top + width - 4)
            pages.rounded(hole, width // 2 - 4, colours.card, colours.ink)


def _code_side(pages: Pages, text: str, code: str, place: tuple[str, ...], corner: tuple[int, int]) -> None:
    """Draw the code, its letters, and under them where the shop is and when it is open."""
    x, y = corner[0] + _BAND, corner[1]
    width = CARD[0] - _BAND
    lines = whole(place, _PLACE, width - 24, most=3)
    top = 4 if lines else 32
    pages.modules(qr.matrix(text), (x + 4, y + top, x + width - 4, y + top + width - 8))
    short = fit(spaced(code), _CODE, width - 60)
    pages.write(short, (x + width / 2, y + top + (442 if lines else 454)), NIGHT, WHITE, "centre")
    for rank, line in enumerate(lines):
        pages.write(line, (x + width / 2, y + 480 + 24 * rank), GREY, WHITE, "centre")


def _cut_marks(pages: Pages, grid: _Grid) -> None:
    for column in range(COLUMNS + 1):
        for row in range(grid.rows + 1):
            x, y = grid.corner(column, row)
            pages.hairline((x - _ARM, y), (x + _ARM, y), _CUT)
            pages.hairline((x, y - _ARM), (x, y + _ARM), _CUT)
