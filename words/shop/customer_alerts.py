"""A word about customers, in figures that an owner gets: what was seen, and one thing to do."""

from collections.abc import Iterator
from datetime import date

from actions.shop.digest import ToldAlert
from loyalty.people.alerts import LazilyLoyal
from loyalty.people.shop_days import day_of_number
from words.language import Words


def alert_line(one: ToldAlert, today: date, say: Words) -> str:
    """Say what was seen of a customer, and what may help."""
    name = say.name(one.name)
    if one.what == "overdue":
        since = say.date(day_of_number(one.due_on), today=today) if one.due_on is not None else "…"
        return "⏳ " + say.t(
            "{name}, one of your best, stays away longer than usual since {day}. A kind word of your own may be enough.",
            name=name,
            day=since,
        )
    return "🏷 " + say.t(
        "{name} comes nearly only with a gift in hand. Try a thank-you without one, and see whether they come.",
        name=name,
    )


def lazily_loyal_lines(found: LazilyLoyal, say: Words) -> Iterator[str]:
    """Say how many come month after month and answer lukewarm, and what may help where they are many; nobody is named."""
    warning = "⚠" if found.alarming else "💬"
    told = say.tn(
        "Of {answered} loyal customers who said what they think, {n} is lukewarm ({share})",
        "Of {answered} loyal customers who said what they think, {n} are lukewarm ({share})",
        found.lukewarm,
        answered=say.number(found.answered),
        share=say.percent(round(found.permille / 10) * 10),
    )
    yield f"{warning} {told}. " + say.t("Who they are nobody sees: they were promised that.")
    if found.alarming:
        yield "👉 " + say.t(
            "They come out of habit, and may leave as easily. Ask your regulars at the counter what you could do better."
        )
