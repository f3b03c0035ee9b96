"""Finding a customer without a code: by a part of the name. Every look-up is written down."""

from collections import Counter
from collections.abc import Sequence

from actions.cards.card_state import CardState
from actions.till.find_customer import MOST, Found, find_named
from bot.staff import codes
from bot.turn import Choice, Reply, Turn
from loyalty.codes import code_end, read_code, readings
from loyalty.names import fold_name
from loyalty.roles import Role
from words.cards.card import balance


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
    code = read_code(text)  # "ask for the code on their card", we said
    found = None if code and not code.isalpha() else _listed(turn, text)
    return (
        found
        or (codes.typed(turn, text) if code else None)
        or Reply(
            turn.t("Nobody by that name. Try fewer letters, or ask for the code on their card."),
            ((Choice(turn.t("🔎 Find a customer"), "find"),),),
        )
    )


def unasked(turn: Turn, text: str) -> Reply | list[Reply] | None:
    """Take what staff typed for a code; six letters are a name first, "Camila", where a customer has it."""
    might_be_either = readings(text) and not any(sign.isdecimal() for sign in text)
    return (_listed(turn, text) if might_be_either else None) or codes.typed(turn, text)


def _listed(turn: Turn, text: str) -> Reply | None:
    """List who has such a name; None where nobody has."""
    rows, total = _looked_up(turn, text)
    if not rows:
        return None
    shown = rows[:MOST]
    if len(shown) == total:
        return Reply(turn.t("Tap a name to stamp the card:"), tuple(shown))
    turn.wait_for("find")
    return Reply(
        turn.t(
            "These are {n} of {total}, whoever was here last comes first. "
            "Tap a name to stamp the card, or type more of the name to see fewer.",
            n=turn.words.number(len(shown)),
            total=turn.words.number(total),
        ),
        tuple(shown),
    )


def _looked_up(turn: Turn, text: str) -> tuple[list[tuple[Choice, ...]], int]:
    cards: list[Sequence[CardState]] = []
    total = 0
    for place in turn.workplaces(Role.CASHIER):
        found = find_named(turn.tx, turn.actor, place.shop.id, text, now=turn.now)
        if isinstance(found, Found):
            cards += found.cards
            total += found.total
    named = Counter(fold_name(states[0].name) for states in cards)
    several = len({states[0].shop.id for states in cards}) > 1
    rows: list[tuple[Choice, ...]] = []
    for states in cards:
        label = _label(turn, states, alike=named[fold_name(states[0].name)] > 1, shop=several)
        rows.append((Choice(label, "stamp", str(states[0].account.id)),))
    return rows, total


def _label(turn: Turn, states: Sequence[CardState], *, alike: bool, shop: bool) -> str:
    """Name a card on its button; who shares a name is told apart by the end of the code and the last visit."""
    state = states[0]
    parts = [state.name]
    if alike:
        came = state.account.last_visit_at
        day = turn.words.date(came, state.shop.zone, today=state.today) if came else turn.t("not here yet")
        parts += [code_end(state.account.code), day]
    parts += [balance(one, turn.words) for one in states]
    return " · ".join([*parts, *([state.shop.name] if shop else [])])
