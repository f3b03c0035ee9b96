"""Until which day a goal may be: as it is asked, and as it is read."""

from datetime import date

from bot.customer.coming_days import read_coming_day
from bot.customer.days import TypedDay
from bot.turn import Turn
from loyalty.dates import months_later, next_kept
from words.language import Words


def which_day(turn: Turn) -> str:
    """Ask for a day, with one in two months as an example."""
    example = months_later(turn.now.date().replace(day=15), 2)
    return turn.t("By which day? Type it like “{example}”.", example=turn.words.date(example))


def days_meant(text: str, words: Words, *, today: date) -> list[date]:
    """Return the days that a text may mean, each once; those without a year are the next of their kind."""
    meant = (_coming(typed, today) for typed in read_coming_day(text, words, today=today))
    return list(dict.fromkeys(filter(None, meant)))


def _coming(typed: TypedDay, today: date) -> date | None:
    return next_kept(typed.day, today=today) if typed.year is None else typed.within()
