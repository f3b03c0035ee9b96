"""Names that pictures and posters can't show, said when they are typed."""

from bot.pictures import faces
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
