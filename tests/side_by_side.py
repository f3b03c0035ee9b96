"""A points card beside a stamp card, and what is collected on either."""

from datetime import datetime

from actions.cards.book_entries import book
from actions.cards.card_state import CardState, load_every
from actions.shop.side_by_side import add_programme
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.cards.visits import earn
from storage.cards import accounts
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from tests.actions.places import hire, meet
from tests.programmes import points_card

MENU = points_card((Reward("tea", "Tea", 50), Reward("cake", "Cake", 200)))


def add(
    tx: Tx, shop_id: int, programme: Programme = MENU, *, name: str = "", now: datetime
) -> ProgrammeVersion:
    """Let an owner add a programme to those of a shop."""
    owner = meet(tx, "Cleo", now=now)
    hire(tx, shop_id, owner, "owner", now=now)
    added = add_programme(tx, ActingPerson(owner), shop_id, programme, name=name, now=now, knowing=True)
    assert isinstance(added, ProgrammeVersion)
    return added


def collect(tx: Tx, account_id: int, *amounts: int, now: datetime) -> None:
    """Put so much on each of an account's counters, in the order of the shop's programmes."""
    for state, amount in zip(on_each(tx, account_id, now=now), amounts, strict=True):
        if amount:
            book(tx, state, earn(state.standing, amount, "visit", current=state.current), Cause(now))


def on_each(tx: Tx, account_id: int, *, now: datetime) -> tuple[CardState, ...]:
    """Return how each counter of an account stands."""
    return load_every(tx, accounts.by_id(tx, account_id), now=now)
