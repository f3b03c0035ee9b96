"""Names that run from right to left leave the figures and words beside them where they were written."""

import pytest

from words.language import words

HEBREW, ARABIC = "דנה", "عمر"


def _islands(text: str) -> str:
    """Leave out what is set apart, as a phone does that asks in which direction a line runs."""
    outside, depth = "", 0
    for c in text:
        depth += (c == "\u2068") - (c == "\u2069")
        outside += c if not depth and c != "\u2069" else ""
    return outside


@pytest.mark.parametrize("name", [HEBREW, ARABIC, f"{ARABIC} الخطيب"])
@pytest.mark.parametrize("language", ["en", "nl", "hu"])
def test_a_line_that_begins_with_such_a_name_runs_as_its_language_does(name: str, language: str) -> None:
    said = words(language).t("{name} took back the booking of {time}.", name=name, time="12:00")
    assert name in said
    assert name not in _islands(said)


def test_other_names_stay_as_they_are() -> None:
    assert words("en").t("Hello {name}", name="O’Neil d'Hont Łukasz") == "Hello O’Neil d'Hont Łukasz"


def test_what_is_set_apart_is_set_apart_once() -> None:
    inner = words("en").t("{name} took back the booking of {time}.", name=HEBREW, time="12:00")
    assert words("en").t("Hello {name}", name=inner).count("\u2068") == 1
