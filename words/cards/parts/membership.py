"""What is said of memberships that a shop sells: "Ten classes: 10 × Class. €120.00 for 6 months"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.memberships import HeldMembership
from loyalty.cards.part import BadPart
from loyalty.cards.parts.membership import MOST_MONTHS, Membership
from loyalty.cards.worth import PercentOff
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.cards.worth import worth_said
from words.language import N_, Words

_READY = (
    Membership(N_("A coffee a day"), 3900, months=1, item=N_("Coffee")),
    Membership(N_("Club card"), 2500, months=6, percent=10),
    Membership(N_("Ten classes"), 12000, months=6, item=N_("Class"), cuts=10),
)


def _name(words: Words) -> str:
    return words.t("Membership")


def _about(words: Words) -> str:
    return words.t(
        "Customers pay once and get something for a time: one a day, some percent off, or a pass that counts down. Your till "
        "takes the money and marks it with a tap. Nothing renews by itself, and what was bought holds as it was bought, "
        "whatever you change later."
    )


def _rule(part: Membership, write: PartWording) -> str:
    words = write.words
    return words.t(
        "{name}: {gain}. {price} for {period}",
        name=words.known(part.label),
        gain=gain(part, words),
        price=words.money(part.price_minor, write.currency),
        period=_period(part, words),
    )


def gain(one: Membership | HeldMembership, words: Words) -> str:
    """Say what a membership brings: "Coffee, once a day", "10 × Class", "10% off"."""
    if one.percent:
        return worth_said(PercentOff(one.percent), "", words)
    if one.cuts:
        return f"{words.number(one.cuts)} × {words.known(one.item)}"
    return words.t("{item}, once a day", item=words.known(one.item))


def _period(part: Membership, words: Words) -> str:
    if part.months:
        return words.tn("{n} month", "{n} months", part.months)
    return words.tn("{n} day", "{n} days", part.days)


def _on_card(_part: Membership, _at: datetime, _write: PartWording) -> str:
    return ""  # what somebody has stands there, and /membership tells what there is


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "label": words.t("Name it in up to {most} letters: they stand on a button.", most=most),
        "price": words.t("It costs something, {most} at most.", most=words.money(bad.most, write.currency)),
        "period": words.t(
            "It lasts at least a day, at most {months} or {days}.",
            months=words.tn("{n} month", "{n} months", MOST_MONTHS),
            days=words.tn("{n} day", "{n} days", bad.most),
        ),
        "percent": words.t("Percent off go from 1 to {most}.", most=most),
        "cuts": words.t("A pass counts from 1 to {most}.", most=most),
        "both": words.t("It brings percent off, or a pass that counts down: set the other one to 0."),
        "item": words.t("Say what it brings in up to {most} letters.", most=most),
        "cost": words.t("One costs you nothing or more."),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "label", "text", words.t("Its name"), words.t("What is it called? Type two or three words.")
        ),
        PartField(
            "price_minor", "money", words.t("Its price"), words.t("What does it cost? Type an amount.")
        ),
        PartField(
            "months",
            "lasting",
            words.t("How long"),
            words.t("How long does it last? Type, for example, 1 month or 30 days."),
        ),
        PartField(
            "item",
            "text",
            words.t("What it brings"),
            words.t("What does it bring, once a day or with each cut of a pass? Type a word or two."),
        ),
        PartField(
            "cuts",
            "whole",
            words.t("As a pass"),
            words.t("How many times in all? Type a number; 0 is once a day."),
        ),
        PartField(
            "percent",
            "whole",
            words.t("Percent off"),
            words.t("How many percent off each bill? Type a number; 0 is none."),
        ),
        PartField(
            "cost_minor",
            "money",
            words.t("Its cost"),
            words.t("What does one of it cost you? Type an amount: the sums need it."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
