"""Labels made to fit small buttons and rows, WhatsApp's the smallest: shortened between words, never within one."""

import re
from collections.abc import Sequence
from itertools import count

TITLE_LETTERS = 20  # of a reply button, a link and what opens a list
_ROW_LETTERS = 24
_DESCRIPTION_LETTERS = 72

# Arrows, symbols, dingbats and emoji, with what joins and colours them: an ornament before or after the words.
_ORNAMENT = r"[\s\u200d\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+"
_ORNAMENTS = re.compile(rf"^{_ORNAMENT}|{_ORNAMENT}$")
_LOOSE_ENDS = ",;:-–—(/&+"


def fitting(label: str, most: int = TITLE_LETTERS) -> str | None:
    """Return `label` in at most `most` letters, without its ornaments where need be; None if words would be lost."""
    whole = " ".join(label.split())
    return next(
        (form for form in (whole, _ORNAMENTS.sub("", whole)) if form and _letters(form) <= most), None
    )


def reply_titles(labels: Sequence[str]) -> list[str] | None:
    """Return a title for each button; None where one loses words or two become the same."""
    titles = [title for label in labels if (title := fitting(label))]
    return titles if len(set(titles)) == len(labels) else None


def row_titles(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Return a title for each row, no two the same, and the whole label as description where it says more."""
    rows: dict[str, str] = {}
    for position, label in enumerate(labels, start=1):
        title = _shortened(label, _ROW_LETTERS) or f"{position}."
        twins = count(2)
        while title in rows:
            mark = f" ({next(twins)})"
            title = (_shortened(label, _ROW_LETTERS - len(mark)) or "…") + mark
        whole = " ".join(label.split())
        rows[title] = "" if title == whole else _shortened(whole, _DESCRIPTION_LETTERS) or ""
    return list(rows.items())


def _shortened(label: str, most: int) -> str | None:
    """Cut between words and say so by "…"; None where not even the first word fits."""
    if whole := fitting(label, most):
        return whole
    words = _ORNAMENTS.sub("", " ".join(label.split())).split(" ")
    for kept in range(len(words) - 1, 0, -1):
        short = " ".join(words[:kept]).rstrip(_LOOSE_ENDS + " ") + "…"
        if 1 < _letters(short) <= most:
            return short
    return None


def _letters(text: str) -> int:
    """Count as WhatsApp's strictest reading might: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
