"""Cards and their goals; the balance on a card is kept equal to the sum of its ledger entries."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, func, select, update

from loyalty.cards.goals import Goal
from loyalty.records import Card
from storage.engine.statements import Statement, Tx
from storage.tables import cards, goals, merges, new_row, persons


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as it is stored."""

    target: int
    round: int
    reward_key: str | None
    by_date: str | None

    @property
    def goal(self) -> Goal:
        """Read it."""
        by = date.fromisoformat(self.by_date) if self.by_date else None
        return Goal(self.target, self.round, self.reward_key, by)


GOAL_COLUMNS = (goals.c.target, goals.c.round, goals.c.reward_key, goals.c.by_date)
# A card as `Card` wants it, for every query that gives one.
COLUMNS = (
    cards.c.id,
    cards.c.shop_id,
    cards.c.person_id,
    cards.c.programme_id,
    cards.c.public_id,
    cards.c.code,
    cards.c.origin,
    cards.c.round,
    cards.c.balance,
    cards.c.created_at,
    cards.c.last_visit_at,
    cards.c.closed_at,
)
_CARD = select(*COLUMNS)
_OPEN = _CARD.where(cards.c.closed_at.is_(None))
# PostgreSQL holds the row until the transaction ends; SQLite has one writer anyway and ignores it.
_LOCKED = Statement(_CARD.where(cards.c.id == bindparam("id")).with_for_update(), into=Card)
_BY_PUBLIC_ID = Statement(_OPEN.where(cards.c.public_id == bindparam("public_id")), into=Card)
_CLOSED = Statement(
    _CARD.where(cards.c.public_id == bindparam("public_id"), cards.c.closed_at.is_not(None)), into=Card
)
_BY_CODE = Statement(_OPEN.where(cards.c.code == bindparam("code")), into=Card)
_CLOSED_CODE = Statement(
    _CARD.where(cards.c.code == bindparam("code"), cards.c.closed_at.is_not(None)), into=Card
)
_BECAME = Statement(
    select(merges.c.kept_id).where(merges.c.gone_id == bindparam("person_id"), merges.c.undone_at.is_(None))
)
_OF_PERSON = Statement(
    _OPEN.where(cards.c.person_id == bindparam("person_id")).order_by(
        func.coalesce(cards.c.last_visit_at, cards.c.created_at).desc(), cards.c.id.desc()
    ),
    into=Card,
)
_IN_SHOP = Statement(
    _OPEN.where(cards.c.person_id == bindparam("person_id"), cards.c.shop_id == bindparam("shop_id")),
    into=Card,
)
_BY_ID = Statement(_CARD.where(cards.c.id == bindparam("id")), into=Card)
_NAME = (
    select(" " + func.nullif(persons.c.folded_name, ""))
    .where(persons.c.id == cards.c.person_id, cards.c.closed_at.is_(None))
    .scalar_subquery()
)
_NAME_CARD = Statement(update(cards).where(cards.c.id == bindparam("this")).values(found_by=_NAME))
_NAME_CARDS = Statement(update(cards).where(cards.c.person_id == bindparam("holder")).values(found_by=_NAME))
_ADD = Statement(
    new_row(cards, "shop_id", "person_id", "programme_id", "public_id", "code", "origin", "created_at")
)
_MOVE = Statement(
    update(cards)
    .where(cards.c.id == bindparam("this"))
    .values(
        balance=bindparam("new_balance"),
        round=bindparam("new_round"),
        programme_id=bindparam("terms_id"),
        last_visit_at=bindparam("visited_at"),
    )
)
_GIVE = Statement(
    update(cards)
    .where(cards.c.id == bindparam("this"), cards.c.person_id.is_(None))
    .values(person_id=bindparam("holder"))
)
_CLOSE = Statement(
    update(cards).where(cards.c.id == bindparam("this")).values(closed_at=bindparam("at"), found_by=None)
)
_REOPEN = Statement(update(cards).where(cards.c.id == bindparam("this")).values(closed_at=None))
_EVER_OF = Statement(_CARD.where(cards.c.person_id == bindparam("person_id")), into=Card)
_LET_GO = Statement(
    update(cards)
    .where(cards.c.id == bindparam("this"))
    .values(
        person_id=None,
        found_by=None,
        closed_at=func.coalesce(cards.c.closed_at, bindparam("at", type_=cards.c.closed_at.type)),
    )
)
_GOAL = Statement(select(*GOAL_COLUMNS).where(goals.c.card_id == bindparam("card_id")), into=GoalRow)
_ADD_GOAL = Statement(new_row(goals, "card_id", "target", "round", "reward_key", "by_date", "set_at"))
_DROP_GOAL = Statement(delete(goals).where(goals.c.card_id == bindparam("card_id")))


