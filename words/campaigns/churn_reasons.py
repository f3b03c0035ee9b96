"""Why somebody stays away, as they answered."""

from collections.abc import Mapping

from actions.campaigns.churn_reasons import REASONS, Reason
from words.language import N_, Words

SAID: Mapping[Reason, str] = {
    "time": N_("No time lately"),
    "far": N_("It is too far for me"),
    "bad": N_("I didn't like something"),
    "other": N_("I go somewhere else now"),
}


def word_reason(reason: str, words: Words) -> str:
    """Word an answer that was kept."""
    return next((words.t(SAID[known]) for known in REASONS if known == reason), reason)
