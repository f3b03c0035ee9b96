"""What a shop typed, and how it typed the same in other languages: what it typed once is never translated by us."""

OtherLanguages = tuple[tuple[str, str], ...]  # language and text, each language once


def put_for(language: str, others: OtherLanguages, first: str) -> str:
    """Return what was typed for who reads a language, or what was typed first where nothing was."""
    return dict(others).get(language, first)


def with_text(others: OtherLanguages, language: str, text: str) -> OtherLanguages:
    """Put it so in a language from now on; "" takes away what was typed for it."""
    kept = tuple(one for one in others if one[0] != language)
    return (*kept, (language, text)) if text else kept
