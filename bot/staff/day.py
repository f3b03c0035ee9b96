"""The day so far: sums first, then line by line, as far as a role may look."""

from actions.till.scan import NotStaff
from actions.till.today import Booking, Sum, Today, todays_bookings
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.codes import code_end
from loyalty.roles import Role
from words.language import Words

_MOST = 20


def today(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /today: what was booked and handed out since midnight."""
    place = in_shop(turn, Role.CASHIER, "today", arg)
    if isinstance(place, Reply):
        return place
    day = todays_bookings(turn.tx, turn.actor, place.shop.id, most=_MOST, now=turn.now)
    if isinstance(day, NotStaff):
        return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
    if not day.lines:
        return Reply(f"{_head(turn, day)}\n{turn.t('Nothing was booked today.')}")
    branches = len({one.branch for one in day.sums}) > 1
    lines = [_head(turn, day), *(_summed(turn, day, one, named=branches) for one in day.sums), ""]
    lines += [_line(turn, day, one, branch=branches) for one in day.lines]
    if len(day.lines) == _MOST:
        lines.append(turn.t("These are the latest {n}.", n=turn.words.number(_MOST)))
    return Reply("\n".join(lines), ((Choice(turn.t("↩ Undo"), "latest", str(place.shop.id)),),))


def holder(one: Booking) -> str:
    """Name whose card it is, or the card where it is nobody's."""
    return one.holder or one.code


def what(say: Words, one: Booking) -> str:
    """Say what was booked: "+1", or the reward that was handed out."""
    return f"🎁 {one.reward}" if one.amount is None else f"+{say.number(one.amount)}"


def told_apart(one: Booking, all_of_them: list[Booking]) -> str:
    """Name the end of a card's code where another card beside it has a holder of the same name."""
    twins = {other.account_id for other in all_of_them if other.holder and other.holder == one.holder}
    return f" {code_end(one.code)}" if len(twins) > 1 else ""


def _head(turn: Turn, day: Today) -> str:
    match day.seen:
        case "all":
            return turn.t("Today at {shop}:", shop=day.shop.name)
        case "branch":
            return turn.t(
                "Today at {shop}, {branch}, and what you booked:", shop=day.shop.name, branch=day.branch
            )
        case "own":
            return turn.t("Today at {shop}, what you booked:", shop=day.shop.name)


def _summed(turn: Turn, day: Today, one: Sum, *, named: bool) -> str:
    given = turn.words.counted(day.shop.unit, one.amount)
    parts = [turn.tn("{n} visit", "{n} visits", one.visits), given]
    if one.spent_minor is not None:
        parts.append(turn.words.money(one.spent_minor, day.shop.currency))
    parts.append(turn.tn("{n} reward handed out", "{n} rewards handed out", one.rewards))
    where = f"📍 {one.branch or turn.t('no branch')}: " if named else ""
    return f"{where}{' · '.join(parts)}"


def _line(turn: Turn, day: Today, one: Booking, *, branch: bool) -> str:
    words, zone = turn.words, day.shop.zone
    parts = [words.time(one.at, zone), f"{holder(one)}{told_apart(one, list(day.lines))}"]
    parts.append(turn.t("taken back") if one.undone_at else what(words, one))
    if one.spent_minor is not None and not one.undone_at:
        parts.append(words.money(one.spent_minor, day.shop.currency))
    parts.append(words.name(one.staff))
    return " · ".join([*parts, *([one.branch] if branch and one.branch else [])])
