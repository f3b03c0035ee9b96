"""Days as people type them: "29 februari", "12-03", "March 12th", "12月3日", "tomorrow", in any language."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from loyalty.calendar_names import days_from_today, months_named, months_of_two_words, time_from_today
from loyalty.dates import Birthday, birthday, months_later
from loyalty.names import fold_name
from words.language import ENGLISH, Words, words

_LONGEST = 40
_BUDDHIST = 2400  # years above it are counted as in Thailand
_COUNTED = re.compile(r"[一二三四五六七八九十]+(?=[月日号號])|(?<=月)[一二三四五六七八九十]+")
_EASTERN = re.compile(r"(?:(?P<year>\d{2,4})\s*[年년]\s*)?(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})")
_VIETNAMESE = re.compile(
    r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s+năm)?(?:\s+(?P<year>\d{4}))?", re.IGNORECASE
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
# A day in eight figures, as forms ask for it: 19900325, 25031990.
_EIGHT = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)"), r"\1-\2-\3"),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)((?:19|20)\d\d)(?!\d)"), r"\1-\2-\3"),
)
_GLUED = re.compile(r"[^\W\d_]\d")  # a letter right before a figure: a code, "K7M2QX", and no day
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


def read_day(text: str, say: Words, *, today: date) -> tuple[TypedDay, ...]:
    """Return every way to read a text as a day: none when it is no day, two for "03/12"."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > _LONGEST:
        return ()
    near = _counted_from(today, text)
    if near:
        return (TypedDay(Birthday(near.month, near.day), near.year),)
    for figures, parted in _EIGHT:
        text = figures.sub(parted, text)
    text = _COUNTED.sub(lambda found: str(_from_chinese(found[0])), text)
    for marked in (_EASTERN.search(text), _VIETNAMESE.search(text)):
        if marked:
            parts = marked.groupdict()
            year = int(parts["year"]) if parts["year"] else None
            return _possible([(int(parts["day"]), int(parts["month"]))], year)
    return _read_words(re.sub(r"(?<=[^\s\d])\.(?=[^\s\d])", "", text), say)


def _counted_from(today: date, text: str) -> date | None:
    """Read "tomorrow" and "in 3 weeks"."""
    near, ahead = days_from_today(text), time_from_today(text)
    if near is not None:
        return today + timedelta(days=near)
    return months_later(today + timedelta(days=ahead[0]), ahead[1]) if ahead else None


def _read_words(text: str, say: Words) -> tuple[TypedDay, ...]:
    """Read a day by the name of its month, or by numbers alone."""
    numbers = [int(number) for number in re.findall(r"\d{1,4}", text)]
    named, strange = _months(_words(text), say)
    if len(named) == 1:
        return tuple(day for month in named[0] for day in _with_month(numbers, month))
    # Words beside a day of mere numbers are borne where the numbers surely belong together: "Fri 25.3."
    if named or _GLUED.search(text) or (strange and not re.search(r"\d[./-]\s?\d", text)):
        return ()
    either = "/" in text or ("-" in text and say.language == ENGLISH)
    return _all_numbers(numbers, either=either, day_first=_day_first(say))


def _words(text: str) -> list[str]:
    """Part a text into its words, in any script."""
    runs = groupby(text, lambda sign: sign in "'’" or unicodedata.category(sign)[0] in "LM")
    return ["".join(run) for is_word, run in runs if is_word]


def _months(words: list[str], say: Words) -> tuple[list[tuple[int, ...]], bool]:
    """Return the months that are named, each with whatever it may mean, and whether a word says something else."""
    found: list[tuple[int, ...]] = []
    strange, pairs = False, [" ".join(pair) for pair in pairwise(words)]
    for both in pairs:  # a name of two words: "كانون الثاني"
        if months_of_two_words(both):
            found.append(tuple(months_of_two_words(both)))
            words = [word for word in words if word not in both.split()]
    for word in words:
        own = _month(word, say)
        meant = (own,) if own else tuple(months_named(word))
        found += [meant] if meant else []
        strange = strange or (not meant and len(word) > _FILLER)
    return list(dict.fromkeys(found)) or _roman(words), strange


def _roman(words: list[str]) -> list[tuple[int, ...]]:
    """Return the month that is written as in "25. XII."."""
    return [(_ROMAN.index(word.casefold()) + 1,) for word in words if word.casefold() in _ROMAN]


def _from_chinese(text: str) -> int:
    """Read a number up to 99 that is written in Chinese characters."""
    tens, ten, ones = text.partition("十")
    digit = {"": 0} | {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
    return digit.get(tens, 0) if not ten else digit.get(tens or "一", 0) * 10 + digit.get(ones, 0)


def _with_month(numbers: list[int], month: int) -> tuple[TypedDay, ...]:
    if len(numbers) == 2 and numbers[0] > 31:  # a year in front: 2026. március 12.
        numbers = [numbers[1], numbers[0]]
    if not 1 <= len(numbers) <= 2:
        return ()
    return _possible([(numbers[0], month)], numbers[1] if len(numbers) == 2 else None)


def _all_numbers(numbers: list[int], *, either: bool, day_first: bool) -> tuple[TypedDay, ...]:
    if len(numbers) == 3 and numbers[0] > 31:
        return _possible([(numbers[2], numbers[1])], numbers[0])
    if not 2 <= len(numbers) <= 3:
        return ()
    a, b = numbers[:2]
    year = numbers[2] if len(numbers) == 3 else None
    readings = [(a, b), (b, a)] if day_first else [(b, a), (a, b)]
    both = _possible(readings, year)
    # A slash is written both ways round, in English a dash too; else they go with the language.
    return both if either else both[:1]


def _possible(readings: Iterable[tuple[int, int]], year: int | None) -> tuple[TypedDay, ...]:
    if year is not None and year < 100:
        year += 2000
    if year is not None and year > _BUDDHIST:
        year -= 543
    found = []
    for day, month in dict.fromkeys(readings):
        try:
            found.append(TypedDay(birthday(f"{month:02}-{day:02}"), year))
        except ValueError:
            continue
    return tuple(found)


def _month(word: str, say: Words) -> int | None:
    """Find the month that a word names in one's own language or English, whole or by three letters or more."""
    word = fold_name(word)
    for language in (say, words(ENGLISH)):
        for i in range(1, 13):
            name, short = fold_name(language.month(i)), fold_name(language.month(i, short=True)).rstrip(".")
            if word == short or (len(word) >= 3 and name.startswith(word)):
                return i
    return None


def _day_first(say: Words) -> bool:
    return say.date(date(2001, 2, 3)).startswith("3")
