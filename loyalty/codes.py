"""Codes that people read aloud and type: six characters without look-alikes."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from unicodedata import category, decimal, normalize

ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"  # no 0 O, 1 I L, 2 Z, 5 S, 8 B
LENGTH = 6
_MOST_DIGITS = 2  # with more a code may read as money: 349679, E94736, 94736F
_SKIPPED = {
    "Pd",
    "Cf",
    "Mn",
    "Zs",
    "Cc",
}  # hyphens of every length, accents, and marks that copying brings along
_MOST_READINGS = 32
_MOST_PARTED = 80
_MOST_OF_A_CARD = 1000
_BETWEEN = ",;:= "

# Letters of other alphabets that look as ours do: a keyboard was left in another language.
_SAME = str.maketrans("АВСЕНКМОРТУХЈԚԜЅІΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABCEHKMOPTYXJQWSIABEZHIKMNOPTYX")
# What no code has, and what was most likely read wrong as it.
_LIKE = {
    **dict.fromkeys("0O", "QDCG"),
    **dict.fromkeys("1IL", "J7T"),
    **dict.fromkeys("2Z", "7"),
    **dict.fromkeys("5S", "36"),
    **dict.fromkeys("8B", "36RP"),
}


def make_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a code that no till takes for an amount from `choose`, which picks one of a sequence at random."""
    code = ""
    while not code or sum(map(str.isdecimal, code)) > _MOST_DIGITS:
        code = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return code


def code_end(code: str) -> str:
    """Write the end of a code, by which two cards of one name are told apart: "…2QX"."""
    return f"…{code[-3:]}"


def read_code(text: str) -> str | None:
    """Return the code that a person typed, forgiving case, spaces, hyphens and alphabets; None when it is none."""
    plain = _plain(text)
    return plain if _is_code(plain) else None


def plain_code(text: str) -> str:
    """Write what was typed as a code of whatever length is written: in capitals and digits."""
    return _letters(text)


def parted(text: str) -> Iterator[tuple[str, str]]:
    """Part a text into a code at its beginning or end and what stands beside it, each way that it can be: "K7M2QX 12,50"."""
    words = text[:_MOST_PARTED].split()
    for place in range(1, len(words)):
        first, last = " ".join(words[:place]), " ".join(words[place:])
        for code, rest in ((first.rstrip(_BETWEEN), last), (last, first.rstrip(_BETWEEN))):
            if readings(code):
                yield code, rest


def readings(text: str) -> tuple[str, ...]:
    """Return the codes that a text may be meant as: itself, or what its impossible letters were read for."""
    plain = _plain(text)
    places = [c if c in ALPHABET else _LIKE.get(c, "") for c in plain]
    if len(plain) != LENGTH or not 0 < prod(map(len, places)) <= _MOST_READINGS:
        return ()
    return tuple("".join(letters) for letters in product(*places))


def looks_like_code(text: str) -> bool:
    """Say whether a text is most likely a code that went wrong: letters among digits, or capitals, of about its length."""
    plain, letters = _plain(text), [c for c in text if c.isalpha()]
    if not plain.isalnum() or not letters or len(plain) not in range(LENGTH - 3, LENGTH + 3):
        return False
    shouted = not any(c.islower() for c in letters)
    if not shouted and len(words := text.split()) > 1 and not any(map(_mixed, words)):
        return False  # "2 stamps", "table 4"
    if any(c.isdigit() for c in plain):
        return shouted or len(plain) > LENGTH - 3
    return shouted and abs(len(plain) - LENGTH) <= 1 and len(text.split()) == 1


def _mixed(word: str) -> bool:
    return any(c.isalpha() for c in word) and any(c.isdecimal() for c in word)


def meant_as_code(text: str) -> bool:
    """Say whether a text can hardly be anything but a code, right or wrong: six small letters may be a name, "Camila"."""
    with_digits = any(c.isdecimal() for c in text)
    return (with_digits and read_code(text) is not None) or looks_like_code(text)


def _plain(text: str) -> str:
    """Write a text in capitals and digits, without what is no part of a code: "Code: k7m-2qx" is K7M2QX."""
    words = [_bare(word) for word in _line_of_code(text)[:40].rpartition(":")[2].split()]
    # One word with a figure among words without: "stamp k7m2qx please".
    told = {word for word in words if any(c.isdecimal() for c in word)}
    alone = told.pop() if len(told) == 1 and len(words) > 1 else ""
    plain = _letters(alone)
    return plain if len(plain) == LENGTH else _letters(" ".join(words))


def _line_of_code(text: str) -> str:
    """Return the line that names a code in a card's words, as somebody passed them on; else all of a text."""
    lines = [line for line in text[:_MOST_OF_A_CARD].splitlines() if line.strip()]
    named = [line for line in lines if ":" in line and _is_code(_letters(line.rpartition(":")[2]))]
    return named[-1] if len(lines) > 1 and named else text


def _is_code(plain: str) -> bool:
    return len(plain) == LENGTH and all(c in ALPHABET for c in plain)


def _bare(word: str) -> str:
    """Leave out the signs around a word: "#K7M2QX!"."""
    ends = [place for place, c in enumerate(word) if c.isalnum()]
    return word[ends[0] : ends[-1] + 1] if ends else word


def _letters(text: str) -> str:
    said = normalize("NFKD", text.upper()).upper()
    shown = (c for c in said if category(c) not in _SKIPPED and c not in ".·_")
    return "".join(str(decimal(c)) if c.isdecimal() else c for c in shown).translate(_SAME)
