"""Memberships from the customer's side: which a shop sells, and which of them somebody has."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from actions.cards.card_state import CardState
from actions.tell import tell
from loyalty.actor import Actor
from loyalty.cards.memberships import HeldMembership, term
from loyalty.cards.parts.membership import Membership
from loyalty.records import Account
from loyalty.values import dataclass
from storage.cards import memberships
from storage.cards.memberships import NewMembership
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act

_NEWS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class OnSale:
    """A membership that a programme sells today, at its place among the parts."""

    state: CardState
    place: int
    part: Membership


def on_sale(states: Iterable[CardState]) -> Iterator[OnSale]:
    """Give what the programmes of a card sell; of one name the first."""
    names: set[str] = set()
    for state in states:
        for place, part in enumerate(state.current.programme.parts):
            if isinstance(part, Membership) and part.label not in names:
                names.add(part.label)
                yield OnSale(state, place, part)


def membership_told(tx: Tx, membership_id: int) -> HeldMembership | None:
    """Return the membership that a message tells of, as it stands now."""
    return memberships.by_id(tx, membership_id)


def benefit_told(tx: Tx, benefit_id: int) -> HeldMembership | None:
    """Return the membership of what a message tells was had; None where it was taken back since."""
    this = memberships.benefit(tx, benefit_id)
    return memberships.by_id(tx, this.membership_id) if this and this.undone_at is None else None


def newest(tx: Tx, account: Account) -> int:
    """Return the id of what was sold on a card last; 0 for nothing."""
    every = memberships.of_account(tx, account)
    return every[-1].id if every else 0


def add_sold(
    tx: Tx, actor: Actor, state: CardState, part: Membership, *, by: int | None, now: datetime
) -> HeldMembership:
    """Write down that a membership is sold and paid for, `by` somebody at the till, and tell its customer."""
    begins_at, ends_at = term(part, state.memberships, now=now, zone=state.shop.zone)
    item = "" if part.percent else part.item
    new = NewMembership(part.label, item, part.percent, part.cuts, part.price_minor, begins_at, ends_at)
    this = memberships.add(tx, state.counter, new, by=by, now=now)
    act = Act("membership_sold", subject=state.account.code, old=part.label, new=str(part.price_minor))
    audit.add(tx, actor, state.shop.id, act, now=now)
    tell_of(tx, state, "membership", this, now=now)
    held = memberships.by_id(tx, this)
    if held is None:
        raise LookupError(f"membership {this}")
    return held


def tell_of(tx: Tx, state: CardState, kind: str, this: int, *, now: datetime) -> None:
    """Owe the holder of a card a message about one of its memberships."""
    if state.holder:
        about = {"card_id": state.account.id, "membership_id": this}
        tell(tx, [state.holder.id], kind, f"{this}", of_shop=state.shop.id, now=now, lives=_NEWS, **about)
