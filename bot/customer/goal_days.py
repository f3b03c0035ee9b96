"""Until which day a goal may be: as it is asked, as it is read, and what a no to it may mean."""

from datetime import date

from actions.campaigns.consents import consents_of
from bot.customer.coming_days import read_coming_day
from bot.customer.days import TypedDay
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.dates import months_later, next_kept
from words.language import Words


def which_day(turn: Turn) -> str:
    """Ask for a day, with one in two months as an example."""
    example = months_later(turn.now.date().replace(day=15), 2)
    return turn.t("By which day? Type it like “{example}”.", example=turn.words.date(example))


def no_to_what(turn: Turn, place: str) -> Reply:
    """Ask what a no was meant for: to save for something was a yes to hear of it too."""
    turn.wait_for("goal_by", card_id=place, again=1)
    rows = [(Choice(turn.t("No date"), "goalby", f"{place}:0"),)]
    if Purpose.GOALS in consents_of(turn.tx, turn.person_id):
        rows.append((Choice(turn.t("No reminders, please"), "no", Purpose.GOALS),))
    return Reply(turn.t("What shall it be without?"), tuple(rows))


def date_choices(turn: Turn, place: str) -> tuple[tuple[Choice, ...], ...]:
    """Offer days until which somebody may save, or none."""
    return (
        (
            Choice(turn.t("In a month"), "goalby", f"{place}:1"),
            Choice(turn.t("In three months"), "goalby", f"{place}:3"),
        ),
        (
            Choice(turn.t("Another date"), "goalwhen", place),
            Choice(turn.t("No date"), "goalby", f"{place}:0"),
        ),
    )


def days_meant(text: str, words: Words, *, today: date) -> list[date]:
    """Return the days that a text may mean, each once; those without a year are the next of their kind."""
    meant = (_coming(typed, today) for typed in read_coming_day(text, words, today=today))
    return list(dict.fromkeys(filter(None, meant)))


def _coming(typed: TypedDay, today: date) -> date | None:
    return next_kept(typed.day, today=today) if typed.year is None else typed.within()
