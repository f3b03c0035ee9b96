"""One kind of campaign is one file: complete, and named nowhere in what all kinds share."""

import ast
from pathlib import Path

import pytest

from actions.campaigns import kinds
from actions.campaigns.campaign_kind import never, nobody
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import KINDS
from loyalty.campaigns.frequency_cap import MESSAGE_POLICIES, Gift, MessageKind

ACTIONS = Path(__file__).parents[3] / "actions"
# What only one kind has: the rule that win-back learns and the answers to its question, and a birthday's day.
OWN = {
    MessageKind.WIN_BACK: {"churn_rule.py", "churn_reasons.py", "segments.py"},
    MessageKind.BIRTHDAY: {"profile.py"},
}


def test_each_kind_has_a_policy_and_what_is_no_answer_has_a_campaign() -> None:
    assert set(MESSAGE_POLICIES) == set(MessageKind)
    assert set(BY_KIND) == set(MessageKind) - {MessageKind.RECEIPT, MessageKind.DIGEST}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_whom_it_looks_at_what_is_due_and_what_it_gives(kind: MessageKind) -> None:
    row = BY_KIND[kind]
    assert row.slices is not nobody
    assert row.due is not never
    gives = kind.policy.gift is not Gift.NONE
    assert gives == ("gift" in row.settings) == ("gift" in kind.policy.places)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_in_its_own_file_alone(kind: MessageKind) -> None:
    allowed = {f"{kind}.py"} | OWN.get(kind, set())
    assert _naming(kind) <= allowed


def test_each_file_of_a_kind_is_in_the_registry() -> None:
    files = {path.stem for path in Path(kinds.__path__[0]).glob("*.py")} - {"__init__"}
    assert files == {str(kind) for kind in BY_KIND}


def _naming(kind: MessageKind) -> set[str]:
    return {
        path.name
        for path in ACTIONS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "MessageKind"
        and node.attr == kind.name
    }
