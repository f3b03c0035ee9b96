"""Opening hours in chat: some days are picked, their hours typed, and a week is proposed."""

from collections.abc import Mapping

from bot.owner.typed_week import read_week
from bot.turn import Choice, Turn
from loyalty.records import Shop
from loyalty.shop.opening_hours import WEEK, WHOLE_DAY, BadHours, Day, OpeningHours, parse_day, read_hours
from words.language import Words
from words.shop.hours import name_days, word_day, word_span

_GROUPS: Mapping[str, tuple[int, ...]] = {
    "all": tuple(range(WEEK)),
    "work": tuple(range(5)),
    "end": (5, 6),
    **{str(day): (day,) for day in range(WEEK)},
}


def days_text(turn: Turn, one: Shop) -> str:
    """Ask which days it is about, beside how the week is now."""
    hours = read_hours(one.hours)
    lines = [
        f"· {turn.words.weekday(number)}: {word_day(day, turn.words)}"
        for number, day in enumerate(hours.days)
    ]
    work, end = (name_days(_GROUPS[key], turn.words) for key in ("work", "5"))
    head = turn.t(
        "When is {shop} open? Type it as {example}, or tap the days that are alike and then type their hours.",
        shop=one.name,
        example=f"{work} 8-18, {end} 9-13",
    )
    return "\n".join([head, *(lines if one.hours else [])])


def days_rows(turn: Turn, one: Shop) -> tuple[tuple[Choice, ...], ...]:
    """Offer the days, alone and together, and to say nothing at all."""
    picked = [
        Choice(name_days(days, turn.words), "shopask", f"{one.id}:hours:{key}")
        for key, days in _GROUPS.items()
    ]
    nothing = (Choice(turn.t("✖ Say nothing"), "shopset", f"{one.id}:hours:none"),) if one.hours else ()
    return (tuple(picked[:3]), tuple(picked[3:6]), tuple(picked[6:]), nothing)


def times_text(turn: Turn, key: str) -> str:
    """Ask for the hours of the days that were picked."""
    return turn.t(
        "{days}: from when to when? Type it like 8-18, or 8:30-12, 13-18. Past midnight: 18-2.",
        days=name_days(_GROUPS[key], turn.words),
    )


def times_rows(turn: Turn, one: Shop, key: str) -> tuple[tuple[Choice, ...], ...]:
    """Offer what is no hour: closed, and always open."""
    closed = Choice(word_day((), turn.words), "shopset", f"{one.id}:hours:{key}.closed")
    always = Choice(word_day(WHOLE_DAY, turn.words), "shopset", f"{one.id}:hours:{key}.whole")
    return ((closed, always),)


def tapped(one: Shop, choice: str) -> str:
    """Return the week that a button means."""
    key, _, what = choice.partition(".")
    if key not in _GROUPS:
        return ""
    return _week(one, key, WHOLE_DAY if what == "whole" else ()).stored


def typed(one: Shop, key: str, text: str, say: Words) -> str | BadHours:
    """Return the week that was typed, or what is wrong with it; days that are named come before those that were picked."""
    named = read_week(read_hours(one.hours), text, say)
    if named is not None:
        return named if isinstance(named, BadHours) else named.stored
    day = parse_day(text)
    if isinstance(day, BadHours):
        return day
    week = _week(one, key, day)
    if week.clash is None:
        return week.stored
    return BadHours("clash", week.days[week.clash][0])


def _week(one: Shop, key: str, day: Day) -> OpeningHours:
    return read_hours(one.hours).with_day(_GROUPS[key], day)


def word_bad(turn: Turn, bad: BadHours) -> str:
    """Say what is wrong with hours that were typed."""
    span = word_span(bad.span, turn.words)
    match bad.why:
        case "unreadable":
            return turn.t("I can't read that as hours.")
        case "empty":
            return turn.t(
                "From {span}: that is no time at all. For day and night there is a button.", span=span
            )
        case "long":
            return turn.t(
                "They end before they begin, and would last {n} hours until the next day: {span}. Are they the "
                "wrong way round?",
                n=-(-(bad.span[1] - bad.span[0]) // 60),
                span=span,
            )
        case "clash":
            return turn.t("It would open at {span} before it has closed: these hours overlap.", span=span)
