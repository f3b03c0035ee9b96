"""Ana on two messengers: as two persons whom we don't know to be one, and then as one."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Select, Table, Text, cast, func, select

from actions.cards.card_state import CardState
from actions.cards.own_cards import own_cards
from actions.people.identify import Caller, recognise
from actions.people.link_accounts import Linked, Unlinked, make_link_code, undo_link, use_link_code
from storage.engine.statements import Tx
from storage.tables import metadata, outbox, vouchers
from tests.actions.places import HOUR, NOW, Luna, join

_numbers = count(1)
# Lines that are only added, and what tells that there was a link.
_GROW = {"entries", "consents", "merges", "link_codes", "uses", "audit"}


def writes_on(tx: Tx, channel: str, name: str = "Ana", *, now: datetime = NOW) -> int:
    """Let somebody new write on a messenger, and return their id."""
    return recognise(
        tx, Caller(channel, "luna_bot", f"{channel}-{next(_numbers)}", name=name, language="en"), now=now
    ).person.id


async def twin(luna: Luna, *, joins: bool = True, now: datetime = NOW + HOUR) -> int:
    """Let Ana write on WhatsApp too, where we take her for somebody else, and get a second card."""
    other = await luna.db.write(writes_on, "whatsapp", now=now)
    if joins:
        await luna.db.write(join, luna.cafe.shop, other, now=now)
    return other


async def card_of(luna: Luna, person_id: int, now: datetime = NOW + HOUR) -> CardState:
    """Read how a person's only card stands."""
    found = await luna.db.write(own_cards, person_id, now=now)
    assert len(found) == 1
    return found[0]


def link(tx: Tx, maker: int, typer: int, *, now: datetime) -> Linked:
    """Make a code in one chat and type it in the other."""
    code = make_link_code(tx, maker, now=now).code
    outcome = use_link_code(tx, typer, code, now=now)
    assert isinstance(outcome, Linked), outcome
    return outcome


async def linked(luna: Luna, other: int, now: datetime = NOW + 2 * HOUR) -> Linked:
    """Make Ana one with who she is elsewhere."""
    return await luna.db.write(link, other, luna.cafe.ana, now=now)


async def unlinked(luna: Luna, done: Linked, now: datetime = NOW + 3 * HOUR) -> Unlinked:
    """Undo it."""
    outcome = await luna.db.write(undo_link, done.person_id, done.merge_id, now=now)
    assert isinstance(outcome, Unlinked), outcome
    return outcome


def everything(tx: Tx) -> dict[str, list[tuple[Any, ...]]]:
    """Read every row that a link could change, save for a reward taken away and the word to the other chat."""
    return {
        table.name: sorted(tuple(row) for row in tx.execute(_rows(table)).all())
        for table in metadata.sorted_tables
        if table.name not in _GROW
    }


def _rows(table: Table) -> Select[Any]:
    columns: list[Any] = [func.coalesce(cast(column, Text), "") for column in table.columns]
    query = select(*columns)
    if table is vouchers:
        return query.where(vouchers.c.state != "withdrawn")
    return query.where(outbox.c.kind != "linked") if table is outbox else query
