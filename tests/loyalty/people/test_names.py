"""Names as people's messengers give them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.names import MAX_NAME, clean_name, first_name, fold_name, is_too_long

FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Ana", "Ana"),
        ("  Ana \n Mária\t", "Ana Mária"),
        ("_*[x]_", "_*[x]_"),
        ("<b>Ana</b> & co", "<b>Ana</b> & co"),
        ("Ana\0", "Ana"),
        ("\u202eanA\u202c", "anA"),
        ("\u200fAna\u2066", "Ana"),
        ("Ana\r\nEva", "Ana Eva"),
        ("Ana\u2028Eva", "Ana Eva"),
        ("\ufeffAna\u00ad", "Ana"),
        ("Ana\ud800", "Ana"),
        (f"Ana {FAMILY}", f"Ana {FAMILY}"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("Zoe\u0308", "Zoë"),
        ("عائشة", "عائشة"),
        ("नमस्ते", "नमस्ते"),
        ("陳大文", "陳大文"),
    ],
)
def test_a_name_is_shown_in_one_line_without_what_is_invisible(given_name: str, shown: str) -> None:
    assert clean_name(given_name) == shown


@pytest.mark.parametrize(
    "nothing", ["", " \n", "\0\0", "\u200b\u200f", "\u200d \u200d", "\u3164", "\u2800", "\ufe0f", "\ud800"]
)
def test_a_name_with_nothing_to_see_is_empty(nothing: str) -> None:
    assert clean_name(nothing) == ""


def test_a_long_name_is_shortened() -> None:
    assert clean_name("a" * 10_000) == "a" * (MAX_NAME - 1) + "…"
    assert clean_name("a" * MAX_NAME) == "a" * MAX_NAME
    assert clean_name("Ana " * 10_000, most=6) == "Ana A…"
    assert len(clean_name(FAMILY * 10_000)) <= MAX_NAME


@given(st.text(max_size=200))
def test_any_name_becomes_one_short_visible_line(text: str) -> None:
    name = clean_name(text)
    assert len(name) <= MAX_NAME
    assert name == name.strip() == " ".join(name.split())
    assert all(unicodedata.category(c)[0] != "C" or c == "\u200d" for c in name)
    assert clean_name(name) == name


@given(
    st.lists(st.sampled_from(["a", " ", "\u200d", "\u0301", "👩", "\ufe0f", "\u3164", "\u202e"]), max_size=60)
)
def test_a_clean_name_is_already_clean(pieces: list[str]) -> None:
    name = clean_name("".join(pieces))
    assert clean_name(name) == name
    assert not name.startswith((" ", "\u200d"))
    assert not name.endswith((" ", "\u200d"))


def test_a_name_is_found_without_its_case_and_accents() -> None:
    assert fold_name("Mária ÁRPÁD") == fold_name("maria arpad")
    assert fold_name("Straße") == fold_name("STRASSE")
    assert fold_name("Ana") != fold_name("Eva")


@pytest.mark.parametrize(
    ("name", "called"),
    [("Eva de Vries", "Eva"), ("Ana", "Ana"), ("☀ Ana Kovács", "Ana"), ("☀ ☀", "☀ ☀"), ("", "")],
)
def test_people_are_called_by_their_first_name(name: str, called: str) -> None:
    assert first_name(name) == called


@pytest.mark.parametrize(("more", "too_long"), [(0, False), (1, True)])
def test_a_name_is_too_long_when_it_would_be_shortened(more: int, too_long: bool) -> None:  # noqa: FBT001
    name = "x" * (MAX_NAME + more)
    assert is_too_long(name) is too_long
    assert (clean_name(name) != name) is too_long
