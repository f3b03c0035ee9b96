"""The words of a kind of message are one file: complete, and called like the kind."""

from collections import Counter
from pathlib import Path

import pytest

from actions.campaigns.kinds import BY_KIND
from loyalty.campaigns.frequency_cap import DIGEST, MessageKind
from tests.kinds import MESSAGE_KINDS
from words.campaigns import kinds
from words.campaigns.kind_names import kind_name
from words.campaigns.kind_words import no_campaign
from words.campaigns.kinds import WORDING
from words.language import LANGUAGES, words


def test_each_kind_has_words_and_each_campaign_a_message() -> None:
    assert set(WORDING) == {DIGEST, *MESSAGE_KINDS}
    assert {kind for kind, words in WORDING.items() if words.word is not no_campaign} == set(MESSAGE_KINDS)


@pytest.mark.parametrize("kind", MESSAGE_KINDS)
def test_each_setting_has_words_and_each_text_a_button_that_empties_it(kind: MessageKind) -> None:
    settings, said = BY_KIND[kind].settings, WORDING[kind].settings
    assert settings.keys() == said.keys()
    assert WORDING[kind].steps.keys() == set(BY_KIND[kind].steps)
    assert len({one.key for one in said.values()} | {"out"}) == len(said) + 1
    assert {name for name, one in said.items() if one.none} == {
        name for name, setting in settings.items() if isinstance(setting.first, str)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_are_called_alike(language: str) -> None:
    names = [kind_name(words(language), kind) for kind in MESSAGE_KINDS]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_each_file_of_words_is_a_kinds() -> None:
    assert {path.stem for path in Path(kinds.__path__[0]).glob("*.py")} - {"__init__"} == set(WORDING)
