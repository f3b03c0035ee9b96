"""A day at the till in words: sums first, then line by line."""

from collections.abc import Iterable, Iterator

from actions.till.today import Booking, Today
from loyalty.codes import code_end
from loyalty.units import Unit
from words.direction import set_apart
from words.language import Words
from words.shop.booked import shared_lines, summed
from words.shop.business import gift_lines


def day_lines(day: Today, words: Words) -> Iterator[str]:
    """Say what was booked and handed out, each branch by itself where there are several."""
    yield _head(day, words)
    if not day.lines and not day.shared:
        yield words.t("Nothing was booked today.")
    several = len({one.branch for one in day.sums}) > 1
    for one in day.sums:
        where = f"📍 {one.branch or words.t('no branch')}: " if several else ""
        yield f"{where}{summed(one, day.units, day.shop.currency, words)}"
    yield from shared_lines(day.shared, words)
    yield from gift_lines(day.programmes, day.gifts, words, lambda _: "")
    if day.lines:
        yield ""
    for line in day.lines:
        yield _line(day, line, words, branch=several)


def holder(one: Booking) -> str:
    """Name whose card it is, or the card where it is nobody's."""
    return set_apart(one.holder or one.code)


def what(one: Booking, all_of_them: Iterable[Booking], words: Words) -> str:
    """Say what was booked, "+1", or the reward that was handed out.

    A programme is named where it has a name, and what it counts where something else is counted beside it.
    """
    if one.benefit_id:
        return f"⭐ {words.known(one.reward or '')}"
    if one.amount is None or one.unit is None:
        return f"🎁 {one.reward}"
    several = len({other.unit for other in all_of_them if other.unit}) > 1
    plain = several and not one.programme
    given = words.counted(Unit(one.unit), one.amount) if plain else words.number(one.amount)
    return " ".join(filter(None, ("🎁" if one.entry_id else "", f"+{given}", one.programme)))


def told_apart(one: Booking, all_of_them: Iterable[Booking]) -> str:
    """Name the end of a card's code where another card beside it has a holder of the same name."""
    twins = {other.account_id for other in all_of_them if other.holder and other.holder == one.holder}
    return f" {code_end(one.code)}" if len(twins) > 1 else ""


def _head(day: Today, words: Words) -> str:
    match day.seen:
        case "all":
            return words.t("Today at {shop}:", shop=day.shop.name)
        case "branch":
            return words.t(
                "Today at {shop}, {branch}, and what you booked:", shop=day.shop.name, branch=day.branch
            )
        case "own":
            return words.t("Today at {shop}, what you booked:", shop=day.shop.name)


def _line(day: Today, one: Booking, words: Words, *, branch: bool) -> str:
    zone = day.shop.zone
    parts = [words.time(one.at, zone), f"{holder(one)}{told_apart(one, day.lines)}"]
    parts.append(words.t("taken back") if one.undone_at else what(one, day.lines, words))
    if one.spent_minor is not None and not one.undone_at:
        parts.append(words.money(one.spent_minor, day.shop.currency))
    parts.append(words.name(one.staff))
    return " · ".join([*parts, *([one.branch] if branch and one.branch else [])])
