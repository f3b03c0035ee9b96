"""The shop itself in words: what can be changed about it."""

from collections.abc import Mapping

from words.language import Words


def field_name(field: str, words: Words) -> str:
    """Name what can be changed about a shop."""
    names: Mapping[str, str] = {
        "name": words.t("Name"),
        "colour": words.t("Colour"),
        "icon": words.t("Stamp"),
        "timezone": words.t("Time zone"),
        "currency": words.t("Money"),
    }
    return names.get(field, field)
