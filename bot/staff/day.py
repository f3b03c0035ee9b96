"""The day so far: sums first, then line by line, as far as a role may look."""

from actions.till.scan_outcome import NotStaff
from actions.till.today import todays_bookings
from bot.beside import beside
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.roles import Role
from words.till.day import day_lines

_MOST = 20


@beside
def today(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /today: what was booked and handed out since midnight."""
    place = in_shop(turn, Role.CASHIER, "today", arg)
    if isinstance(place, Reply):
        return place
    day = todays_bookings(turn.tx, turn.actor, place.shop.id, most=_MOST, now=turn.now)
    if isinstance(day, NotStaff):
        return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
    lines = list(day_lines(day, turn.words))
    if not day.lines:
        return Reply("\n".join(lines))
    if len(day.lines) == _MOST:
        lines.append(turn.t("These are the latest {n}.", n=turn.words.number(_MOST)))
    return Reply("\n".join(lines), ((Choice(turn.t("↩ Undo"), "latest", str(place.shop.id)),),))
