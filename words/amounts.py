"""What is said of a typed amount that can't be taken: why, and how to type it here."""

from loyalty.amounts import NoAmount, most_minor
from words.language import Words


def bad_amount(bad: NoAmount, currency: str, words: Words) -> str:
    """Say why a text was not taken as an amount of this money, and what to type."""
    example = words.amount_example(currency)
    return {
        "unreadable": words.t("I can't read that as an amount. Type it like {example}", example=example),
        "ambiguous": words.t("Is that thousands or cents? Type it like 1000 or 1.00"),
        "negative": words.t("An amount can't be below zero. Type it like {example}", example=example),
        "too_much": words.t(
            "That is more than a till takes. The most is {amount}: check it and type it again.",
            amount=words.money(most_minor(currency), currency),
        ),
        "too_fine": words.t("That has too many decimals. Type it like {example}", example=example),
        "other_money": words.t(
            "Amounts are in {currency} here. Type it like {example}", currency=currency, example=example
        ),
    }[bad.why]
