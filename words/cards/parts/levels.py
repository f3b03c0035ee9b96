"""What is said of levels: "Gold until 31 May · 3 more visits keep it"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.amounts import minor_per_unit, unit_size
from loyalty.cards.part import BadPart
from loyalty.cards.parts.levels import FEWEST, HeldLevel, Level, Levels, NextLevel
from loyalty.cards.periods import YEAR
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import N_, Words

_EXAMPLE = 300  # about euros
# Amounts are whole euros here: whoever begins with one reads them in the shop's money.
_READY = (
    Levels((Level(N_("Silver"), 6, 0, 1), Level(N_("Gold"), 12, 0, 2)), 90, 30),
    Levels(
        (Level(N_("Silver"), 10, 0, 1), Level(N_("Gold"), 25, 0, 2), Level(N_("Platinum"), 50, 0, 3)), 180, 60
    ),
    Levels(
        (Level(N_("Silver"), percent=10, spent_minor=100), Level(N_("Gold"), percent=25, spent_minor=300)),
        180,
        60,
    ),
    Levels(
        (Level(N_("Silver"), percent=10, spent_minor=250), Level(N_("Gold"), percent=25, spent_minor=600)),
        grace=90,
        months=YEAR,
    ),
)


def _name(words: Words) -> str:
    return words.t("Levels")


def _about(words: Words) -> str:
    return words.t(
        "Who comes more often gets more on each visit. A level is reached at once and counts from the next visit on; it "
        "falls only after days of grace, and the card says all along until when it holds and what keeps it."
    )


def _rule(part: Levels, write: PartWording) -> str:
    words, within = write.words, _within(part, write.words)
    levels = ", ".join(_reached_from(level, write) for level in part.levels)
    grace = words.tn("{n} day", "{n} days", part.grace)
    if part.levels and part.levels[0].spent_minor:
        return words.t(
            "{levels}; what is spent within {days}, {grace} of grace", levels=levels, days=within, grace=grace
        )
    return words.t(
        "{levels}; visits within {days}, {grace} of grace", levels=levels, days=within, grace=grace
    )


def _within(part: Levels, words: Words) -> str:
    if not part.months:
        return words.tn("{n} day", "{n} days", part.days)
    return words.t("a calendar year") if part.months == YEAR else words.t("half a calendar year")


def _reached_from(level: Level, write: PartWording) -> str:
    least = write.words.money(level.spent_minor, write.currency) if level.spent_minor else None
    return (
        f"{write.words.known(level.name)} {least or write.words.number(level.visits)}: {_gives(level, write)}"
    )


def gain(level: Level, write: PartWording) -> str:
    """Say what a level adds to a visit: "+2 stamps", "+50 %"; "" for nothing."""
    share = f"+{write.words.number(level.percent)} %" if level.percent else ""
    return " ".join(filter(None, (share, f"+{write.counted(level.plus)}" if level.plus else "")))


def _gives(level: Level, write: PartWording) -> str:
    longer = write.words.tn("rewards wait {n} day longer", "rewards wait {n} days longer", level.longer)
    return ", ".join(filter(None, (gain(level, write), longer if level.longer else "")))


def _on_card(part: Levels, at: datetime, write: PartWording) -> str:
    held, ahead = part.held(write.past or (), at), part.ahead(write.past or (), at)
    if held is None:
        return _first(ahead, write) if ahead else ""
    # A line of the picture: the way to the next one says only how far, and what keeps this one is told once it can be done.
    now = [keeps(held, at, write)] if held.since <= at.date() else []
    return " · ".join([_until(held, at, write), *now, *([_next(ahead, write)] if ahead else ())])


def _until(held: HeldLevel, at: datetime, write: PartWording) -> str:
    words = write.words
    level, day = words.known(held.level.name), words.date(held.until, today=at.date())
    return words.t("{level} until {day}", level=level, day=day)


def keeps(held: HeldLevel, at: datetime, write: PartWording) -> str:
    """Say what keeps a level: "3 more visits keep it", "3 visits from 1 January on keep it"."""
    words, n, money = write.words, held.to_keep, write.words.money(held.to_keep, write.currency)
    if held.since <= at.date() and held.by < held.until:
        by = words.date(held.by, today=at.date())
        if held.level.spent_minor:
            return words.t("{amount} more by {day} keeps it", amount=money, day=by)
        return words.tn("{n} more visit by {day} keeps it", "{n} more visits by {day} keep it", n, day=by)
    if held.since <= at.date():
        if held.level.spent_minor:
            return words.t("{amount} more keeps it", amount=money)
        return words.tn("{n} more visit keeps it", "{n} more visits keep it", n)
    day = words.date(held.since, today=at.date())
    if held.level.spent_minor:
        return words.t("{amount} from {day} on keeps it", amount=money, day=day)
    return words.tn("{n} visit from {day} on keeps it", "{n} visits from {day} on keep it", n, day=day)


def _first(ahead: NextLevel, write: PartWording) -> str:
    words, level = write.words, write.words.known(ahead.level.name)
    if ahead.level.spent_minor:
        return words.t(
            "{amount} more to {level}", amount=words.money(ahead.to_go, write.currency), level=level
        )
    return words.tn("{n} more visit to {level}", "{n} more visits to {level}", ahead.to_go, level=level)


def _next(ahead: NextLevel, write: PartWording) -> str:
    words, level = write.words, write.words.known(ahead.level.name)
    if ahead.level.spent_minor:
        return words.t("{amount} to {level}", amount=words.money(ahead.to_go, write.currency), level=level)
    return words.tn("{n} to {level}", "{n} to {level}", ahead.to_go, level=level)


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "levels": words.t("There are from {least} to {most} levels.", least=words.number(FEWEST), most=most),
        "days": words.t(
            "Visits are counted within 1 to {most} days, a year or half a year of the calendar.", most=most
        ),
        "grace": words.t(
            "Nobody loses a level without notice: it has from 1 to {most} days of grace.", most=most
        ),
        "name": words.t("Name each level in up to {most} letters.", most=most),
        "visits": words.t("A level takes from 1 to {most} visits.", most=most),
        "spent": words.t("The amount for a level is more than nothing, and no more than people spend."),
        "mixed": words.t("Let all levels go by visits, or all by what is spent."),
        "amounts": words.t("Your till is not told what is spent on this card: let its levels go by visits."),
        "longer": words.t("Rewards wait up to {most} days longer.", most=most),
        "percent": words.t("A level adds up to {most} % to a visit.", most=most),
        "share": words.t("A share of one stamp is none: let a level add so many instead, such as +1."),
        "plus": words.t("A level adds something to a visit, {most} at most.", most=most),
        "twice": words.t("Two levels have one name."),
        "order": words.t("Begin with the lowest level: each next one takes more visits, and gives no less."),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "levels",
            "levels",
            words.t("Levels"),
            words.t(
                "Which levels? Type each with its visits and what it adds to every visit, the lowest first: "
                "Silver 6 +1, Gold 12 +2. Rewards wait longer with +30 days. Where you type what is spent also "
                "+50 %, and an amount in place of visits: Gold {amount} +20 %.",
                amount=words.money(
                    _EXAMPLE * unit_size(write.currency) * minor_per_unit(write.currency), write.currency
                ),
            ),
        ),
        PartField(
            "days",
            "period",
            words.t("Within days"),
            words.t(
                "Within how many days are visits counted? Type a number, or “{year}” or “{half}” to count from "
                "1 January, or from 1 January and 1 July.",
                year=words.t("year"),
                half=words.t("half-year"),
            ),
        ),
        PartField(
            "grace",
            "whole",
            words.t("Days of grace"),
            words.t("How many days longer does a level hold, once there are too few visits? Type a number."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
