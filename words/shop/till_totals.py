"""What a shop took in all in a month, in words: how it is asked for."""

from actions.shop.till_totals import TotalToTell
from words.language import Words


def total_question(asked: TotalToTell, words: Words) -> str:
    """Ask what the shop took in a month."""
    currency = asked.shop.currency
    question = words.t(
        "What did the shop take in {month} in all, from members and others? Type the sum, for example {example}. "
        "From it I say which share members spent.",
        month=f"{words.month(asked.month.month)} {asked.month.year}", example=words.amount_example(currency),
    )  # fmt: skip
    if asked.total_minor is None:
        return question
    return question + "\n" + words.t("So far: {amount}", amount=words.money(asked.total_minor, currency))


def bad_total(words: Words) -> str:
    """Say that no month brings that."""
    return words.t("That is no sum that a month brings. Type it again.")
