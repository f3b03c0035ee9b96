"""What stands around a card, in one query: its shop with the rules of today, its holder, and what they save for."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from loyalty.cards.goals import Goal
from loyalty.cards.visits import ProgrammeVersion
from loyalty.records import Person, Shop
from storage.cards import cards
from storage.engine.statements import Statement, Tx, together
from storage.people import persons
from storage.shop.programme_form import from_json
from storage.tables import cards as card_rows
from storage.tables import goals, programmes, shops
from storage.tables import persons as person_rows


@dataclass(frozen=True, slots=True)
class Around:
    """What a screen or a rule asks of a card besides the card itself, its visits and its vouchers."""

    shop: Shop
    current: ProgrammeVersion
    holder: Person | None
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    rules: str


_NEWEST = (
    select(programmes.c.id)
    .where(programmes.c.shop_id == card_rows.c.shop_id)
    .order_by(programmes.c.version.desc())
    .limit(1)
    .correlate(card_rows)
    .scalar_subquery()
)
_OF_CARD = Statement(
    select(*shops.c, programmes.c.id, programmes.c.rules, *persons.COLUMNS, *cards.GOAL_COLUMNS)
    .select_from(card_rows)
    .join(shops, shops.c.id == card_rows.c.shop_id)
    .join(programmes, programmes.c.id == _NEWEST)
    .outerjoin(person_rows, person_rows.c.id == card_rows.c.person_id)
    .outerjoin(goals, goals.c.card_id == card_rows.c.id)
    .where(card_rows.c.id == bindparam("card")),
    into=together(Shop, _Version, Person, cards.GoalRow),
)


def card(tx: Tx, card_id: int) -> Around:
    """Return what stands around a card; raises `LookupError` where there is no such card, or its shop has no rules."""
    found = _OF_CARD.one(tx, card=card_id)
    if found is None:
        raise LookupError(f"what stands around card {card_id}")
    shop, version, holder, saved = found
    return Around(
        shop, ProgrammeVersion(version.id, from_json(version.rules)), holder, saved.goal if saved else None
    )
