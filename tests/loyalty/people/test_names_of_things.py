"""What names a thing, and what can be said of a shop or a place."""

import pytest

from loyalty.names import fits, is_spoken, read_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Free coffee", "Free coffee"),
        (" 7  Up ", "7 Up"),
        ("☕", "☕"),
        ("❤️", "❤️"),
        ("🇳🇱", "🇳🇱"),
        ("咖啡", "咖啡"),
        ("½", "½"),
        (",", ""),
        ("…", ""),
        ("-- ?!", ""),
        ("€", ""),
        ("°", ""),
        ("\u3164", ""),
        ("   ", ""),
        ("", ""),
    ],
)
def test_a_thing_is_named_by_a_letter_a_figure_or_a_picture(typed: str, name: str) -> None:
    assert read_name(typed) == name
    assert fits(typed, 40) is bool(name)


def test_a_name_of_too_many_letters_does_not_fit() -> None:
    assert fits("Cookie", 6)
    assert not fits("Cookies", 6)


@pytest.mark.parametrize(("name", "said"), [("Luna", True), ("4711", True), ("☕", False), ("!", False)])
def test_a_shop_is_called_by_what_can_be_said(name: str, *, said: bool) -> None:
    assert is_spoken(name) is said
