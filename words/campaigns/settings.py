"""The settings of a campaign in words: their names, their values, and how to ask for a new one."""

from collections.abc import Mapping

from actions.campaigns.campaign import HOUR, REST
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import HOLDOUT, WHOM, BadSetting, Campaign
from actions.campaigns.settings import settings_of as settable
from loyalty.campaigns.hours import AT_ONCE, OWN_HOUR
from loyalty.records import Shop
from loyalty.units import Unit
from words.campaigns.kind_words import SettingWords
from words.campaigns.kinds import WORDING
from words.language import N_, Words

_COMMON = {
    HOLDOUT: SettingWords(
        "out",
        N_("Not written to, to compare"),
        N_(
            "Of 100 customers, how many get nothing, so that I can tell whether it works? Type a number from 0 to 50."
        ),
    ),
}


_TIMES = {
    HOUR: SettingWords(
        "hour",
        N_("Goes at"),
        N_(
            "At which hour may it go? Type a number from 0 to 23, or tap. “When each comes” is the hour at which somebody usually "
            "comes, where they came five times or more. The quiet hours stay quiet."
        ),
        choices={AT_ONCE: N_("As soon as it may"), OWN_HOUR: N_("When each comes")},
    ),
    REST: SettingWords(
        "rest",
        N_("Again not before"),
        N_(
            "How many days must pass between two of them to the same customer? Type a number from 0 to 60; 0 is whenever it is due."
        ),
    ),
}


def settings_of(kind: str) -> Mapping[str, SettingWords]:
    """Return the words of a campaign's settings, in the order in which they are shown; none for what is no kind."""
    if kind not in WORDING:
        return {}
    times = {name: said for name, said in _TIMES.items() if kind in BY_KIND and name in settable(kind)}
    return {**WORDING[kind].settings, **times, **_COMMON}


def setting_lines(say: Words, one: Campaign, shop: Shop) -> list[tuple[str, str, str]]:
    """List a campaign's settings: what a button calls each, its name, its value."""
    values = {**one.settings, HOLDOUT: one.holdout_percent}
    return [
        (said.key, say.t(said.name), _value(say, name, values[name], shop))
        for name, said in settings_of(one.kind).items()
    ]


def setting_value(say: Words, kind: str, name: str, stored: str, shop: Shop) -> str:
    """Word a setting as the audit keeps it: a number has its unit, an amount its money."""
    said = settings_of(kind).get(name)
    number = said and not said.none and stored.isdecimal()
    return _value(say, name, int(stored), shop) if number else stored


def setting_name(say: Words, kind: str, name: str) -> str:
    """Name a setting."""
    if name == WHOM:
        return say.t("For whom")
    said = settings_of(kind).get(name)
    return say.t(said.name) if said else name


def _value(say: Words, name: str, value: int | str, shop: Shop) -> str:
    if isinstance(value, str):
        return value or say.t("none")
    if name == HOUR:
        choices = _TIMES[HOUR].choices
        return say.t(choices[value]) if value in choices else f"{value}:00"
    if name.endswith("cost_minor"):
        return say.money(value, shop.currency) if value else say.t("unknown")
    if name.endswith("_amount") and not value:
        return say.t("none")
    if name.endswith("days"):
        return say.tn("{n} day", "{n} days", value)
    return say.t("{n} %", n=say.number(value)) if name == HOLDOUT else say.number(value)


def setting_question(say: Words, kind: str, name: str, currency: str, unit: Unit) -> str:
    """Ask for a setting's new value; `unit` is what the shop's gifts on a card are counted in."""
    question = settings_of(kind)[name].question
    if not isinstance(question, str):
        return question(unit, say)
    return say.t(question, example=say.amount_example(currency))


def emptied(say: Words, kind: str, name: str) -> str:
    """Name the way to empty a setting; "" where it can't be empty."""
    return say.t(settings_of(kind)[name].none)


def choices_of(say: Words, kind: str, name: str) -> dict[int, str]:
    """Name the numbers of a setting that mean something else, as "as soon as it may" in the place of an hour."""
    return {value: say.t(label) for value, label in settings_of(kind)[name].choices.items()}


def word_bad_setting(say: Words, bad: BadSetting) -> str:
    """Say why a setting can't be like that."""
    match bad.why:
        case "too_low" | "too_high":
            least, most = say.number(bad.least), say.number(bad.most)
            return say.t("It must be from {least} to {most}.", least=least, most=most)
        case "too_long":
            return say.tn("At most {n} letter.", "At most {n} letters.", bad.most)
        case "no_link":
            return say.t("Type the whole address: it begins with https://.")
        case _:
            return say.t("I did not understand that.")
