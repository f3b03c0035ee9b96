"""Days as people type them: "29 februari", "12-03", "March 12th", "2026-03-12", in their language or English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.words import ENGLISH, Words, words
from loyalty.dates import Birthday, birthday
from loyalty.people import fold_name

_LONGEST = 40
_FILLER = 3  # letters of a word that says nothing about the day: "12th of", "de 12e", "12-én"


@dataclass(frozen=True, slots=True)
class TypedDay:
    """One way to read a text: a day of the year, in a year or in any."""

    day: Birthday
    year: int | None = None

    def within(self) -> date | None:
        """Return the date when a year was given and has this day."""
        if self.year is None:
            return None
        kept = self.day.kept_in(self.year)
        return kept if kept.day == self.day.day else None


def read_day(text: str, say: Words) -> tuple[TypedDay, ...]:
    """Return every way to read a text as a day: none when it is no day, two for "03/12"."""
    if len(text) > _LONGEST:
        return ()
    plain = fold_name(text)
    numbers = [int(number) for number in re.findall(r"\d{1,4}", plain)]
    named = re.findall(r"[^\W\d_]+", plain)
    months = [_month(word, say) for word in named]
    if any(month is None and len(word) > _FILLER for word, month in zip(named, months, strict=True)):
        return ()
    found = {month for month in months if month}
    if len(found) == 1:
        return _with_month(numbers, found.pop())
    return () if found else _all_numbers(numbers, slash="/" in plain, day_first=_day_first(say))


def _with_month(numbers: list[int], month: int) -> tuple[TypedDay, ...]:
    if len(numbers) == 2 and numbers[0] > 31:  # a year in front: 2026. március 12.
        numbers = [numbers[1], numbers[0]]
    if not 1 <= len(numbers) <= 2:
        return ()
    return _possible([(numbers[0], month)], numbers[1] if len(numbers) == 2 else None)


def _all_numbers(numbers: list[int], *, slash: bool, day_first: bool) -> tuple[TypedDay, ...]:
    if len(numbers) == 3 and numbers[0] > 31:
        return _possible([(numbers[2], numbers[1])], numbers[0])
    if not 2 <= len(numbers) <= 3:
        return ()
    a, b = numbers[:2]
    year = numbers[2] if len(numbers) == 3 else None
    readings = [(a, b), (b, a)] if day_first else [(b, a), (a, b)]
    both = _possible(readings, year)
    # A slash is written both ways round; a dot or a dash goes with the language.
    return both if slash else both[:1]


def _possible(readings: Iterable[tuple[int, int]], year: int | None) -> tuple[TypedDay, ...]:
    if year is not None and year < 100:
        year += 2000
    found = []
    for day, month in dict.fromkeys(readings):
        try:
            found.append(TypedDay(birthday(f"{month:02}-{day:02}"), year))
        except ValueError:
            continue
    return tuple(found)


def _month(word: str, say: Words) -> int | None:
    """Find the month that a word names, whole or by its first three letters or more."""
    for language in (say, words(ENGLISH)):
        for i in range(1, 13):
            name, short = fold_name(language.month(i)), fold_name(language.month(i, short=True)).rstrip(".")
            if word == short or (len(word) >= 3 and name.startswith(word)):
                return i
    return None


def _day_first(say: Words) -> bool:
    return say.date(date(2001, 2, 3)).startswith("3")
