"""Codes that people read aloud and type."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.codes import ALPHABET, LENGTH, make_code, read_code


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
    ["", "ACD34", "ACD3467", "ACD340", "ACD34O", "АСD346", "ACD34\0", "🙂" * 6, "A" * 10_000, "-" * 10_000],
)
def test_anything_else_is_no_code(text: str) -> None:
    assert read_code(text) is None


@given(st.text())
def test_what_is_read_is_a_code(text: str) -> None:
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))
