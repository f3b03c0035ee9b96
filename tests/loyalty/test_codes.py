"""Codes that people read aloud and type."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.codes import (
    ALPHABET,
    LENGTH,
    looks_like_code,
    make_code,
    meant_as_code,
    parted,
    read_code,
    readings,
)


def test_no_two_characters_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert ALPHABET.isascii()
    for alike in ("0O", "1IL", "2Z", "5S", "8B"):
        assert not set(alike) & set(ALPHABET)


def test_a_code_takes_each_character_from_the_choice_it_is_given() -> None:
    asked: list[Sequence[str]] = []

    def choose(characters: Sequence[str]) -> str:
        asked.append(characters)
        return characters[len(asked)]

    assert make_code(choose) == ALPHABET[1 : LENGTH + 1]
    assert asked == [ALPHABET] * LENGTH


@pytest.mark.parametrize("money", ["349679", "E94736", "94736F", "36E79C", "EUR994"])
def test_a_code_that_reads_as_money_is_drawn_again(money: str) -> None:
    drawn = iter(money + "K7M3QX")
    assert make_code(lambda _: next(drawn)) == "K7M3QX"


@given(
    code=st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH),
    gap=st.sampled_from(["", " ", "-", "–", "—", "\u2011", ". ", "\u00a0", "\u200f", "·"]),
)
def test_a_code_is_read_whatever_its_case_and_gaps(code: str, gap: str) -> None:
    typed = f" {code[:3].lower()}{gap}{code[3:]}\n"
    assert read_code(typed) == code


def test_full_width_letters_are_read() -> None:
    assert read_code("ＡＣＤ３４６") == "ACD346"


@pytest.mark.parametrize(
    "text",
    ["", "ACD34", "ACD3467", "ACD340", "ACD34O", "ACD34\0", "🙂" * 6, "A" * 10_000, "-" * 10_000],
)
def test_anything_else_is_no_code(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize("text", ["АСD346", "аcd-346", "Code: ACD346", "Kód:\nacd346", "ÁCD346", "ACD٣٤٦"])
def test_a_keyboard_left_in_another_language_does_not_matter(text: str) -> None:
    assert read_code(text) == "ACD346"


@pytest.mark.parametrize(
    "text",
    ["#ACD346", "ACD346!", "“ACD346”", "*acd346*", "stamp ACD346 please", "code acd346", "Ana (acd-346)"],
)
def test_words_and_signs_around_a_code_do_not_matter(text: str) -> None:
    assert read_code(text) == "ACD346"


@pytest.mark.parametrize("text", ["ACD346 x2", "ACD346 ACD347", "2 coffees", "please", "12 acd346"])
def test_a_code_beside_another_figure_is_not_guessed_at(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9APARO", {"9APARQ", "9APARD", "9APARC", "9APARG"}),
        ("0ACD34", {"QACD34", "DACD34", "CACD34", "GACD34"}),
        ("ACD34Z", {"ACD347"}),
        ("acd34l", {"ACD34J", "ACD347", "ACD34T"}),
        ("ACD346", {"ACD346"}),
        ("ACD34", set()),
        ("ACD3467", set()),
        ("OOOOOO", set()),  # could be anything
        ("ACD34?", set()),
    ],
)
def test_an_impossible_letter_is_read_as_what_it_may_have_been(text: str, meant: set[str]) -> None:
    assert set(readings(text)) == meant


@pytest.mark.parametrize("text", ["9APAR", "9APARO", "k7m-2q", "KAVOSA", "ACDEF", "9APARO7", "K7M"])
def test_what_went_wrong_still_looks_like_a_code(text: str) -> None:
    assert looks_like_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "thanks",
        "kávé?",
        "1250",
        "900000",
        "12,50",
        "hi there",
        "10h",
        "HELLO THERE",
        "OK",
        "2 stamps",
        "Ana 2",
    ],
)
def test_words_and_amounts_do_not(text: str) -> None:
    assert not looks_like_code(text)


@given(st.text())
def test_what_is_read_is_a_code(text: str) -> None:
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


@pytest.mark.parametrize("text", ["acd346", "k7m-2qx", "ACDEFG", "9APARO", "acd34l"])
def test_digits_among_letters_and_capitals_are_meant_as_a_code(text: str) -> None:
    assert meant_as_code(text)


@pytest.mark.parametrize(
    "text", ["Camila", "Isobel", "Martha", "martha", "acdefg", "Ana", "two coffees", "900000"]
)
def test_a_name_that_could_be_a_code_is_not_meant_as_one(text: str) -> None:
    assert not meant_as_code(text)


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("K7M2QX 12,50", "K7M2QX", "12,50"),
        ("k7m 2qx: 12 euro", "k7m 2qx", "12 euro"),
        ("€ 12, K7M 2QX", "K7M 2QX", "€ 12"),
    ],
)
def test_a_code_is_parted_from_what_stands_beside_it(text: str, code: str, rest: str) -> None:
    assert (code, rest) in parted(text)


@pytest.mark.parametrize("text", ["K7M2QX", "12,50", "two cakes 12,50", ""])
def test_what_has_no_code_beside_something_is_not_parted(text: str) -> None:
    assert not list(parted(text))


@pytest.mark.parametrize(
    "text",
    [
        "Café Luna · 1 of 4 stamps\n3 to go: Pretty\nCode: K7M4QX",
        "Café Luna · 1/4 pecsét\nKód: K7M4QX\n📍 Fő utca 1",
        "[3/12, 12:01] Ana: Bakery Sol · 0 points\n10 to go: Cookie\nCode: K7M4QX",
    ],
)
def test_the_code_is_found_in_the_words_of_a_card_that_was_passed_on(text: str) -> None:
    assert read_code(text) == "K7M4QX"


@pytest.mark.parametrize(
    "text", ["Hi,\nwhen are you open?\nThanks", "Name: Ana\nReward: Coffee", "two\nlines"]
)
def test_other_words_in_several_lines_are_no_code(text: str) -> None:
    assert read_code(text) is None
