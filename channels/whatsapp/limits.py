"""How many people we may begin to write to in a day, in the words that Meta has for it."""

import re

_TIER = re.compile(r"(?:TIER_)?(\d{1,9})(K?)")
_UNLIMITED = ("TIER_UNLIMITED", "-1")


def read_limit(word: str, *, at_a_loss: int | None) -> int | None:
    """Read "TIER_2K" or "2000"; None for any number, `at_a_loss` where the word is none that we know."""
    if word in _UNLIMITED:
        return None
    found = _TIER.fullmatch(word)
    return int(found[1]) * (1000 if found[2] else 1) if found else at_a_loss
