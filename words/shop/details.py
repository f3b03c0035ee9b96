"""The shop itself in words: what can be changed about it."""

from collections.abc import Mapping

from words.language import Words


def field_name(say: Words, field: str) -> str:
    """Name what can be changed about a shop."""
    names: Mapping[str, str] = {
        "name": say.t("Name"),
        "colour": say.t("Colour"),
        "timezone": say.t("Time zone"),
        "currency": say.t("Money"),
    }
    return names.get(field, field)
