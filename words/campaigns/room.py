"""Whether somebody would have more, as they answered."""

from collections.abc import Mapping

from words.language import N_, Words

_SAID: Mapping[str, str] = {
    "could": N_("Yes, show me more"),
    "cannot": N_("It is right as it is"),
}


def word_room(answer: str, words: Words) -> str:
    """Word an answer that was kept."""
    return words.t(_SAID[answer]) if answer in _SAID else answer
