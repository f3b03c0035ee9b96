"""Printed cards to cut out, ten of a business card's size on each A4 page."""

from bot.pictures import qr
from bot.pictures.colours import NIGHT, WHITE, Colour, Palette, palette
from bot.pictures.lettering import Style, fit, spaced, wrap
from bot.pictures.page import Pages
from bot.pictures.specs import Sheet

UNIT_MM = 0.1
CARD = (850, 550)
COLUMNS, ROWS = 2, 5

_LEFT, _TOP = 200, 110
_BAND = 460  # the shop's side of a card; the other holds the code
_CUT: Colour = (150, 150, 150)
_ARM = 35

_SHOP = Style("bold", 56, 34)
_LINE = Style("regular", 36, 26)
_CODE = Style("bold", 46, 20)


def print_pdf(sheet: Sheet) -> bytes:
    """Return the cards as A4 pages with marks to cut along; a sheet without cards is one empty page."""
    colours = palette(sheet.colour)
    pages = Pages(UNIT_MM, title=sheet.shop)
    each = COLUMNS * ROWS
    for start in range(0, max(len(sheet.cards), 1), each):
        pages.turn()
        for place, (text, code) in enumerate(sheet.cards[start : start + each]):
            row, column = divmod(place, COLUMNS)
            corner = (_LEFT + column * CARD[0], _TOP + row * CARD[1])
            _shop_side(pages, sheet, corner, colours)
            _code_side(pages, text, code, corner)
        _cut_marks(pages)
    return pages.pdf()


def _shop_side(pages: Pages, sheet: Sheet, corner: tuple[int, int], colours: Palette) -> None:
    x, y = corner
    pages.rounded((x, y, x + _BAND, y + CARD[1]), 0, colours.card, WHITE)
    room = _BAND - 100
    for rank, line in enumerate(wrap(sheet.shop, _SHOP, room, rows=3)):
        pages.write(line, (x + 50, y + 104 + rank * line.size * 1.15), colours.ink, colours.card)
    lines = wrap(sheet.line, _LINE, room, rows=4)
    for rank, line in enumerate(reversed(lines)):
        foot = y + CARD[1] - 58 - rank * line.size * 1.3
        pages.write(line, (x + 50, foot), colours.ink, colours.card)


def _code_side(pages: Pages, text: str, code: str, corner: tuple[int, int]) -> None:
    x, y = corner[0] + _BAND, corner[1]
    width = CARD[0] - _BAND
    pages.modules(qr.matrix(text), (x + 10, y + 40, x + width - 10, y + 40 + width - 20))
    short = fit(spaced(code), _CODE, width - 60)
    pages.write(short, (x + width / 2, y + 466), NIGHT, WHITE, "centre")


def _cut_marks(pages: Pages) -> None:
    for column in range(COLUMNS + 1):
        for row in range(ROWS + 1):
            x, y = _LEFT + column * CARD[0], _TOP + row * CARD[1]
            pages.hairline((x - _ARM, y), (x + _ARM, y), _CUT)
            pages.hairline((x, y - _ARM), (x, y + _ARM), _CUT)
