"""When a goal will be reached at a customer's own pace, said as closely as it can be known."""

from datetime import date

from loyalty.cards.pace import Outlook
from words.language import Words


def forecast_lines(say: Words, outlook: Outlook, *, today: date) -> list[str]:
    """Name the day, or the days between which it will be, or why neither can be named."""
    if outlook.unsure == "silent":
        return [say.t("It has been a while: after a few visits I can say again when you will be there.")]
    if outlook.unsure == "irregular":
        return [say.t("You come now and then: too irregularly to name a day.")]
    if outlook.reached_on is None:
        return []
    if outlook.between:
        first, last = (say.date(day, today=today) for day in outlook.between)
        lines = [say.t("At your pace between {first} and {last}.", first=first, last=last)]
    else:
        lines = [say.t("At your pace about {day}.", day=say.date(outlook.reached_on, today=today))]
    if outlook.sooner_on:
        day = say.date(outlook.sooner_on, today=today)
        lines.append(say.t("One visit more a month makes it about {day}.", day=day))
    return lines
