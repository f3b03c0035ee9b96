"""The shop itself in words: what can be changed about it."""

from collections.abc import Mapping

from loyalty.records import Shop
from words.language import LANGUAGES, Words
from words.shop.hours import word_hours


def field_name(field: str, words: Words) -> str:
    """Name what can be changed about a shop."""
    names: Mapping[str, str] = {
        "name": words.t("Name"),
        "colour": words.t("Colour"),
        "icon": words.t("Stamp"),
        "address": words.t("Address"),
        "hours": words.t("Opening hours"),
        "language": words.t("Language of posters"),
        "timezone": words.t("Time zone"),
        "currency": words.t("Money"),
        "league_open": words.t("League shown to staff"),
        "suggests": words.t("Suggested sentence at the till"),
    }
    return names.get(field, field)


def field_value(field: str, value: str, words: Words) -> str:
    """Say a stored value of what can be changed about a shop."""
    if field in ("league_open", "suggests"):
        return words.t("on") if value == "on" else words.t("off")
    if field == "language":
        return LANGUAGES.get(value, value)
    said = "; ".join(word_hours(value, words)) if field == "hours" else value
    return said or words.t("none")


def where_and_when(shop: Shop, words: Words) -> tuple[str, ...]:
    """Say where a shop is, and when it is open: what it told of the two, each in a line."""
    return tuple(filter(None, (shop.address, " · ".join(word_hours(shop.hours, words)))))
