"""Names as people's messengers give them, made fit to be shown beside others."""

import unicodedata

MAX_NAME = 40
# Letters, marks, numbers, punctuation, symbols and spaces; no controls, no direction marks, no surrogates.
_SHOWN = frozenset("LMNPSZ")


def clean_name(text: str, *, most: int = MAX_NAME) -> str:
    """Return a name in one line without invisible characters, shortened with "…"; "" when nothing is left."""
    text = unicodedata.normalize("NFC", text[: most * 20])
    shown = "".join(c if unicodedata.category(c)[0] in _SHOWN or c == "\u200d" else " " for c in text)
    line = " ".join(shown.split()).strip("\u200d")
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def fold_name(text: str) -> str:
    """Return a name as people search for it: without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
