"""Trades in words: what they are called, and what such shops usually give."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from loyalty.cards.part import Part
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.parts.membership import Membership
from loyalty.cards.programme import Programme, ProgrammeKind
from loyalty.shop.presets import FIRST_REWARD, PRESETS
from words.language import Words


def trade_name(trade: str, words: Words) -> str:
    """Name a trade."""
    return {
        "cafe": words.t("☕ Café"),
        "barber": words.t("💈 Barber"),
        "bakery": words.t("🥐 Bakery"),
        "restaurant": words.t("🍝 Restaurant"),
        "car_wash": words.t("🚗 Car wash"),
        "corner_shop": words.t("🛒 Corner shop"),
        "club": words.t("🏅 Club with levels"),
        "yoga": words.t("🧘 Yoga studio"),
    }.get(trade, trade)


def usual_reward(trade: str, words: Words) -> str:
    """Suggest a first reward; "" where nothing is usual."""
    return {
        "cafe": words.t("Free coffee"),
        "barber": words.t("Free haircut"),
        "bakery": words.t("Free loaf of bread"),
        "restaurant": words.t("Free dessert"),
        "car_wash": words.t("Free wash"),
        "corner_shop": words.t("Free bar of chocolate"),
        "club": words.t("A gift of your choice"),
        "yoga": words.t("Free class"),
    }.get(trade, "")


def usual_programme(trade: str, currency: str, words: Words, *, key: str = FIRST_REWARD) -> Programme:
    """Make the usual rules of a trade in some money, with a reward and bonuses as its owner would name them."""
    preset = PRESETS[trade]
    rate = preset.rates(currency)[0]
    at = preset.at if preset.kind is ProgrammeKind.STAMPS else preset.price(rate, currency)
    parts = labelled(preset.bonuses(rate, currency), words)
    return preset.programme(usual_reward(trade, words), at, points_per_unit=rate, key=key, parts=parts)


def labelled(parts: Iterable[Part], words: Words) -> tuple[Part, ...]:
    """Call the things of a trade's bonuses as its tills would."""
    names = {
        "bread_of_the_day": words.t("Bread of the day"),
        "tobacco": words.t("Tobacco"),
        "gift_cards": words.t("Gift cards"),
        "ten_classes": words.t("Ten classes"),
        "five_classes": words.t("Five classes"),
        "class": words.t("Class"),
    }
    return tuple(_called(part, names) for part in parts)


def _called(part: Part, names: Mapping[str, str]) -> Part:
    if isinstance(part, Membership):
        return replace(part, label=names[part.label], item=names[part.item])
    return replace(part, label=names[part.label]) if isinstance(part, BonusItem | ExcludedItem) else part
