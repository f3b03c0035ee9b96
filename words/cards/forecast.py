"""When a goal will be reached at a customer's own pace, said as closely as it can be known."""

from datetime import date

from loyalty.cards.pace import Outlook
from words.language import Words


def forecast_lines(outlook: Outlook, words: Words, *, today: date) -> list[str]:
    """Name the day, or the days between which it will be, or why neither can be named."""
    if outlook.unsure == "silent":
        return [words.t("It has been a while: after a few visits I can say again when you will be there.")]
    if outlook.unsure == "irregular":
        return [words.t("You come now and then: too irregularly to name a day.")]
    if outlook.reached_on is None:
        return []
    if outlook.between:
        first, last = (words.date(day, today=today) for day in outlook.between)
        lines = [words.t("At your pace between {first} and {last}.", first=first, last=last)]
    else:
        lines = [words.t("At your pace about {day}.", day=words.date(outlook.reached_on, today=today))]
    if outlook.sooner_on:
        day = words.date(outlook.sooner_on, today=today)
        lines.append(words.t("One visit more a month makes it about {day}.", day=day))
    return lines
