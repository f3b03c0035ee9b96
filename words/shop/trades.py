"""Trades in words: what they are called, and what such shops usually give."""

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
    }.get(trade, "")
