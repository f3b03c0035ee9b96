"""Whatever brings a line of the ledger has a name of its own, a part of a programme or a campaign."""

import pytest

from words.campaigns.kinds import KINDS
from words.campaigns.line_sources import SOURCES, line_source
from words.cards.parts import PART_TEXTS
from words.language import LANGUAGES, words


def test_no_part_is_called_like_a_campaign() -> None:
    assert SOURCES.keys() == KINDS.keys() | PART_TEXTS.keys()
    assert not KINDS.keys() & PART_TEXTS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_named_in_every_language(language: str) -> None:
    assert all(line_source(name, words(language)) for name in SOURCES)
