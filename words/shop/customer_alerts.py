"""A word about one customer, in the figures of a week: what was seen, and one thing to do."""

from datetime import date

from actions.shop.digest import ToldAlert
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
