"""Every command, button, step and link, and the handler behind it, from the tables of those they are for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from bot import payments
from bot.beside import AnyHandler, Beside
from bot.customer import helping, joining, moving, stopping, unread
from bot.customer import table as customer
from bot.owner import bots
from bot.owner import table as owner
from bot.rows import Command, Step
from bot.staff import strange
from bot.staff import table as staff
from bot.turn import Entrusted, Handler, Reply, Turn
from words.language import N_

Row = TypeVar("Row")


def _each(*tables: Mapping[str, Row]) -> Mapping[str, Row]:
    """Put tables together, of which no two have a row of one name."""
    rows = [row for table in tables for row in table.items()]
    found = dict(rows)
    if len(found) < len(rows):
        raise ValueError(f"Two rows have one name, among {sorted(name for name, _ in rows)}.")
    return found


def after_all(turn: Turn, _arg: str) -> Reply | list[Reply] | Beside[Any]:
    """Take what was said for an answer to what was asked, after it was no wish to be left alone."""
    step, text = stopping.meant_otherwise(turn)
    return STEPS[step].handler(turn, text) if step in STEPS else TYPED(turn, text)


COMMANDS: Mapping[str, Command] = _each(customer.COMMANDS, staff.COMMANDS, owner.COMMANDS)
# A command is a button's verb too.
VERBS: Mapping[str, AnyHandler] = _each(
    {word: command.handler for word, command in COMMANDS.items()},
    {"goon": after_all},
    customer.VERBS,
    staff.VERBS,
    owner.VERBS,
)
STEPS: Mapping[str, Step] = _each(customer.STEPS, staff.STEPS, owner.STEPS)
LINKS: Mapping[str, Handler] = _each(customer.LINKS, staff.LINKS, owner.LINKS)

HOME: Handler = joining.home
HELP: Handler = helping.show_help
CANCEL: Handler = helping.cancel
TYPED: AnyHandler = helping.typed
STOP: Handler = stopping.stop
STOP_PERHAPS: Handler = stopping.ask_whether
REPEATED: Handler = helping.repeated
UNREAD: Handler = unread.unread
EDITED = helping.edited
PAID = payments.paid
ENTRUSTED: Callable[[Turn, Entrusted], Reply | list[Reply]] = bots.entrusted
UNASKED: Callable[[Turn], list[Reply]] = moving.unasked
UNKNOWN_CODE: Callable[[Turn], Reply] = strange.unknown
NONE_OF_OURS: Callable[[Turn], Reply] = strange.none_of_ours
ONCE_MORE: Callable[[Turn, datetime], Reply] = joining.too_many_photos
UNREADABLE: Callable[[Turn, str], Reply] = joining.unreadable
SORRY = N_(
    "Sorry, something went wrong on our side. Please try again; if it stays, tell the shop: {reference}"
)
