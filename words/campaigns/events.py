"""When and where an event is, in words."""

from datetime import date, datetime

from loyalty.records import Shop
from words.language import Words


def when(
    starts_at: datetime, shop: Shop, words: Words, branch: str = "", *, today: date | None = None
) -> str:
    """Say the day and the time of an event by the shop's clock, and at which branch it is; "today" where it is known to be."""
    begins = starts_at.astimezone(shop.zone)
    if begins.date() == today:
        said = words.t("today, {time}", time=words.time(starts_at, shop.zone))
    else:
        said = f"{words.weekday(begins.weekday(), short=False)} {words.day_and_time(starts_at, shop.zone, today=begins.date())}"
    return f"{said} ({branch})" if branch else said
