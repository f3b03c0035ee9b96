"""When an event is, in words."""

from datetime import datetime

from loyalty.records import Shop
from words.language import Words


def when(starts_at: datetime, shop: Shop, words: Words) -> str:
    """Say the day and the time of an event by the shop's clock."""
    weekday = words.weekday(starts_at.astimezone(shop.zone).weekday(), short=False)
    return (
        f"{weekday} {words.day_and_time(starts_at, shop.zone, today=starts_at.astimezone(shop.zone).date())}"
    )
