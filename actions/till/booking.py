"""What a scan and what is added to its visit have in common: who may, how it is booked, which receipt is owed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from actions.access import at_card, may_see
from actions.cards.book_entries import after, book
from actions.cards.card_state import CardState, load_counter, stands
from actions.tell import tell
from actions.till import challenge_gifts, friend_gifts
from actions.till.scan_outcome import Booked, Foreseen, NotStaff, OwnCard, UnknownCode
from loyalty.actor import Actor
from loyalty.amounts import minor_per_unit
from loyalty.cards.visits import Claim, Earned, Refusal, decide, may_add
from loyalty.records import Account, Member, Visit
from loyalty.till.which_programme import says_yes
from loyalty.values import dataclass, replace
from storage import card_context
from storage.cards import introductions, visits
from storage.cards.ledger import Cause
from storage.delivery import pending_receipts
from storage.engine.statements import Tx

# A receipt that comes later than this would only puzzle.
RECEIPT_LIVES = timedelta(hours=12)
EXTRA_MINUTES = 15  # how long after a scan one stamp more is the same visit


def at_the_till(
    tx: Tx, held: tuple[Account, Member | None], *, now: datetime
) -> tuple[Member, list[CardState]] | NotStaff | OwnCard | UnknownCode:
    """Return who serves and how each counter of the card stands, or why they may not serve it."""
    account, member = held
    if member is None:
        return NotStaff()
    if account.closed_at:
        return UnknownCode()
    found = card_context.of_account(tx, account.id)
    if member.is_person(account.person_id):
        return OwnCard(stands(tx, found[0], now=now))
    states = [stands(tx, around, now=now) for around in found]
    if member.guest_of and member.guest_of in introductions.to(tx, account):
        states = [replace(state, introduced=True) for state in states]
    return member, states


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """A visit whose card is held until the commit, who serves, and how all that the card counts stands."""

    member: Member
    states: list[CardState]
    state: CardState
    visit: Visit


def hold_visit(
    tx: Tx, actor: Actor, visit_id: int, *, now: datetime
) -> HeldVisit | NotStaff | OwnCard | UnknownCode:
    """Hold the card of a visit at the till, or say why who asks may not touch it."""
    visit = visits.by_id(tx, visit_id)
    if visit is None:
        return UnknownCode()
    allowed = at_the_till(tx, at_card(tx, actor, visit.account_id), now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, states = allowed
    if not may_see(member, visit.staff_id):
        return NotStaff()
    state = next(one for one in states if one.counter.id == visit.counter_id)
    return HeldVisit(
        member, states, state, visits.by_id(tx, visit_id) or visit
    )  # read again: the card is ours now


def decided(state: CardState, claim: Claim, *, now: datetime) -> Earned | Refusal:
    """Say what a visit would earn on a counter, or which rule says no."""
    return decide(
        state.standing,
        claim,
        current=state.current,
        now=now,
        zone=state.shop.zone,
        minor_per_unit=minor_per_unit(state.shop.currency),
    )


def also_counting(states: Sequence[CardState], *, besides: CardState, now: datetime) -> tuple[CardState, ...]:
    """Return the other counters that a purchase may count on too."""
    others = (state for state in states if state.counter.id != besides.counter.id)
    return tuple(state for state in others if says_yes(decided(state, Claim(), now=now)))


def finish(
    tx: Tx,
    foreseen: Foreseen,
    visit: Visit,
    *,
    before: int = 0,
    reason: str | None = None,
    at: datetime,
    now: datetime,
) -> Booked:
    """Write what was foreseen onto a visit that has its row, by the rules of then (`at`), and owe the customer a receipt of it."""
    cause = Cause(at, visit_id=visit.id, staff_id=foreseen.member.id, reason=reason)
    written = book(tx, foreseen.state, foreseen.earned, cause)
    state, earned = after(tx, foreseen.state, written, visit, now=now), written.vouchers
    first = not before and foreseen.state.account.last_visit_at is None
    gift = friend_gifts.give(tx, state, visit, now=now) if first else None
    if gift:
        state, earned = load_counter(tx, written.account, visit.counter_id, now=at), earned + gift.vouchers
    state, won = challenge_gifts.give(tx, state, visit, at=at)
    earned += won
    if state.holder:
        brought = {"friend": gift.amount} if gift else {}
        _tell(tx, state.holder.id, visit, len(earned), brought, before=before, now=now)
    may_more = may_take_more(state, visit, now=now)
    return Booked(visit, state, earned, may_more, foreseen.also, foreseen.earned.bonuses, gift)


def _tell(
    tx: Tx, person_id: int, visit: Visit, rewards: int, also: Mapping[str, int], *, before: int, now: datetime
) -> None:
    """Owe a receipt for what a visit is now; one that still waits for its last change says this one too."""
    old, new = (f"{visit.id}:{amount}" for amount in (before, visit.amount))
    if before and pending_receipts.take_on(
        tx, f"visit:{old}:{person_id}", f"visit:{new}:{person_id}", rewards=rewards
    ):
        return
    tell(
        tx,
        [person_id],
        "visit",
        new,
        of_shop=visit.shop_id,
        now=now,
        lives=RECEIPT_LIVES,
        visit_id=visit.id,
        rewards=rewards,
        **also,
    )


def over(visit: Visit, *, now: datetime) -> bool:
    """Say whether nothing belongs to a visit any more: it was taken back, or is too long ago."""
    return visit.undone_at is not None or now - visit.at > timedelta(minutes=EXTRA_MINUTES)


def no_more(state: CardState, visit: Visit, *, now: datetime) -> Literal["undone", "older", "over"] | None:
    """Say why nothing can be added to a visit: it must be fresh, and the newest, or later ones stand on what is added."""
    if visit.undone_at:
        return "undone"
    if state.standing.last is None or state.standing.last.id != visit.id:
        return "older"
    return "over" if now - visit.at > timedelta(minutes=EXTRA_MINUTES) else None


def may_take_more(state: CardState, visit: Visit, *, now: datetime) -> bool:
    """Say whether one more stamp in the same visit would be allowed."""
    if state.by_amount or no_more(state, visit, now=now):
        return False
    return may_add(
        state.standing, already=visit.counted, current=state.current, now=now, zone=state.shop.zone
    )
