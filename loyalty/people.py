"""Names as people's messengers give them, made fit to be shown beside others."""

import unicodedata

MAX_NAME = 40
# Letters, marks, numbers, punctuation, symbols and spaces; no controls, no direction marks, no surrogates.
_SHOWN = frozenset("LMNPSZ")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols that show as nothing
_JOINER = "\u200d"  # makes one emoji of several


def clean_name(text: str, *, most: int = MAX_NAME) -> str:
    """Return a name in one line without invisible characters, shortened with "…"; "" when nothing is left."""
    line = _one_line(text, most)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def is_too_long(text: str, *, most: int = MAX_NAME) -> bool:
    """Say whether a name would be shortened."""
    return len(_one_line(text, most)) > most


def _one_line(text: str, most: int) -> str:
    text = unicodedata.normalize("NFC", text[: most * 20])
    shown = "".join(c if _fit(c) else " " for c in text)
    return " ".join(word for word in shown.split() if not _invisible(word)).strip(_JOINER)


def _fit(c: str) -> bool:
    return c == _JOINER or (unicodedata.category(c)[0] in _SHOWN and c not in _BLANK)


def _invisible(word: str) -> bool:
    return all(c == _JOINER or unicodedata.category(c)[0] == "M" for c in word)


def first_name(name: str) -> str:
    """Return what somebody is called to their face: the first word with a letter in it, else all there is."""
    return next((word for word in name.split() if any(c.isalpha() for c in word)), name)


def fold_name(text: str) -> str:
    """Return a name as people search for it: without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
