"""An owner's own words for a campaign: which {placeholders} they may hold, and where they are broken."""

import re
from dataclasses import dataclass
from typing import Literal

from loyalty.campaigns.frequency_cap import MessageKind

MOST_LETTERS = 700  # a picture's caption holds 1024, of which links and the reason take some
_EVERYWHERE = frozenset({"name", "shop"})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-z]+|#\d+);")
_BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class BadWording:
    """What is wrong with a text, and at which letter (from 0)."""

    where: int
    why: Literal["unknown", "brace", "markup", "empty", "too_long"]


def placeholders(kind: MessageKind, *, gives: bool = True) -> frozenset[str]:
    """Return what words may hold: those of a message that gives nothing can't speak of a gift."""
    names = _EVERYWHERE | kind.policy.places
    return names if gives else names - {"gift", "date"}


def check_wording(kind: MessageKind, text: str, *, gives: bool = True) -> BadWording | None:
    """Find the first thing that is wrong with a text, or nothing; it is sent as plain text, without markup."""
    if not text.strip():
        return BadWording(0, "empty")
    if len(text) > MOST_LETTERS:
        return BadWording(MOST_LETTERS, "too_long")
    tag = _TAG.search(text)
    found = [BadWording(tag.start(), "markup")] if tag else []
    found += [
        BadWording(match.start(), "unknown")
        for match in _BRACED.finditer(text)
        if match[1] not in placeholders(kind, gives=gives)
    ]
    # What stands in for a placeholder is as long, so that a lone brace is found at its own place.
    rest = _BRACED.sub(lambda match: " " * len(match[0]), text)
    lone = re.search(r"[{}]", rest)
    found += [BadWording(lone.start(), "brace")] if lone else []
    return min(found, key=lambda wrong: wrong.where, default=None)
