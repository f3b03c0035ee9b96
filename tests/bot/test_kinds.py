"""The words of a kind of message are one file: complete, and called like the kind."""

from pathlib import Path

from bot import campaigns
from bot.campaigns import WORDING
from bot.campaigns.kind_words import no_campaign
from loyalty.campaigns.frequency_cap import DIGEST
from tests.kinds import MESSAGE_KINDS

SHARED = {"kind_words", "message", "parts", "__init__"}


def test_each_kind_has_words_and_each_campaign_a_message() -> None:
    assert set(WORDING) == {DIGEST, *MESSAGE_KINDS}
    assert {kind for kind, words in WORDING.items() if words.word is not no_campaign} == set(MESSAGE_KINDS)


def test_each_file_of_words_is_a_kinds() -> None:
    assert {path.stem for path in Path(campaigns.__path__[0]).glob("*.py")} - SHARED == set(WORDING)
