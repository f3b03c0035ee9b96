"""What each kind of message is called, and what it does: the same words for customers and owners."""

from loyalty.campaigns.frequency_cap import DIGEST, MessageKind, Purpose
from words.campaigns.kinds import KINDS, WORDING
from words.language import Words

# What a person can want none of.
REFUSABLE = tuple(
    kind for kind in KINDS.values() if kind.policy.purpose is not Purpose.SERVICE or kind == DIGEST
)


def kind_name(say: Words, kind: MessageKind) -> str:
    """Name a kind of message: "Birthday"."""
    return say.t(WORDING[kind].name)


def step_name(say: Words, kind: MessageKind, step: str) -> str:
    """Name a step of a kind that says several things: "The gift"."""
    return say.t(WORDING[kind].steps[step])


def what_it_does(say: Words, kind: MessageKind) -> str:
    """Tell an owner in a line what a campaign does."""
    return say.t(WORDING[kind].does)


def because(say: Words, kind: MessageKind) -> tuple[str, str]:
    """Tell a customer the rule by which such a message comes, and the data that it uses."""
    rule, data = WORDING[kind].because
    return say.t(rule), say.t(data)
