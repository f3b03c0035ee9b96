"""Finding a customer without a code: by a part of the name. Every look-up is written down."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from actions.cards.card_state import CardState
from actions.people.identify import Workplace
from actions.till.find_customer import MOST, Found, Named, find_named, show_named
from bot.beside import Beside
from bot.staff import codes
from bot.turn import Choice, Handler, Reply, Turn
from loyalty.codes import code_end, read_code, readings
from loyalty.names import fold_name
from loyalty.roles import Role
from words.cards.card import balance


def find(turn: Turn, arg: str) -> Reply | list[Reply] | Beside[list[Named]]:
    """Answer /find and /find Ana."""
    if not turn.workplaces(Role.CASHIER):
        return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
    if arg:
        return find_typed(turn, arg)
    turn.wait_for("find")
    return Reply(turn.t("Whom are you looking for? Type a part of the name."))


def find_typed(turn: Turn, text: str) -> Reply | list[Reply] | Beside[list[Named]]:
    """List the customers with such a name, each a tap away from a stamp."""
    turn.stop_waiting()
    code = read_code(text)  # "ask for the code on their card", we said
    if code and not code.isalpha():
        return codes.typed(turn, text) or _nobody(turn, text)
    return _name_or_code(turn, text, _nobody) if code else _looked_for(turn, text, _nobody)


def _nobody(turn: Turn, _text: str) -> Reply:
    return Reply(
        turn.t("Nobody by that name. Try fewer letters, or ask for the code on their card."),
        ((Choice(turn.t("🔎 Find a customer"), "find"),),),
    )


def unasked(turn: Turn, text: str, otherwise: Handler) -> Reply | list[Reply] | Beside[list[Named]]:
    """Take what staff typed for a code; six letters are a name first, "Camila", where a customer has it."""
    might_be_either = readings(text) and not any(sign.isdecimal() for sign in text)
    if might_be_either:
        return _name_or_code(turn, text, otherwise)
    return codes.typed_with_amount(turn, text) or codes.typed(turn, text) or otherwise(turn, text)


def _name_or_code(turn: Turn, text: str, otherwise: Handler) -> Beside[list[Named]]:
    """Look for six letters as a name; whom nobody is called by was a code, and no look-up for an owner to read of."""
    return Beside(
        _names(turn, text),
        lambda turn, found: (
            _listed(turn, [one for one in found if one.total])
            or codes.typed(turn, text)
            or otherwise(turn, text)
        ),
    )


def _looked_for(turn: Turn, text: str, otherwise: Handler) -> Beside[list[Named]]:
    return Beside(_names(turn, text), lambda turn, found: _listed(turn, found) or otherwise(turn, text))


def _names(turn: Turn, text: str) -> Callable[[Turn], list[Named]]:
    places = turn.workplaces(Role.CASHIER)
    return lambda turn: named_at(turn, places, text)


def named_at(turn: Turn, places: Iterable[Workplace], text: str) -> list[Named]:
    """Look for a name in several shops."""
    found = (find_named(turn.tx, turn.actor, place.shop.id, text) for place in places)
    return [one for one in found if isinstance(one, Named)]


def _listed(turn: Turn, found: Iterable[Named]) -> Reply | None:
    """List who has such a name; None where nobody has."""
    rows, total = looked_up(turn, found, "stamp")
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


def looked_up(turn: Turn, found: Iterable[Named], verb: str) -> tuple[list[tuple[Choice, ...]], int]:
    """Name the cards that were found on buttons, and say how many there are; the look-up is written down."""
    cards: list[Sequence[CardState]] = []
    total = 0
    for one in found:
        shown = show_named(turn.tx, turn.actor, one, now=turn.now)
        if isinstance(shown, Found):
            cards += shown.cards
            total += shown.total
    named = Counter(fold_name(states[0].name) for states in cards)
    several = len({states[0].shop.id for states in cards}) > 1
    rows: list[tuple[Choice, ...]] = []
    for states in cards:
        label = _label(turn, states, alike=named[fold_name(states[0].name)] > 1, shop=several)
        rows.append((Choice(label, verb, str(states[0].account.id)),))
    return rows, total


def _label(turn: Turn, states: Sequence[CardState], *, alike: bool, shop: bool) -> str:
    """Name a card on its button; who shares a name is told apart by the end of the code and the last visit."""
    state = states[0]
    parts = [turn.words.name(state.name)]
    if alike:
        came = state.account.last_visit_at
        day = turn.words.date(came, state.shop.zone, today=state.today) if came else turn.t("not here yet")
        parts += [code_end(state.account.code), day]
    parts += [balance(one, turn.words) for one in states]
    return " · ".join([*parts, *([state.shop.name] if shop else [])])
