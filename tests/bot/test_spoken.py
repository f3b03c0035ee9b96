"""A Hungarian article fits the word that stands behind it, whichever that is."""

import pytest

from bot.spoken import as_words
from bot.turn import Reply


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Elsőként a /messages révén.", "Elsőként az „üzenetek” révén."),
        ("A /forget törli.", "A „felejts el” törli."),
        ("Az /audit őrzi.", "A „napló” őrzi."),
        ("Ha /card, akkor a kártya.", "Ha „kártya”, akkor a kártya."),
    ],
)
def test_it_is_az_before_a_vowel_and_a_before_anything_else(written: str, read: str) -> None:
    assert as_words(Reply(written), "hu").text == read
