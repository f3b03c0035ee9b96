"""Texts, stamps and colours keep inside their places."""

import unicodedata
from itertools import combinations, product
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.shop.open_shop import COLOURS
from bot.pictures import faces
from bot.pictures.colours import contrast, palette
from bot.pictures.ink import ink
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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("6 stamps: Free coffee", ["6 stamps:", "Free coffee"]),
        ("12 stempels: Ontbijt voor twee", ["12 stempels:", "Ontbijt voor twee"]),
        ("Breakfast for two on Sunday", ["Breakfast for", "two on Sunday"]),
    ],
)
def test_lines_are_broken_after_a_colon_or_evenly(text: str, lines: list[str]) -> None:
    assert [line.text for line in wrap(text, STYLE, 560, rows=2)] == lines


def test_a_word_longer_than_its_lines_is_broken_rather_than_cut_off() -> None:
    lines = [line.text for line in wrap("Donaudampfschifffahrtsgesellschaft", STYLE, 400, rows=2)]
    assert lines[0].endswith("-")
    assert lines[0][:-1] + lines[1] == "Donaudampfschifffahrtsgesellschaft"
    assert all(line.width <= 400 for line in wrap("W" * 300, STYLE, 400, rows=2))


def test_a_space_beside_an_emoji_is_as_wide_as_any() -> None:
    apart = fit("☕ Luna", STYLE, 900).width - fit("☕Luna", STYLE, 900).width
    assert apart < fit("Cafe Luna", STYLE, 900).width - fit("CafeLuna", STYLE, 900).width + 10


@pytest.mark.slow
def test_chinese_and_japanese_are_broken_between_characters() -> None:
    lines = [line.text for line in wrap("月の光が差すカフェ、ルナ", Style("bold", 60, 60), 400, rows=3)]
    assert "".join(lines) == "月の光が差すカフェ、ルナ"
    assert len(lines) == 2
    assert not lines[1].startswith("、")


def test_what_is_no_letter_is_left_out() -> None:
    assert fit("𝓒𝓪𝓯é Ｌuna", STYLE, 900).text == "Café Luna"
    assert fit("\u202eLu\x00na\u200f", STYLE, 900).text == "Luna"
    assert fit("Café\u2028\u2029Luna\x85", STYLE, 900).text == "Café Luna"
    assert fit("Lu\u0336\u0489na\ufe0f", STYLE, 900).text == "Luna"


SET_BY_LETTER = [
    "Őrült Jó Űrkávézó", "Ijssalon ’t Hoekje €", "Καφέ", "Кафе Луна", "Phở Hà Nội", "ლუნა",
    "月亮咖啡馆", "月のカフェ", "달빛 커피", "Café 月 ☕", "🎂👩‍🍳",
]  # fmt: skip
SHAPED = ["قهوة", "קפה", "ร้านกาแฟพระจันทร์", "चाँद कॉफ़ी हाउस", "চাঁদ কফি", "நிலா காபி"]
SCRIPTS = [*SET_BY_LETTER, *(SHAPED if faces.CAN_SHAPE else ())]
shaped = pytest.mark.skipif(not faces.CAN_SHAPE, reason="FriBiDi is not installed: `stempel doctor` says so")


@pytest.mark.parametrize("text", SCRIPTS)
def test_names_in_many_scripts_are_drawn_whole(text: str) -> None:
    line = fit(text, STYLE, 900)
    assert line.text == unicodedata.normalize("NFC", text)
    assert faces.missing(text) == ""
    drawn = ink(line, 60)
    assert drawn is not None
    assert drawn.mask.getextrema() == (0, 255)


@pytest.mark.parametrize("text", SCRIPTS)
def test_no_letter_is_drawn_as_an_empty_box(text: str) -> None:
    for part, face in faces.runs(fit(text, STYLE, 900).text, faces.choose(text, "bold")[1]):
        assert all(ord(letter) in faces.coverage(face) for letter in part)


@shaped
def test_joined_and_stacked_letters_are_narrower_than_one_by_one() -> None:
    for text in ("ร้านน้ำ", "हिन्दी", "قهوة"):
        whole = fit(text, STYLE, 900).width
        assert whole < sum(fit(letter, STYLE, 900).width for letter in text if fit(letter, STYLE, 900).text)


@shaped
def test_parts_of_a_text_from_right_to_left_stand_in_its_order() -> None:
    line = fit("קפה 🎂", STYLE, 900)
    assert [part.strip() for part, _ in faces.runs(line.text, line.face)] == ["🎂", "קפה"]


@pytest.mark.slow
def test_letters_that_no_font_has_are_named() -> None:
    assert faces.missing("Café 𐎠𐎼 Luna") == "𐎠𐎼"
    assert faces.missing("Ｌuna\u200f 𝓒") == ""


def test_a_short_code_is_set_apart_and_keeps_its_groups() -> None:
    assert spaced("K7P") == "K 7 P"
    assert spaced("48 91").split(" ") == ["4", "8", "\u00a0", "9", "1"]


EVERY_COLOUR = [
    *COLOURS,
    *("#{:02x}{:02x}{:02x}".format(*rgb) for rgb in product(range(0, 256, 15), repeat=3)),
]


@pytest.mark.slow
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
