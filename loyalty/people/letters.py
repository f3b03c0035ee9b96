"""Whom of a shop's staff a letter names: it is not for them to read."""

from collections.abc import Mapping

from loyalty.names import first_name, name_words

_SURE = 3  # letters of a name from which on an ending may follow: "Evával" is about Eva


def who_is_named(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return those of a staff whose first names stand in a text, in whatever case and with whatever ending."""
    said = name_words(text)
    return frozenset(this for this, name in names.items() if any(_is(word, name) for word in said))


def _is(word: str, name: str) -> bool:
    first = "".join(name_words(first_name(name)))
    if not any(c.isalpha() for c in first):
        return False
    return word == first or (len(first) >= _SURE and word.startswith(first))
