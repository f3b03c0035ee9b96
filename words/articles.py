"""Articles that follow the sound of the word behind them, which a translator does not know."""

import re

_HUNGARIAN = re.compile(r"\b([Aa])z? (?=„(\w))")
_VOWELS = frozenset("aáeéiíoóöőuúüű")


def with_articles(text: str, language: str) -> str:
    """Let a Hungarian "a" or "az" fit the quoted word behind it: "az „üzenetek”", "a „kártya”"; other texts stay."""
    if language != "hu":
        return text
    return _HUNGARIAN.sub(
        lambda found: f"{found[1]}z " if found[2].lower() in _VOWELS else f"{found[1]} ", text
    )
