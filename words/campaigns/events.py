"""When and where an event is, in words."""

from datetime import datetime

from loyalty.records import Shop
from words.language import Words


def when(starts_at: datetime, shop: Shop, words: Words, branch: str = "") -> str:
    """Say the day and the time of an event by the shop's clock, and at which branch it is."""
    begins = starts_at.astimezone(shop.zone)
    said = f"{words.weekday(begins.weekday(), short=False)} {words.day_and_time(starts_at, shop.zone, today=begins.date())}"
    return f"{said} ({branch})" if branch else said
