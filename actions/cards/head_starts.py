"""What a new card starts with: given at once, or, where very many join a shop at a time, with the card's first visit.

Many who join may be an opening day or a robot. Nobody is kept out, and what is worth money waits for a scan.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.cards.book_entries import book
from actions.cards.card_state import load_every
from actions.tell import LATER, tell
from loyalty.actor import Actor, Clock
from loyalty.allowances import STORMS
from loyalty.cards.visits import earn
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Shop
from loyalty.roles import Role
from storage.cards import accounts, ledger
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from storage.shop import audit, shops, staff
from storage.shop.audit import Act

_NEWS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignUps:
    """How many joined a shop today, and how many of them still wait for their first visit with what a card starts with."""

    shop: Shop
    joined: int
    waiting: int


def storms(tx: Tx, shop_id: int, *, now: datetime) -> bool:
    """Say whether more people have joined a shop lately than come to a counter."""
    for usual in STORMS:
        oldest = accounts.joined_before(tx, shop_id, newer=usual.most - 1)
        if oldest and now - oldest < usual.within:
            return True
    return False


def must_wait(tx: Tx, shop: Shop, *, now: datetime) -> bool:
    """Say whether what the next new card starts with must wait; the owners hear of it once a day."""
    if not storms(tx, shop.id, now=now):
        return False
    day, before = day_of(now, shop.zone), accounts.newest_joined(tx, shop.id)
    if before is None or before.start_held_at is None or day_of(before.created_at, shop.zone) != day:
        audit.add(tx, Clock(), shop.id, Act("starts_held"), now=now)
        key, owners = f"{shop.id}:{day.isoformat()}", staff.owners(tx, shop.id)
        tell(
            tx, owners, "sign_ups", key, of_shop=shop.id, now=now, urgency=LATER, lives=_NEWS, shop_id=shop.id
        )
    return True


def sign_ups(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> SignUps | NotAllowed:
    """Count for an owner who joined today."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    since = day_starts(day_of(now, shop.zone), shop.zone)
    joined, waiting = (accounts.count_joined(tx, shop_id, held=held, since=since) for held in (False, True))
    return SignUps(shop, joined, waiting)


def give(tx: Tx, account: Account, *, now: datetime) -> None:
    """Give a card what each of the shop's programmes starts with, unless it has had that."""
    for state in load_every(tx, account, now=now):
        head_start = state.current.programme.head_start
        if head_start and ledger.head_start(tx, state.counter) is None:
            book(
                tx,
                state,
                earn(state.standing, head_start, "head_start", current=state.current),
                Cause(now),
            )


def release(tx: Tx, account: Account, *, now: datetime) -> None:
    """Give a card what it starts with now that somebody at the till has seen who holds it."""
    if accounts.release_start(tx, account.id):
        give(tx, account, now=now)
