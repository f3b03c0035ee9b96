"""When something that was done very often is possible again."""

from datetime import datetime, timedelta

from words.language import Words

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def once_more(until: datetime, words: Words, *, now: datetime) -> str:
    """Say that it was done often enough for now, and in how many minutes or hours it goes on."""
    left = until - now
    if left <= 2 * _HOUR:
        n = max(1, -(-left // _MINUTE))
        return words.tn(
            "That was often enough for now. Please try again in {n} minute.",
            "That was often enough for now. Please try again in {n} minutes.",
            n,
        )
    n = -(-left // _HOUR)
    return words.tn(
        "That was often enough for now. Please try again in {n} hour.",
        "That was often enough for now. Please try again in {n} hours.",
        n,
    )
