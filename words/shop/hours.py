"""When a shop is open, in words: days that are alike in one line."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from loyalty.records import Shop
from loyalty.shop.opening_hours import DAY, WEEK, WHOLE_DAY, Day, OpeningHours, Span, read_hours
from words.direction import set_apart
from words.language import Words

_UTC = ZoneInfo("UTC")


def word_hours(stored: str, say: Words) -> list[str]:
    """Say when a shop is open, a line for days that are alike: "Mon–Fri 08:00–18:00"; nothing where it is not said."""
    lines = []
    for day, numbers in groupby(range(WEEK), key=lambda number: read_hours(stored).days[number]):
        if day:
            lines.append(f"{name_days(list(numbers), say)} {word_day(day, say)}")
    return lines


def when_open(shop: Shop, say: Words, *, ahead: int, now: dt.datetime) -> list[str]:
    """Say when a shop is open on a day, today or some days ahead, whether it is now, and when in a week."""
    here, hours = now.astimezone(shop.zone), read_hours(shop.hours)
    number = (here.weekday() + ahead) % WEEK
    day = say.t("today") if ahead == 0 else say.weekday(number, short=False)
    about = {"shop": set_apart(shop.name), "day": day, "hours": word_day(hours.days[number], say)}
    lines = [say.t("🕘 {shop}, {day}: {hours}", **about)]
    if ahead == 0 and hours.days[number] != WHOLE_DAY:
        lines.append(_now(hours.open_until(number, here.hour * 60 + here.minute), say))
    week = " · ".join(word_hours(shop.hours, say))
    return [*lines, say.t("The week: {hours}", hours=week)]


def _now(until: int | None, say: Words) -> str:
    return say.t("Closed now.") if until is None else say.t("Open now, until {time}.", time=_time(until, say))


def word_day(day: Day, say: Words) -> str:
    """Say when a day's hours are: "08:00–12:00, 13:00–18:00"."""
    if day == WHOLE_DAY:
        return say.t("all day and night")
    return ", ".join(word_span(span, say) for span in day) if day else say.t("closed")


def word_span(span: Span, say: Words) -> str:
    """Say from when to when: "18:00–02:00"."""
    return "–".join(_time(minutes, say) for minutes in span)


def name_days(numbers: Sequence[int], say: Words) -> str:
    """Name days of a week that follow each other, 0 is Monday: "Mon–Fri"."""
    if len(numbers) == WEEK:
        return say.t("Every day")
    first, last = say.weekday(numbers[0]), say.weekday(numbers[-1])
    return first if len(numbers) == 1 else f"{first}–{last}"


def over_midnight(hours: OpeningHours) -> bool:
    """Say whether it is open into another day."""
    return any(end > DAY for day in hours.days for _, end in day)


def _time(minutes: int, say: Words) -> str:
    if minutes == DAY:
        return "24:00"
    at = dt.datetime(2000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    return say.time(at, _UTC)
