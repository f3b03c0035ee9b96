"""Days ahead as people type them: "friday", "next friday", "the 15th", beside all that `days` reads."""

import re
from datetime import date, timedelta

from bot.customer.days import TypedDay, read_day
from loyalty.calendar_names import plain_words, weekday_named
from loyalty.dates import Birthday, months_later
from loyalty.names import fold_name
from words.language import ENGLISH, Words, words

# What stands beside a day of the week and says nothing of which.
_BESIDE = (
    "on this coming the upcoming op deze komende aanstaande de a az e ezen most am den der diesen kommenden "
    "kommender le la ce el este il questo na v w ve"
)
# Some mean the next one by it, and some the one of next week.
_NEXT = "next volgende volgend jovo nachsten nachster nachste prochain prochaine proximo proxima prossimo prossima que viene"
_AN_HOUR = re.compile(
    r"\b(?:at|om|um|à)\s+\d{1,2}(?:[:.h]\d\d)?(?:\s?(?:am|pm|uur|uhr|h))?\b|\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|uur|uhr|h|óra(?:kor)?)\b|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
_OF_THE_WEEK = "week jovo heti heten woche semaine semana settimana"
_OF_THE_MONTH = re.compile(
    r"(?P<before>(?:on the|the|on|op de|op|de|den|am|der|le|el|il|no dia|dia|a) )?"
    r"(?P<day>\d{1,2})(?P<ending>st|nd|rd|th|ste|de|er|-?j?[ae]n?)?"
)


def read_coming_day(text: str, say: Words, *, today: date) -> tuple[TypedDay, ...]:
    """Return every way to read a text as a day from today on, of any year where it is a mere date."""
    text = _AN_HOUR.sub("", text).strip(" ,")  # which is asked for by itself
    said = plain_words(text)
    days = _by_the_week(said.split(), say, today)
    if days:
        return tuple(_typed(day) for day in days)
    return read_day(text, say, today=today) or tuple(map(_typed, _by_the_month(said, today)))


def _typed(day: date) -> TypedDay:
    return TypedDay(Birthday(day.month, day.day), day.year)


def _by_the_week(said: list[str], say: Words, today: date) -> list[date]:
    """Read "friday", which is never today, and "next friday", which may be either of two."""
    named = {word: day for word in said if (day := _weekday(word, say)) is not None}
    beside = {word for word in said if word not in named}
    is_next, of_the_week = beside & set(_NEXT.split()), beside & set(_OF_THE_WEEK.split())
    beside -= {*_BESIDE.split(), *is_next, *(of_the_week if is_next else ())}
    if len(named) != 1 or beside:
        return []
    [day] = named.values()
    first = today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    next_week = today + timedelta(days=7 + day - today.weekday())
    if not is_next:
        return [first]
    return [next_week] if of_the_week else list(dict.fromkeys((first, next_week)))


def _weekday(word: str, say: Words) -> int | None:
    """Find a day of the week by its name in any language, or in short in one's own language or English."""
    short = [
        i
        for language in (say, words(ENGLISH))
        for i in range(7)
        if fold_name(language.weekday(i)).rstrip(".") == word
    ]
    return short[0] if short else weekday_named(word)


def _by_the_month(said: str, today: date) -> list[date]:
    """Read "the 15th" as the next one: this month's, or that of the next month that has such a day."""
    found = _OF_THE_MONTH.fullmatch(said)
    if found is None or not (found["before"] or found["ending"]) or not 1 <= int(found["day"]) <= 31:
        return []
    firsts = (months_later(today.replace(day=1), ahead) for ahead in range(3))
    days = (first + timedelta(days=int(found["day"]) - 1) for first in firsts)
    fits = (day for day in days if day >= today and day.day == int(found["day"]))
    return [next(fits)]
