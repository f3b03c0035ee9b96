"""One kind of campaign is one file: complete, and named nowhere in what all kinds share."""

import re
from pathlib import Path

import pytest

from actions.campaigns import kinds
from actions.campaigns.campaign_kind import never, nobody, none_a_month
from actions.campaigns.kinds import BY_KIND, MESSAGE_KINDS
from actions.campaigns.settings import KINDS
from loyalty.campaigns.frequency_cap import DIGEST, Gift, MessageKind
from tests.kinds import (
    BIRTHDAY,
    BROADCAST,
    EVENT_CAME,
    EVENT_INVITE,
    EVENT_SOON,
    GOAL,
    ONE_QUESTION,
    QUESTION,
    WELCOME,
    WIN_BACK,
)

# What only one kind has: the answer to one question, what a new customer and one who was won back cost, the rule that win-back learns and the answers to its question, a birthday's day, a customer's
# goal, and what an owner writes.
OWN = {
    WIN_BACK: {
        "churn_rule.py",
        "churn_reasons.py",
        "segments.py",
        "verdicts.py",
        "customer_value.py",
        "demo_past.py",
    },
    WELCOME: {"customer_value.py"},
    BIRTHDAY: {"profile.py"},
    QUESTION: {"opinions.py", "voice.py", "demo_voice.py"},
    EVENT_CAME: {"events.py"},
    EVENT_INVITE: {"events.py"},
    EVENT_SOON: {"event_seats.py"},
    ONE_QUESTION: {"room.py"},
    GOAL: {"goals.py", "messages.py", "reminders.py", "invented.py"},
    BROADCAST: {"broadcast.py", "broadcast_results.py", "find_due.py", "segments.py", "message_costs.py"},
}
HOUSE = Path(__file__).parents[3]
ROOMS = ("loyalty", "storage", "actions", "words", "bot", "scheduler", "web", "app")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_whom_it_looks_at_what_is_due_and_what_it_gives(kind: MessageKind) -> None:
    row = BY_KIND[kind]
    assert row.slices is not nobody
    assert row.due is not never
    gives = kind.policy.gift is not Gift.NONE
    sets = {"gift", "gift_amount"} & row.settings.keys()
    assert gives == bool(sets) == ("gift" in kind.policy.places)
    assert gives == (row.gifts_a_month is not none_a_month)  # else its gifts stand in no sum


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_gives_at_steps_that_it_has_what_its_owner_sets(kind: MessageKind) -> None:
    row = BY_KIND[kind]
    assert row.gifts.keys() <= {*row.steps, ""}
    assert row.questions <= set(row.steps)
    if kind.policy.gift is not Gift.NONE and row.settings.keys() != {"gift_amount"}:
        assert {
            one for gift in row.gifts.values() for one in (gift, f"{gift}_cost_minor")
        } <= row.settings.keys()


def test_a_kind_is_called_like_its_file() -> None:
    files = {path.stem for path in Path(kinds.__path__[0]).glob("*.py")} - {"__init__"}
    assert files == set(MESSAGE_KINDS)


def test_no_two_kinds_are_as_important() -> None:
    ranks = [kind.policy.rank for kind in (DIGEST, *MESSAGE_KINDS)]
    assert len(set(ranks)) == len(ranks)


@pytest.mark.parametrize("kind", MESSAGE_KINDS)
def test_a_kind_is_known_to_its_own_files_alone(kind: MessageKind) -> None:
    imported = re.compile(rf"from {kinds.__name__}(\.{kind} import|.* import .*\b{kind}\b)")
    knowing = {
        path.name
        for room in ROOMS
        for path in (HOUSE / room).rglob("*.py")
        if imported.search(path.read_text(encoding="utf-8"))
    }
    assert knowing <= OWN.get(kind, set())
