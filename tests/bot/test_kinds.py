"""The words of a kind of message are one file: complete, and no shared place names the kind."""

import ast
from pathlib import Path

import pytest

from actions.campaigns.kinds import BY_KIND
from bot import campaigns
from bot.campaigns import WORDING
from bot.campaigns.kind_words import no_campaign
from loyalty.campaigns.frequency_cap import MessageKind

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "words", "scheduler", "web")
SHARED = {"kind_words", "message", "parts", "__init__"}
# What only one kind has: a customer's goal, an owner's broadcast and digest, the rule that win-back learns.
OWN = {
    MessageKind.GOAL: {"goals.py", "messages.py", "reminders.py"},
    MessageKind.BROADCAST: {"postage.py"},
    MessageKind.DIGEST: {"kinds.py"},
    MessageKind.WIN_BACK: {"verdicts.py"},
}


def test_each_kind_has_words_and_each_campaign_a_message() -> None:
    assert set(WORDING) == set(MessageKind) - {MessageKind.RECEIPT}
    assert {kind for kind, words in WORDING.items() if words.word is not no_campaign} == set(BY_KIND)


def test_each_file_of_words_is_in_the_registry() -> None:
    files = {path.stem for path in Path(campaigns.__path__[0]).glob("*.py")} - SHARED
    assert files == {str(kind) for kind in WORDING}


@pytest.mark.parametrize("kind", WORDING)
def test_a_kind_is_named_in_its_own_files_alone(kind: MessageKind) -> None:
    naming = {
        path.name
        for room in ROOMS
        for path in (HOUSE / room).rglob("*.py")
        if f"MessageKind.{kind.name}" in path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == f"MessageKind.{kind.name}"
    }
    assert naming <= {f"{kind}.py"} | OWN.get(kind, set())
