"""Texts, stamps and colours keep inside their places."""

from itertools import combinations, product
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.shops import COLOURS
from bot.pictures.colours import contrast, palette
from bot.pictures.lettering import Style, fit, spaced, wrap
from bot.pictures.qr import QUIET, bars, matrix
from bot.pictures.specs import Mark
from bot.pictures.stamps import grid

STYLE = Style("bold", 60, 30)
BOX = (92, 328, 988, 672)


@pytest.mark.parametrize("size", range(1, 31))
@pytest.mark.parametrize("label", ["", "Espresso", "Breakfast for two"])
def test_stamps_stay_inside_the_card_and_apart(size: int, label: str) -> None:
    layout = grid(size, (Mark(size, label), Mark((size + 1) // 2, label)), BOX)
    half = layout.width * 0.56  # a seal is a little wider than a circle
    beneath = (0, 44, 74)[layout.label_rows]
    assert len(layout.middles) == size
    assert layout.width >= 36
    for x, y in layout.middles:
        assert BOX[0] - half / 8 <= x - half
        assert x + half <= BOX[2] + half / 8
        assert BOX[1] <= y - half
        assert y + half <= BOX[3]
    assert layout.middles[-1][1] + half + beneath <= BOX[3] + half / 8
    assert all(dist(one, other) >= layout.width * 1.05 for one, other in combinations(layout.middles, 2))


@pytest.mark.parametrize(("size", "rows"), [(5, 1), (6, 1), (10, 2), (12, 2), (30, 3)])
def test_usual_cards_have_the_rows_people_expect(size: int, rows: int) -> None:
    layout = grid(size, (Mark(size, "Free coffee"),), BOX)
    assert (-(-size // layout.columns), size % layout.columns) == (rows, 0)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), width=st.integers(120, 900), rows=st.integers(1, 3))
def test_text_is_never_wider_than_its_place(text: str, width: int, rows: int) -> None:
    lines = wrap(text, STYLE, width, rows)
    assert 1 <= len(lines) <= rows
    assert all(line.width <= width for line in lines)
    assert all(STYLE.smallest <= line.size <= STYLE.size for line in lines)


def test_text_shrinks_before_it_loses_words() -> None:
    assert fit("Café Luna", STYLE, 900).size == STYLE.size
    smaller = fit("Café Luna and its garden", STYLE, 500)
    assert smaller.text == "Café Luna and its garden"
    assert smaller.size < STYLE.size
    shortened = fit("Café Luna and its garden behind the old harbour", STYLE, 500)
    assert shortened.text.endswith("…")
    assert "Café Luna and its garden behind the old harbour".startswith(shortened.text[:-1])


def test_what_no_font_can_draw_is_left_out() -> None:
    assert fit("Luna ☕️🎂", STYLE, 900).text == "Luna"
    assert fit("𝓒𝓪𝓯é Ｌuna", STYLE, 900).text == "Café Luna"
    assert fit("\u202eLu\x00na\u200f", STYLE, 900).text == "Luna"
    assert fit("月", STYLE, 900).text == ""


@pytest.mark.parametrize(
    "text", ["Őrült Jó Űrkávézó", "Ijssalon ’t Hoekje €", "Καφέ", "Кафе Луна", "قهوة", "קפה"]
)
def test_names_in_many_scripts_are_drawn_whole(text: str) -> None:
    assert fit(text, STYLE, 900).text == text


def test_a_short_code_is_set_apart_and_keeps_its_groups() -> None:
    assert spaced("K7P") == "K 7 P"
    assert spaced("48 91").split(" ") == ["4", "8", "\u00a0", "9", "1"]


EVERY_COLOUR = [
    *COLOURS,
    *("#{:02x}{:02x}{:02x}".format(*rgb) for rgb in product(range(0, 256, 15), repeat=3)),
]


def test_letters_and_outlines_can_be_seen_on_every_shop_colour() -> None:
    for colours in map(palette, EVERY_COLOUR):
        assert contrast(colours.ink, colours.card) >= 4.5
        assert contrast(colours.soft, colours.card) >= 3
        assert contrast(colours.accent, (255, 255, 255)) >= 3


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="coffee"):
        palette("coffee")


def test_bars_cover_exactly_the_dark_modules() -> None:
    modules = matrix("https://t.me/CafeLunaBot?start=j_luna")
    covered = {
        (x + i, y + j) for x, y, width, height in bars(modules) for i in range(width) for j in range(height)
    }
    assert covered == {(x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}


def test_a_code_has_its_quiet_zone() -> None:
    modules = matrix("luna")
    assert not any(any(row) for row in modules[:QUIET] + modules[-QUIET:])
    assert not any(any(row[:QUIET] + row[-QUIET:]) for row in modules)
