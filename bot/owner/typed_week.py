"""Opening hours that name their days: "Tue–Sat 22–3, Sun closed", "ma t/m vr 8-18", "hétfőtől péntekig 8-18"."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from loyalty.calendar_names import weekday_named
from loyalty.names import fold_name
from loyalty.shop.opening_hours import WEEK, WHOLE_DAY, BadHours, Day, OpeningHours, parse_day
from words.language import ENGLISH, Words, words
from words.shop.hours import word_day

_ALL = tuple(range(WEEK))
_GROUPS = {
    _ALL: "every day, everyday, daily, elke dag, iedere dag, dagelijks, minden nap, naponta",
    _ALL[:5]: "weekdays, weekday, doordeweeks, weekdagen, hetkoznap, hetkoznapokon",
    _ALL[5:]: "weekends, weekend, in het weekend, hetvege, hetvegen",
}
_SHORT = ("mo", "tu tues", "weds", "th thu thur thurs", "fr", "sa", "su")
_UNTIL = re.compile(r"\s*(?:-|–|—|t/m|tot en met|tot|to|till|through|thru)\s*")
_AND = re.compile(r"\s*(?:,|&|\+|/|and|en|es)?\s*")
_ENDING = re.compile(r"(?:tol|ig|on|en|an|n|s)?(?!\w)")  # "hétfőtől péntekig", "Mondays"
_SHORT_END = re.compile(r"\.?(?!\w)")  # "za."
_LONGEST_SHORT = 3
_WORD = re.compile(r"[^\W\d_]+\.?")
_ON = re.compile(r"\b(?:on|op)$")  # "closed on Sunday"
_CLOSED = ("closed", "gesloten", "dicht", "zarva", "-", "x")
_ALWAYS = ("24h", "24/7", "24 hours", "24 uur", "24 ora")


def read_week(week: OpeningHours, text: str, say: Words) -> OpeningHours | BadHours | None:
    """Return a week with the hours that were typed for the days that they name; None where they name none."""
    said = fold_name(text)
    groups = list(_groups(said, say))
    if not groups:
        return None
    starts = [start for start, _, _ in groups]
    before = _ON.sub("", said[: starts[0]].strip())
    for (_, end, days), following in zip(groups, [*starts[1:], len(said)], strict=True):
        # "8-18 on weekdays": what stands before a day alone is its own.
        typed = f"{before} {said[end:following]}" if len(groups) == 1 else said[end:following]
        day = _day(typed.strip(" :,;.\n"), say)
        if isinstance(day, BadHours) or (before and len(groups) > 1):
            return day if isinstance(day, BadHours) else BadHours("unreadable")
        week = week.with_day(days, day)
    return week if week.clash is None else BadHours("clash", week.days[week.clash][0])


def _groups(said: str, say: Words) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Find days that stand together: where they begin, where they end, which they are."""
    at = 0
    while at < len(said):
        found = _days_at(said, at, say) if at == 0 or not said[at - 1].isalnum() else None
        if found is None:
            at += 1
            continue
        start, (at, days) = at, found
        while more := _more(said, at, days, say):
            at, days = more
        yield start, at, days


def _more(said: str, at: int, days: tuple[int, ...], say: Words) -> tuple[int, tuple[int, ...]] | None:
    """Take in what stands beside the days so far: until another, or another too."""
    for between in (_UNTIL, _AND):
        gap = between.match(said, at)
        found = _days_at(said, gap.end(), say) if gap and gap.end() > at else None
        if found:
            end, others = found
            until = between is _UNTIL or said[:end].rstrip(".").endswith("ig")
            span = range(days[-1], days[-1] + (others[0] - days[-1]) % WEEK + 1) if until else others
            return end, (*days, *(day % WEEK for day in span))
    return None


def _days_at(said: str, at: int, say: Words) -> tuple[int, tuple[int, ...]] | None:
    """Read the longest name of a day or of some that stands there, with its ending."""
    for name, days in _names(say.language).items():
        how = _SHORT_END if len(name) <= _LONGEST_SHORT else _ENDING
        if said.startswith(name, at) and (ending := how.match(said, at + len(name))):
            return ending.end(), days
    word = _WORD.match(said, at)
    number = weekday_named(word[0]) if word else None
    return None if word is None or number is None else (word.end(), (number,))


@cache
def _names(language: str) -> Mapping[str, tuple[int, ...]]:
    """Return the names of days in a language and in English, the longest first."""
    named = {name: days for days, names in _GROUPS.items() for name in names.split(", ")}
    for number, short in enumerate(_SHORT):
        own = (
            words(one).weekday(number, short=brief) for one in (ENGLISH, language) for brief in (True, False)
        )
        named |= dict.fromkeys([*short.split(), *(fold_name(name).rstrip(".") for name in own)], (number,))
    return dict(sorted(named.items(), key=lambda pair: -len(pair[0])))


def _day(said: str, say: Words) -> Day | BadHours:
    if said in {*_CLOSED, fold_name(word_day((), say))}:
        return ()
    if said in {*_ALWAYS, fold_name(word_day(WHOLE_DAY, say))}:
        return WHOLE_DAY
    return parse_day(said)
