"""What is said of challenges to who sets them up: "3 visits within 14 days: 2 stamps"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.challenge import Challenge
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import Words

_READY = (
    Challenge("visits", 3, 14, 2),
    Challenge("items", 1, 30, 2),
    Challenge("weekdays", 1, 30, 2),
    Challenge("weeks", 4, 42, 4),
)


def _name(words: Words) -> str:
    return words.t("Challenge")


def _about(words: Words) -> str:
    return words.t(
        "Who likes takes it on with /challenges, and gets something once, with the visit that does it. Its rules and its last "
        "day are fixed when somebody begins, whatever you change later. One of each kind at a time, and the next one after its "
        "last day. Of weeks in a row one may be missed. For something new add bonus items first."
    )


def _rule(part: Challenge, write: PartWording) -> str:
    return f"{aim(part, write.words)}: {write.counted(part.gives)}"


def aim(part: Challenge, words: Words) -> str:
    """Say what is to be done: "3 visits within 14 days"."""
    if part.aim == "weeks":
        return words.t("{goal} with one joker", goal=goal(part, words))
    days = words.tn("{n} day", "{n} days", part.days)
    return words.t("{goal} within {days}", goal=goal(part, words), days=days)


def goal(part: Challenge, words: Words) -> str:
    """Say it without its days: "3 visits"."""
    return {
        "visits": words.tn("{n} visit", "{n} visits", part.times),
        "items": words.tn("{n} new thing", "{n} new things", part.times),
        "weekdays": words.tn("{n} new weekday", "{n} new weekdays", part.times),
        "weeks": words.tn("{n} week in a row", "{n} weeks in a row", part.times),
    }[part.aim]


def _on_card(_part: Challenge, _at: datetime, _write: PartWording) -> str:
    return ""  # what was taken on is told, wherever its rules are


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "visits": words.t("A challenge takes from 1 to {most} visits.", most=most),
        "items": words.t("From 1 to {most} new things can be tried.", most=most),
        "weekdays": words.t("From 1 to {most} weekdays can be new.", most=most),
        "weeks": words.t("From 2 to {most} weeks make a row.", most=most),
        "days": words.t("A challenge lasts from 1 to {most} days.", most=most),
        "gives": words.t("A challenge gives from 1 to {most}.", most=most),
        "pause": words.t(
            "Nobody could do this challenge: so many visits don't fit into its days, as the next visit counts only after "
            "your pause. Take fewer visits, more days or a shorter pause."
        ),
        "a_day": words.t(
            "Nobody could do this challenge: a day may give {most} at most, so that so many visits don't fit into its days. Take "
            "fewer visits or more days.",
            most=most,
        ),
        "few_days": words.t("So many new weekdays don't fit into so few days: take more days."),
        "no_items": words.t(
            "The challenge to try something new needs as many bonus items for the cashier to tap: add them first, and take "
            "the challenge away before them."
        ),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "times",
            "whole",
            words.t("How many"),
            words.t("How many visits, new things, new weekdays or weeks? Type a number."),
        ),
        PartField(
            "days",
            "whole",
            words.t("Within days"),
            words.t("Within how many days? Type a number. Weeks in a row need none."),
        ),
        PartField("gives", "whole", words.t("It gives"), words.t("How many does it give? Type a number.")),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
