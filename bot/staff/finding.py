"""Finding a customer without a code: by a part of the name. Every look-up is written down."""

from actions import scan
from actions.scan import NotStaff
from actions.today import todays_visits
from bot.customer.cards import balance
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.staff import Role


def find(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /find and /find Ana."""
    if not turn.workplaces(Role.CASHIER):
        return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
    if arg:
        return find_typed(turn, arg)
    turn.wait_for("find")
    return Reply(turn.t("Whom are you looking for? Type a part of the name."))


def find_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """List the customers with such a name, each a tap away from a stamp."""
    turn.stop_waiting()
    rows: list[tuple[Choice, ...]] = []
    for place in turn.workplaces(Role.CASHIER):
        found = scan.find_named(turn.tx, turn.person_id, place.shop.id, text, now=turn.now)
        if isinstance(found, NotStaff):
            continue
        rows += [
            (Choice(f"{state.name} · {balance(state, turn.words)}", "stamp", str(state.card.id)),)
            for state in found
        ]
    if not rows:
        return Reply(
            turn.t("Nobody by that name. Try fewer letters, or ask for the code on their card."),
            ((Choice(turn.t("🔎 Find a customer"), "find"),),),
        )
    return Reply(turn.t("Tap a name to stamp the card:"), tuple(rows[:8]))


def today(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /today: what was booked since midnight."""
    place = in_shop(turn, Role.CASHIER, "today", arg)
    if isinstance(place, Reply):
        return place
    booked = todays_visits(turn.tx, turn.person_id, place.shop.id, most=20, now=turn.now)
    if isinstance(booked, NotStaff) or not booked:
        return Reply(turn.t("Nothing was booked today."))
    lines = [
        f"{turn.words.time(line.visit.at, line.zone)} · {line.name} · "
        + (turn.t("taken back") if line.visit.undone_at else f"+{turn.words.number(line.visit.amount)}")
        + f" · {turn.words.name(line.visit.staff)}"
        for line in booked
    ]
    head = turn.t("Today at {shop}:", shop=place.shop.name)
    return Reply("\n".join([head, *lines]), ((Choice(turn.t("↩ Undo"), "latest", str(place.shop.id)),),))
