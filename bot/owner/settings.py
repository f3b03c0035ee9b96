"""A campaign's settings as buttons call them, as they are asked for, and as people type them."""

from actions.campaigns.gifts import unit_on_the_card
from bot.short_answers import means_none
from bot.turn import Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.counted import parse_counted
from loyalty.records import Shop
from words.campaigns.settings import setting_question, settings_of


def setting_called(kind: str, key: str) -> str:
    """Return the setting that a button calls so; raises `LookupError` where there is none."""
    for name, said in settings_of(kind).items():
        if said.key == key:
            return name
    raise LookupError(f"{kind}: {key}")


def ask_setting(turn: Turn, kind: str, name: str, shop: Shop) -> str:
    """Ask for a setting's new value, in the words of this shop."""
    unit = unit_on_the_card(turn.tx, shop.id)
    return setting_question(turn.words, kind, name, shop.currency, unit)


def read_setting(kind: str, name: str, text: str, shop: Shop) -> str | NoAmount:
    """Make what was typed fit to be kept: an amount becomes minor units, a number plain digits.

    A number that stands for something else, or lies beyond, is read as nothing: that is tapped.
    """
    said = settings_of(kind)[name]
    if said.none:
        return "" if means_none(text) else text.strip()
    if not name.endswith("cost_minor"):
        number = parse_counted(text.strip().removesuffix("%"), name)
        if number is not None and said.choices and number >= min(said.choices):
            return ""
        return text.strip() if number is None else str(number)
    amount = parse_amount(text, shop.currency)
    return amount if isinstance(amount, NoAmount) else str(amount)
