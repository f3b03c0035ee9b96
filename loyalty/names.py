"""Names as people type them and their messengers give them, made fit to be shown beside others."""

import unicodedata

MAX_NAME = 40
# Letters, marks, numbers, punctuation, symbols and spaces; no controls, no direction marks, no surrogates.
_SHOWN = frozenset("LMNPSZ")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols that show as nothing
_LAST_OF_LATIN = 0xFF  # "©" and "°" before it are no pictures
_JOINER = "\u200d"  # makes one emoji of several
# Letters that are letters of their own, no plain ones with a mark: what people type who don't have them.
_PLAIN = str.maketrans(
    dict(zip("łøđðıħŧŋĸəɛɔƒɓɗƙƴǥɨʉɵȼɇⱥɉɍƶʒ", "loddihtnkeeofbdkygiuoceajrzz", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
)
_SPELT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj", "æ": "a", "ñ": "ny"}
)


def clean_name(text: str, *, most: int = MAX_NAME) -> str:
    """Return a name in one line without invisible characters, shortened with "…"; "" when nothing is left."""
    line = _one_line(text, most)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def read_name(text: str, *, most: int = MAX_NAME) -> str:
    """Return a name that somebody gives to a thing, cleaned and shortened; "" where it names nothing."""
    name = clean_name(text, most=most)
    return name if names_something(name) else ""


def names_something(name: str) -> bool:
    """Say whether a name tells anything: a letter, a figure or a picture does, as "☕", and "," or "…" does not."""
    return is_spoken(name) or any(unicodedata.category(c) == "So" and ord(c) > _LAST_OF_LATIN for c in name)


def is_spoken(name: str) -> bool:
    """Say whether a name can be said and typed, as those of shops and their places must be: a picture alone can't."""
    return any(c.isalnum() and c not in _BLANK for c in name)


def fits(name: str, most: int) -> bool:
    """Say whether a thing can be called so, in so many letters."""
    return len(name) <= most and names_something(name)


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
    """Return a name as people search for it: without case and accents, in the letters of a plain keyboard."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)


def name_words(text: str) -> list[str]:
    """Return the words of a name as people search for them: "O’Neil" is "o" and "neil", "🦊" is itself."""
    words = []
    for token in text.split():
        folded = fold_name(token)
        letters = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded).split()
        words += letters or ["".join(c for c in folded if unicodedata.category(c)[0] == "S")]
    return [word for word in words if word]


def findable(name: str) -> str:
    """Return all the words that a name is found by: "O’Neil" by "oneil", "o", "neil", and "Jürgen" by "juergen" too."""
    words = []
    for token in name.split():
        for spelt in (token, unicodedata.normalize("NFC", token.casefold()).translate(_SPELT)):
            parts = name_words(spelt)
            words += ["".join(parts), *parts] if parts else []
    return " ".join(dict.fromkeys(words))
