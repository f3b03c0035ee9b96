"""What becomes of a name on pictures and posters, said when it is typed: cut, or without what can't be drawn."""

from bot.pictures import faces
from loyalty.names import MAX_NAME, is_too_long
from words.language import Words


def unseen(say: Words, *texts: str) -> str:
    """Say which letters no picture can show, and what to do; "" when all are drawn."""
    lost = faces.missing(" ".join(texts))
    if not lost:
        return ""
    return say.t(
        "⚠ My pictures and posters can't show {letters}: that is left out there. Other letters are safer.",
        letters=" ".join(lost),
    )


def shortened(say: Words, typed: str, *, most: int = MAX_NAME) -> str:
    """Say that a name was shortened as it was typed; "" where it was not."""
    return say.t("I shortened the name.") if is_too_long(typed, most=most) else ""
