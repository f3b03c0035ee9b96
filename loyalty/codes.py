"""Codes that people read aloud and type: six characters without look-alikes."""

from collections.abc import Callable, Sequence
from unicodedata import category, normalize

ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"  # no 0 O, 1 I L, 2 Z, 5 S, 8 B
LENGTH = 6
_SKIPPED = {"Pd", "Cf"}  # hyphens of every length, and the direction marks that copying brings along


def make_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a code from `choose`, which picks one of a sequence at random."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """Return the code that a person typed, forgiving case, spaces and hyphens; None when it is none."""
    plain = normalize("NFKC", text[:40]).upper()
    plain = "".join(c for c in plain if not c.isspace() and c not in ".·" and category(c) not in _SKIPPED)
    return plain if len(plain) == LENGTH and all(c in ALPHABET for c in plain) else None
