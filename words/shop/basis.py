"""What a shop's sums are made on, in words: how it is asked, how it is known, and why it can't be."""

from actions.shop.sums import What
from loyalty.amounts import most_minor
from loyalty.shop.basis import BadFigure, Basis, Source, Told
from words.language import Words
from words.shop.trades import trade_name


def told_question(what: What, currency: str, words: Words) -> str:
    """Ask for what the sums are made on."""
    if what == "margin":
        return words.t(
            "What share of a sale is left when you have paid for the goods? Type it, for example {example}. Only you see it.",
            example=words.percent(650),
        )
    return words.t(
        "What does a visit bring on average? Type an amount, for example {example}. Only you see it.",
        example=words.amount_example(currency),
    )


def figure_said(what: str, words: Words) -> str:
    """Name what the sums are made on."""
    return {
        "average_sale": words.t("Average sale"),
        "margin": words.t("Margin"),
        "trade": words.t("Kind of shop"),
    }.get(what, what)


def told_value(what: str, value: str, currency: str, words: Words) -> str:
    """Write what an owner said, as it is kept in the audit."""
    if not value.isdecimal():
        return trade_name(value, words) if value else words.t("none")
    return words.percent(int(value)) if what == "margin" else words.money(int(value), currency)


def basis_lines(basis: Basis, currency: str, words: Words) -> list[str]:
    """Say what the sums are made on, and what of it is an estimate."""
    sale = words.money(basis.average_sale_minor, currency)
    margin = words.percent(basis.margin_permille)
    return [
        f"{figure_said('average_sale', words)}: {sale}{_source(basis.sale_from, words)}",
        f"{figure_said('margin', words)}: {margin}{_source(basis.margin_from, words)}",
    ]


def told_lines(told: Told, currency: str, words: Words) -> list[str]:
    """Say what an owner typed, while it is not enough for sums."""
    known = {"average_sale": told.average_sale_minor, "margin": told.margin_permille}
    return [
        f"{figure_said(what, words)}: {told_value(what, str(value), currency, words)}"
        for what, value in known.items()
        if value is not None
    ]


def _source(source: Source, words: Words) -> str:
    said = {
        "typed": "",
        "tills": words.t("from your tills"),
        "usual": words.t("an estimate, until you type yours"),
    }[source]
    return f" ({said})" if said else ""


def bad_figure(bad: BadFigure, currency: str, words: Words) -> str:
    """Say why a figure can't be, and what would do."""
    example = words.amount_example(currency)
    match bad.what, bad.why:
        case "average_sale", "too_much":
            most = words.money(most_minor(currency), currency)
            return words.t(
                "That is more than a till takes. The most is {amount}: check it and type it again.",
                amount=most,
            )
        case "average_sale", _:
            return words.t(
                "An average sale of nothing leaves nothing to reckon with. Type it like {example}",
                example=example,
            )
        case "margin", "below_zero":
            return words.t(
                "A margin can't be below zero: then each sale would cost you money. Type a number from 0 to 100."
            )
        case "margin", "over_all":
            return words.t(
                "A margin is 100% at most: no more is left of a sale than the sale. Type a number from 0 to 100."
            )
        case "margin", "too_fine":
            return words.t("That has too many decimals. Type it like {example}", example=words.percent(625))
        case "margin", _:
            return words.t("I can't read that as a share. Type it like {example}", example=words.percent(650))
        case _:
            return words.t("That does not fit.")
