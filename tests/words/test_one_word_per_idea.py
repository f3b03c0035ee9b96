"""The glossary's word for each idea in each language: no catalogue and no template says it otherwise."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from words.catalogues import CATALOGUES

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| `(\w\w)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE
)


def said_in(language: str) -> Iterator[str]:
    with (CATALOGUES / f"{language}.po").open("rb") as source:
        for message in read_po(source, locale=language):
            yield from message.string if isinstance(message.string, tuple) else [str(message.string)]
    for path in (ROOT / "bot/templates").glob("*.toml"):
        yield from texts(tomllib.loads(path.read_text()).get(language, {}))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize(("language", "say", "never"), ROWS)
def test_an_idea_has_one_word_in_each_language(language: str, say: str, never: str) -> None:
    said = list(said_in(language))
    assert any(say in text.lower() for text in said)
    for word in never.split(", "):
        begins = re.compile(rf"\b{word}", re.IGNORECASE)
        assert not [text for text in said if begins.search(text)]


def test_the_glossary_speaks_of_every_language_but_the_first() -> None:
    assert {language for language, _, _ in ROWS} == {path.stem for path in CATALOGUES.glob("*.po")}
