"""The two lines between customers in words: where they are, and who drew them."""

from actions.people.lines import BadLine, BothLines, LineName
from loyalty.people.shop_days import YEAR_MONTHS
from loyalty.records import Shop
from words.language import Words


def line_lines(both: BothLines, say: Words) -> list[str]:
    """Say where the lines are that the next night goes by."""
    chosen, last, own = both.chosen, both.last, say.t("the shop's own middle")
    months = say.t("{n} of 12 months", n=say.number(chosen.months)) if chosen.months else own
    margin = say.money(chosen.margin_minor, both.shop.currency) if chosen.margin_minor else own
    said = [
        say.t("{shop}: where loyal begins, and much", shop=both.shop.name),
        say.t("📅 Loyal from: {line}", line=months),
        say.t("💶 Much is left from: {line}", line=margin),
    ]
    if last:
        drawn = say.t("{n} of 12 months", n=say.number(last.months))
        left = say.money(last.margin_minor, both.shop.currency) if last.margin_minor is not None else "—"
        said.append(say.t("Last night it was {months}, and {margin}.", months=drawn, margin=left))
    return said


def line_question(line: LineName, shop: Shop, say: Words) -> str:
    """Ask where a line shall be."""
    if line == "months":
        return say.t(
            "In how many of the last {most} months must somebody have come to be loyal? Type a number.",
            most=say.number(YEAR_MONTHS),
        )
    return say.t(
        "From which amount on do you call it much, that is left of a customer in a year, after goods and rewards? Type it, for example {example}.",
        example=say.amount_example(shop.currency),
    )


def bad_line(bad: BadLine, line: LineName, shop: Shop, say: Words) -> str:
    """Say between what a line lies."""
    least, most = (
        say.number(one) if line == "months" else say.money(one, shop.currency)
        for one in (bad.least, bad.most)
    )
    return say.t("It must be from {least} to {most}.", least=least, most=most)
