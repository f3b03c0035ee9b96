"""The settings of a campaign in words: their names, their values, and how to ask for a new one."""

from collections.abc import Mapping

from actions.campaigns.settings import HOLDOUT, BadSetting, Campaign
from bot.synonyms import means_none
from bot.turn import Turn
from loyalty.amounts import NoAmount, parse_amount, parse_whole
from loyalty.records import Shop
from words.language import Words

# What a button calls a setting: it has 64 bytes in all.
BY_KEY: Mapping[str, str] = {
    "within": "within",
    "lead": "lead_days",
    "late": "late_days",
    "days": "days",
    "gift": "gift",
    "long": "gift_days",
    "cost": "gift_cost_minor",
    "gift2": "bigger_gift",
    "cost2": "bigger_gift_cost_minor",
    "out": HOLDOUT,
}
_GIFTS = {"gift", "bigger_gift"}


def setting_lines(say: Words, one: Campaign, shop: Shop) -> list[tuple[str, str, str]]:
    """List a campaign's settings: what a button calls each, its name, its value."""
    values = {**one.settings, HOLDOUT: one.holdout_percent}
    return [
        (key, setting_name(say, name), _value(say, name, values[name], shop))
        for key, name in BY_KEY.items()
        if name in values
    ]


def setting_value(say: Words, name: str, stored: str, shop: Shop) -> str:
    """Word a setting as the audit keeps it: a number has its unit, an amount its money."""
    number = name in BY_KEY.values() and stored.isdecimal() and name not in _GIFTS
    return _value(say, name, int(stored), shop) if number else stored


def setting_name(say: Words, name: str) -> str:
    """Name a setting."""
    names = {
        "within": say.t("When no more is missing than"),
        "lead_days": say.t("Sent before the day"),
        "late_days": say.t("If missed, still sent for"),
        "days": say.t("After no visit for"),
        "gift": say.t("Gift"),
        "gift_days": say.t("Gift lasts"),
        "gift_cost_minor": say.t("What the gift costs us"),
        "bigger_gift": say.t("Bigger gift"),
        "bigger_gift_cost_minor": say.t("What the bigger gift costs us"),
        HOLDOUT: say.t("Not written to, to compare"),
    }
    return names.get(name, name)


def _value(say: Words, name: str, value: int | str, shop: Shop) -> str:
    if isinstance(value, str):
        return value or say.t("none")
    if name.endswith("cost_minor"):
        return say.money(value, shop.currency) if value else say.t("unknown")
    if name.endswith("days"):
        return say.tn("{n} day", "{n} days", value)
    return say.t("{n} %", n=say.number(value)) if name == HOLDOUT else say.number(value)


def ask_setting(turn: Turn, name: str, currency: str) -> str:
    """Ask for a setting's new value."""
    cost = turn.t(
        "What does it cost you, roughly? Type an amount, for example {example}. Only you see it.",
        example=turn.words.amount_example(currency),
    )
    questions = {
        "within": turn.t("How little must be missing? Type a number from 1 to 5."),
        "lead_days": turn.t("How many days before the birthday may it come? Type a number; 0 is on the day."),
        "late_days": turn.t("For how many days after the birthday is it made up for? Type a number."),
        "days": turn.t(
            "After how many days without a visit do you miss somebody? Type a number from 14 to 365."
        ),
        "gift": turn.t("What do you give? Type it as customers shall read it, for example Free coffee."),
        "gift_days": turn.t("For how many days does the gift last? Type a number."),
        "gift_cost_minor": cost,
        "bigger_gift": turn.t(
            "What do you give who did not come for the first gift? Type it as customers shall read it."
        ),
        "bigger_gift_cost_minor": cost,
        HOLDOUT: turn.t(
            "Of 100 customers, how many get nothing, so that I can tell whether it works? Type a number from 0 to 50."
        ),
    }
    return questions[name]


def no_gift(turn: Turn, key: str) -> str:
    """Word the button that takes a gift away; "" where there is none to take."""
    return turn.t("No gift") if BY_KEY[key] in _GIFTS else ""


def read_setting(name: str, text: str, shop: Shop) -> str | NoAmount:
    """Make what was typed fit to be kept: an amount becomes minor units, a number plain digits."""
    if name in _GIFTS:
        return "" if means_none(text) else text.strip()
    if not name.endswith("cost_minor"):
        number = parse_whole(text.strip().removesuffix("%"))
        return text.strip() if number is None else str(number)
    amount = parse_amount(text, shop.currency)
    return amount if isinstance(amount, NoAmount) else str(amount)


def bad_setting(turn: Turn, bad: BadSetting) -> str:
    """Say why a setting can't be like that."""
    match bad.why:
        case "too_low" | "too_high":
            least, most = turn.words.number(bad.least), turn.words.number(bad.most)
            return turn.t("It must be from {least} to {most}.", least=least, most=most)
        case "too_long":
            return turn.tn("At most {n} letter.", "At most {n} letters.", bad.most)
        case _:
            return turn.t("I did not understand that.")
