"""Names that run from right to left, set apart so that the figures beside them stay where they were written."""

import re

# Hebrew to Arabic, their presentation forms, and the old and African scripts that run as they do.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_APART, _END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate


def set_apart(text: str) -> str:
    """Return a text as it is, or as an island of its own where it is a line that runs from right to left and none yet.

    Else a name that begins a line turns the whole line round, and takes the figure after it to its other side.
    """
    if text.isascii() or "\n" in text or _APART in text or not _RIGHT_TO_LEFT.search(text):
        return text
    return f"{_APART}{text}{_END}"
