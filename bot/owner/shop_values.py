"""What can be changed about a shop: how each is asked, read and said, and what its change means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from actions.shop.shop_details import MAX_ADDRESS, Field, Proposed
from bot.legible import shortened, unseen
from bot.owner import appearance, hours
from bot.owner.answers import QUESTIONS
from bot.owner.questions import offered
from bot.short_answers import means_none
from bot.turn import Choice, Turn
from loyalty.names import MAX_NAME, clean_name, is_spoken
from loyalty.records import Shop
from loyalty.shop.opening_hours import BadHours, read_hours
from words.cards.rules import ProgrammeWording
from words.shop.details import field_value
from words.shop.hours import over_midnight
from words.units import programme_name

Rows = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A value that was read, and what became of what was typed."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why what was typed is no such thing."""

    why: str


def ask(turn: Turn, one: Shop, field: Field, about: str) -> tuple[str, Rows]:
    """Ask for a value, with suggestions where there are some; `about` is a page of icons, or the days whose hours they are."""
    match field:
        case "colour":
            text = turn.t(
                "Which colour shall cards and posters have? Tap, or type one like {example}.",
                example="#1f6f5c",
            )
            return text, tuple(offered(appearance.colours(turn), "shopset", f"{one.id}:{field}"))
        case "icon":
            text = turn.t("What shall stand on each stamp? Tap an icon, or send any one emoji.")
            return text, appearance.icon_rows(turn, one.id, int(about or 0))
        case "address":
            text = turn.t("Where is the shop? Type street and town as posters and cards shall say them.")
            none = Choice(turn.t("✖ Say nothing"), "shopset", f"{one.id}:{field}:0")
            return text, ((none,),) if one.address else ()
        case "hours" if about:
            return hours.times_text(turn, about), hours.times_rows(turn, one, about)
        case "hours":
            return hours.days_text(turn, one), hours.days_rows(turn, one)
        case "name" | "timezone" | "currency" | "language":
            text, suggested = QUESTIONS[field].ask(turn, {"timezone": one.timezone})
            return text, tuple(offered(suggested, "shopset", f"{one.id}:{field}"))
        case _:
            assert_never(field)


def tapped(turn: Turn, one: Shop, field: Field, choice: str) -> str:
    """Return the value that a suggestion stands for."""
    match field:
        case "colour":
            return appearance.colours(turn)[int(choice)][1]
        case "icon":
            return appearance.icon_choices(turn)[int(choice)][1]
        case "address":
            return ""
        case "hours":
            return hours.tapped(one, choice)
        case "name" | "timezone" | "currency" | "language":
            return QUESTIONS[field].ask(turn, {"timezone": one.timezone})[1][int(choice)][1]
        case _:
            assert_never(field)


def read(turn: Turn, one: Shop, field: Field, about: str, text: str) -> Typed | Unread:
    """Read what was typed, or say why it is no such thing."""
    match field:
        case "address" | "icon" if means_none(text):
            return Typed("")
        case "name" | "address":
            most = MAX_NAME if field == "name" else MAX_ADDRESS
            value = clean_name(text, most=most)
            if field == "name" and not is_spoken(value):
                return Unread(turn.t("That is no name. Type one that people can read."))
            return Typed(value, shortened(turn.words, text, most=most)) if value else _not_understood(turn)
        case "colour":
            return _colour(turn, text)
        case "icon":
            icon = appearance.read_icon(text)
            why = turn.t("That is not one emoji that I can draw. Each of these I can, and most others.")
            return Typed(icon) if icon else Unread(why)
        case "hours":
            week = hours.typed(one, about or "all", text, turn.words)
            return Unread(hours.word_bad(turn, week)) if isinstance(week, BadHours) else Typed(week)
        case "timezone" | "currency" | "language":
            found = QUESTIONS[field].read(text, {})
            if found is None and field == "timezone":
                return Unread(turn.t("I know no such time zone."))
            return _not_understood(turn) if found is None else Typed(str(found))
        case _:
            assert_never(field)


def _not_understood(turn: Turn) -> Unread:
    return Unread(turn.t("I did not understand that."))


def _colour(turn: Turn, text: str) -> Typed | Unread:
    """Read a colour; where letters can't be read on it, the nearest on which they can."""
    value = appearance.read_colour(turn, text)
    if value is None:
        return Unread(turn.t("I know no such colour."))
    nearest = appearance.readable(value)
    if nearest == value:
        return Typed(value)
    note = turn.t(
        "Letters on {colour} can't be read well: the contrast is too small. "
        "The nearest colour on which they can is {nearest}.",
        colour=value,
        nearest=nearest,
    )
    return Typed(nearest, note)


def said(turn: Turn, field: Field, value: str) -> str:
    """Say a value as it is."""
    match field:
        case "colour":
            return appearance.colour_name(turn, value)
        case "icon":
            return value or turn.t("a check mark")
        case _:
            return field_value(field, value, turn.words)


def meaning(turn: Turn, found: Proposed) -> str:
    """Say what a change means."""
    match found.field:
        case "name":
            text = turn.t(
                "Cards and messages say it from now on; a poster that hangs works on under the old name."
            )
            return " ".join(filter(None, [text, unseen(turn.words, found.value)]))
        case "colour":
            return turn.t("Cards are drawn in it from now on; a poster that hangs works on.")
        case "icon":
            return turn.t("Cards are stamped with it from now on; a poster that hangs works on.")
        case "address":
            text = turn.t("Cards, new posters and new printed cards say it from now on.")
            return " ".join(filter(None, [text, unseen(turn.words, found.value)]))
        case "hours":
            return _hours_mean(turn, found.value)
        case "language":
            return turn.t(
                "New posters and printed cards are in it from now on; what hangs stays as it is. In chat everybody reads their own."
            )
        case "timezone":
            return _zone_means(turn, found)
        case "currency":
            return _money_means(turn, found)
        case _:
            assert_never(found.field)


def _hours_mean(turn: Turn, value: str) -> str:
    text = turn.t("Cards, new posters and new printed cards say it from now on.")
    checked = turn.t("What is booked more than an hour before or after is shown to you in /checks.")
    night = (
        turn.t("What ends after midnight ends on the next day.") if over_midnight(read_hours(value)) else ""
    )
    return " ".join(filter(None, [night, text, checked if value else ""]))


def _zone_means(turn: Turn, found: Proposed) -> str:
    kept = turn.tn(
        "{n} reward that waits keeps the last day that was told.",
        "{n} rewards that wait keep the last day that was told.",
        found.waiting,
    )
    text = turn.t("Days, quiet hours and figures go by it from now on.")
    return f"{text} {kept}" if found.waiting else text


def _money_means(turn: Turn, found: Proposed) -> str:
    rules = "\n".join(_rules_in(turn, found))
    text = turn.t("No amount is kept yet. The rules are then read so:") + f"\n{rules}"
    if not found.forgotten_minor:
        return text
    sale = turn.words.money(found.forgotten_minor, found.shop.currency)
    gone = turn.t(
        "The average sale that you told me, {sale}, is forgotten: tell it anew in /calculator.", sale=sale
    )
    return f"{text}\n{gone}"


def _rules_in(turn: Turn, found: Proposed) -> Iterator[str]:
    """Write the rules of each programme in the money that is proposed, under its name where there are several."""
    for one in found.programmes:
        if len(found.programmes) > 1:
            yield programme_name(one, turn.words)
        yield from ProgrammeWording(turn.words, one.programme.unit, found.value).rules(one.programme)
