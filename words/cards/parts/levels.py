"""What is said of levels: "Gold until 31 May · 3 more visits keep it"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.levels import FEWEST, HeldLevel, Level, Levels, NextLevel
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import N_, Words

_READY = (
    Levels((Level(N_("Silver"), 6, 0, 1), Level(N_("Gold"), 12, 0, 2)), 90, 30),
    Levels(
        (Level(N_("Silver"), 10, 0, 1), Level(N_("Gold"), 25, 0, 2), Level(N_("Platinum"), 50, 0, 3)), 180, 60
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
    words = write.words
    return words.t(
        "{levels}; visits within {days}, {grace} of grace",
        levels=", ".join(
            f"{words.known(level.name)} {words.number(level.visits)}: {gain(level, write)}"
            for level in part.levels
        ),
        days=words.tn("{n} day", "{n} days", part.days),
        grace=words.tn("{n} day", "{n} days", part.grace),
    )


def gain(level: Level, write: PartWording) -> str:
    """Say what a level adds to a visit: "+2 stamps", "+50 %"."""
    share = f"+{write.words.number(level.percent)} %" if level.percent else ""
    return " ".join(filter(None, (share, f"+{write.counted(level.plus)}" if level.plus else "")))


def _on_card(part: Levels, at: datetime, write: PartWording) -> str:
    held, ahead = part.held(write.past or (), at), part.ahead(write.past or (), at)
    if held is None:
        return _first(ahead, write.words) if ahead else ""
    # A line of the picture: the way to the next one, behind what keeps this one, says only how far.
    return " · ".join([*_held(held, at, write.words), *([_next(ahead, write.words)] if ahead else ())])


def _held(held: HeldLevel, at: datetime, words: Words) -> tuple[str, str]:
    level, day = words.known(held.level.name), words.date(held.until, today=at.date())
    return (
        words.t("{level} until {day}", level=level, day=day),
        words.tn("{n} more visit keeps it", "{n} more visits keep it", held.to_keep),
    )


def _first(ahead: NextLevel, words: Words) -> str:
    level = words.known(ahead.level.name)
    return words.tn("{n} more visit to {level}", "{n} more visits to {level}", ahead.to_go, level=level)


def _next(ahead: NextLevel, words: Words) -> str:
    return words.tn("{n} to {level}", "{n} to {level}", ahead.to_go, level=words.known(ahead.level.name))


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "levels": words.t("There are from {least} to {most} levels.", least=words.number(FEWEST), most=most),
        "days": words.t("Visits are counted within 1 to {most} days.", most=most),
        "grace": words.t(
            "Nobody loses a level without notice: it has from 1 to {most} days of grace.", most=most
        ),
        "name": words.t("Name each level in up to {most} letters.", most=most),
        "visits": words.t("A level takes from 1 to {most} visits.", most=most),
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
                "Silver 6 +1, Gold 12 +2. On a points card also +50 %."
            ),
        ),
        PartField(
            "days",
            "whole",
            words.t("Within days"),
            words.t("Within how many days are visits counted? Type a number."),
        ),
        PartField(
            "grace",
            "whole",
            words.t("Days of grace"),
            words.t("How many days longer does a level hold, once there are too few visits? Type a number."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
