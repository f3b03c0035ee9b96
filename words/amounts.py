"""What is said of a typed amount that can't be taken: why, and how to type it here."""

from bot.turn import Turn
from loyalty.amounts import NoAmount, most_minor


def bad_amount(turn: Turn, bad: NoAmount, currency: str) -> str:
    """Say why a text was not taken as an amount of this money, and what to type."""
    example = turn.words.amount_example(currency)
    return {
        "unreadable": turn.t("I can't read that as an amount. Type it like {example}", example=example),
        "ambiguous": turn.t("Is that thousands or cents? Type it like 1000 or 1.00"),
        "negative": turn.t("An amount can't be below zero. Type it like {example}", example=example),
        "too_much": turn.t(
            "That is more than a till takes. The most is {amount}: check it and type it again.",
            amount=turn.words.money(most_minor(currency), currency),
        ),
        "too_fine": turn.t("That has too many decimals. Type it like {example}", example=example),
        "other_money": turn.t(
            "Amounts are in {currency} here. Type it like {example}", currency=currency, example=example
        ),
    }[bad.why]
