"""What is said of a bonus time: "Mon–Thu · 14:00–17:00: twice the stamps"."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby

from loyalty.cards.part import BadPart
from loyalty.cards.parts.bonus_time import BonusTime
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import Words
from words.units import multiplied

_QUIET_HOURS = BonusTime(weekdays=(0, 1, 2, 3), start=time(14), end=time(17), times=2)
_QUIET_DAY = BonusTime(weekdays=(1,), times=2)
_EARLY = BonusTime(weekdays=(0, 1, 2, 3, 4), start=time(7), end=time(9), plus=1)
_ADVENT = (date(2026, 12, 1), date(2026, 12, 24))  # to show how dates are typed


def _name(words: Words) -> str:
    return words.t("Bonus time")


def _about(words: Words) -> str:
    return words.t(
        "Visits at quiet hours, on some weekdays or dates count more: it moves people to when there is room."
    )


def _rule(part: BonusTime, write: PartWording) -> str:
    when = " · ".join(
        filter(None, (_days(part, write.words), _hours(part, write.words), _dates(part, write.words)))
    )
    return f"{when or write.words.t('always')}: {_gain(part, write)}"


def _on_card(part: BonusTime, at: datetime, write: PartWording) -> str:
    words, gain = write.words, _gain(part, write)
    if part.covers(at):
        return (
            words.t("Now: {gain}", gain=gain)
            if part.start == part.end
            else words.t("Now, until {time}: {gain}", time=words.clock(part.end), gain=gain)
        )
    if part.on(at.date()) and at.time() < part.start:
        return words.t("Today {hours}: {gain}", hours=_hours(part, words), gain=gain)
    return ""


def _gain(part: BonusTime, write: PartWording) -> str:
    more = [multiplied(write.unit, part.times, write.words)] if part.times > 1 else []
    return " ".join([*more, *([f"+{write.counted(part.plus)}"] if part.plus else [])])


def _hours(part: BonusTime, words: Words) -> str:
    return "" if part.start == part.end else f"{words.clock(part.start)}–{words.clock(part.end)}"


def _days(part: BonusTime, words: Words) -> str:
    """Write weekdays, those in a row as a span: "Mon–Thu, Sat"."""
    runs = groupby(enumerate(sorted(set(part.weekdays))), key=lambda pair: pair[1] - pair[0])
    return ", ".join(_span([day for _, day in run], words) for _, run in runs)


def _span(days: Sequence[int], words: Words) -> str:
    ends: Iterable[int] = days if len(days) < 3 else (days[0], days[-1])
    return ("–" if len(days) > 2 else ", ").join(words.weekday(day) for day in ends)


def _dates(part: BonusTime, words: Words) -> str:
    if part.first and part.last:
        return words.days(part.first, part.last)
    if part.first:
        return words.t("from {day} on", day=words.days(part.first, part.first))
    return words.t("until {day}", day=words.days(part.last, part.last)) if part.last else ""


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "nothing": words.t("A bonus time must add something: more than once as many, or some on top."),
        "never": words.t("None of its weekdays lies between its dates, so it would never come."),
        "skipped": words.t("The clocks go forward just then: on that day these hours never come."),
        "times": words.t("It can count from once to {most} times as many.", most=most),
        "plus": words.t("It can add up to {most} on top.", most=most),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField("weekdays", "weekdays", words.t("Weekdays")),
        PartField(
            "hours",
            "hours",
            words.t("Hours"),
            words.t("From when until when? Type it like 14-17 or 14:00-17:30; 0 for the whole day."),
        ),
        PartField(
            "dates",
            "dates",
            words.t("Dates"),
            words.t(
                "From which day until which? Type it like {example}; 0 for always.",
                example=" – ".join(map(words.date, _ADVENT)),
            ),
        ),
        PartField(
            "times",
            "whole",
            words.t("Times as many"),
            words.t("How many times as many? Type a number; 1 for as many as ever."),
        ),
        PartField(
            "plus",
            "whole",
            words.t("On top"),
            words.t("How many on top of each visit? Type a number; 0 for none."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, (_QUIET_HOURS, _QUIET_DAY, _EARLY))