def locked(tx: Tx, card_id: int) -> Card:
    """Return a card that surely exists, and keep others from changing it until the transaction ends."""
    card = _LOCKED.one(tx, id=card_id)
    if card is None:
        raise LookupError(f"card {card_id}")
    return card


def by_public_id(tx: Tx, public_id: int) -> Card | None:
    """Return the open card that a QR code names, or the one that it became when its holder linked two chats."""
    return _BY_PUBLIC_ID.one(tx, public_id=public_id) or _successor(tx, closed(tx, public_id))


def closed(tx: Tx, public_id: int) -> Card | None:
    """Return the closed card that a QR code named."""
    return _CLOSED.one(tx, public_id=public_id)


def by_code(tx: Tx, code: str) -> Card | None:
    """Return the open card with this short code, or the one that it became when its holder linked two chats."""
    return _BY_CODE.one(tx, code=code) or _successor(tx, _CLOSED_CODE.one(tx, code=code))


def _successor(tx: Tx, card: Card | None) -> Card | None:
    """Follow who its holder became: a printed card in a wallet works on."""
    holder = card.person_id if card else None
    while card and holder:
        holder = _BECAME.value(tx, person_id=holder)
        found = in_shop(tx, holder, card.shop_id) if holder else None
        if found:
            return found
    return None


def of_person(tx: Tx, person_id: int) -> list[Card]:
    """Return a person's open cards, the one used last first."""
    return _OF_PERSON.all(tx, person_id=person_id)


def in_shop(tx: Tx, person_id: int, shop_id: int) -> Card | None:
    """Return a person's open card in one shop."""
    return _IN_SHOP.one(tx, person_id=person_id, shop_id=shop_id)


def by_id(tx: Tx, card_id: int) -> Card:
    """Return a card that surely exists, to look at it; raises `LookupError` otherwise."""
    card = _BY_ID.one(tx, id=card_id)
    if card is None:
        raise LookupError(f"card {card_id}")
    return card


def follow_name(tx: Tx, person_id: int) -> None:
    """Let a person's open cards be found by the name that the person has now."""
    _NAME_CARDS.run(tx, holder=person_id)


def add(  # noqa: PLR0913 - a card is these facts
    tx: Tx,
    *,
    shop_id: int,
    person_id: int | None,
    terms_id: int,
    public_id: int,
    code: str,
    origin: str,
    now: datetime,
) -> int:
    """Remember a new, empty card and return its id."""
    card_id = int(
        _ADD.value(
            tx,
            shop_id=shop_id,
            person_id=person_id,
            programme_id=terms_id,
            public_id=public_id,
            code=code,
            origin=origin,
            created_at=now,
        )
    )
    _NAME_CARD.run(tx, this=card_id)
    return card_id


def move(
    tx: Tx, card_id: int, *, balance: int, number: int, terms_id: int, visited_at: datetime | None
) -> None:
    """Set how a card stands after its ledger grew."""
    _MOVE.run(
        tx, this=card_id, new_balance=balance, new_round=number, terms_id=terms_id, visited_at=visited_at
    )


def give(tx: Tx, card_id: int, person_id: int) -> bool:
    """Make an unregistered card somebody's; False when it is somebody's already."""
    given = _GIVE.run(tx, this=card_id, holder=person_id) == 1
    _NAME_CARD.run(tx, this=card_id)
    return given


def close(tx: Tx, card_id: int, *, now: datetime) -> None:
    """Retire a card: it is found no more, its ledger stays."""
    _CLOSE.run(tx, this=card_id, at=now)


def reopen(tx: Tx, card_id: int) -> None:
    """Take a retired card into use again."""
    _REOPEN.run(tx, this=card_id)
    _NAME_CARD.run(tx, this=card_id)


def ever_of(tx: Tx, person_id: int) -> list[Card]:
    """Return a person's cards, closed ones included."""
    return _EVER_OF.all(tx, person_id=person_id)


def let_go(tx: Tx, card_id: int, *, now: datetime) -> None:
    """Part a card from its person for ever; its ledger stays."""
    _LET_GO.run(tx, this=card_id, at=now)
    _DROP_GOAL.run(tx, card_id=card_id)


def goal(tx: Tx, card_id: int) -> Goal | None:
    """Return what the customer saves for on this card."""
    row = _GOAL.one(tx, card_id=card_id)
    return row.goal if row else None


def set_goal(tx: Tx, card_id: int, goal: Goal | None, *, now: datetime) -> None:
    """Remember a goal in place of the last one, or none."""
    _DROP_GOAL.run(tx, card_id=card_id)
    if goal:
        _ADD_GOAL.value(
            tx,
            card_id=card_id,
            target=goal.target,
            round=goal.round,
            reward_key=goal.reward_key,
            by_date=goal.by.isoformat() if goal.by else None,
            set_at=now,
        )
