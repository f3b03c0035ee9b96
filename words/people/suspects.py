"""Who opened a shop's link and did not join, in words: how many, which part joined, and what may help."""

from collections.abc import Iterator

from loyalty.people.suspects import Suspects
from words.language import Words


def suspect_line(suspects: Suspects, say: Words) -> str:
    """Say how often a link was opened, and how many joined since."""
    opened = say.tn(
        "Your link was opened {n} time since {day}",
        "Your link was opened {n} times since {day}",
        suspects.opened,
        day=say.date(suspects.since),
    )
    joined = say.tn("{n} joined", "{n} joined", suspects.joined)
    return f"👀 {opened}: {joined}{_in_brackets(suspects, say)}"


def _in_brackets(suspects: Suspects, say: Words) -> str:
    return "" if suspects.percent is None else f" ({say.percent(10 * suspects.percent)})"


def suspect_lines(suspects: Suspects, say: Words) -> Iterator[str]:
    """Say the same with what it does not know, and what may help where few join."""
    yield suspect_line(suspects, say)
    yield say.t("I count openings, once a day for each phone, and note nobody for it.")
    if suspects.few_join:
        yield "👉 " + say.t(
            "Say beside the code what the first visit brings, and that there is nothing to install: /poster has texts."
        )


def suspects_named(say: Words) -> str:
    """Name those who opened a link and did not join, as a picture does."""
    return say.t("Only opened the link")


def joined_of(suspects: Suspects, say: Words) -> str:
    """Say which part joined, as short as a picture wants it."""
    return (
        "" if suspects.percent is None else say.t("{share} joined", share=say.percent(10 * suspects.percent))
    )
