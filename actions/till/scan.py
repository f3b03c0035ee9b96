"""A scan: find the card that a code names, and book one visit on it. See docs/scan.md."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from actions.access import at_card, member_of
from actions.cards import head_starts
from actions.cards.card_state import CardState, after, book, load_counter, money_scale, stands, tell
from actions.till.scan_outcome import (
    AlreadyBooked,
    Booked,
    CodeExpired,
    Foreseen,
    NoBooking,
    NotAdded,
    NotStaff,
    OwnCard,
    Refused,
    ScanOutcome,
    UnknownCode,
    WhichProgramme,
)
from loyalty.actor import Actor
from loyalty.cards.visits import Claim, Earned, Refusal, decide, decide_extra, may_add
from loyalty.records import Account, Member, Shop, Visit
from loyalty.till.which_programme import meant, says_yes
from loyalty.tokens import CLOCKS_DIFFER
from loyalty.values import dataclass
from storage import card_context
from storage.campaigns import newcomers
from storage.cards import accounts, ledger
from storage.cards.ledger import Cause, NewVisit
from storage.delivery import pending_receipts
from storage.engine.statements import Tx
from storage.shop import shops

# A receipt that comes later than this would only puzzle.
RECEIPT_LIVES = timedelta(hours=12)
EXTRA_MINUTES = 15  # how long after a scan one stamp more is the same visit


@dataclass(frozen=True, slots=True)
class Scan:
    """Who scanned which card, and what they ask for; `programme_id` where somebody said which programme it is for."""

    actor: Actor
    account_id: int
    claim: Claim
    programme_id: int | None = None


_Held = tuple[Account, Member | None]  # a card that is held until the commit, and who scans


def find_shown(tx: Tx, public_id: int) -> Account | None:
    """Return the card that a genuine QR code names."""
    return accounts.by_public_id(tx, public_id)


def find_typed(tx: Tx, actor: Actor, code: str) -> Account | None:
    """Return the card with a typed short code, in the shops where this person works."""
    account = accounts.by_code(tx, code)
    return account if account and member_of(tx, actor, account.shop_id) else None


def scan_card(tx: Tx, scan: Scan, *, key: str, now: datetime) -> ScanOutcome:
    """Book one visit for the scanned card, at most once for each key."""
    foreseen = foresee(tx, scan, now=now)
    if isinstance(foreseen, Foreseen) and foreseen.state.account.start_held_at:
        head_starts.release(tx, foreseen.state.account, now=now)
        foreseen = foresee(tx, scan, now=now)
    if isinstance(foreseen, Foreseen):
        return _booked(tx, foreseen, scan, key, now=now)
    before = booked_before(tx, scan.actor, key, now=now)
    if before:
        return AlreadyBooked(*before)
    if isinstance(foreseen, CodeExpired):
        _renew(tx, foreseen.state, scan.claim, now=now)
    return foreseen


def _booked(
    tx: Tx, foreseen: Foreseen, scan: Scan, key: str, *, now: datetime
) -> Booked | AlreadyBooked | NotStaff:
    """Book what was foreseen; the visit's key says, as it is stored, whether it booked before."""
    # A code of a clock ahead of ours is used up too: the visit is as late as the code, so that it does not work again.
    at = max(now, scan.claim.shown_at or now)
    earned = foreseen.earned
    new = NewVisit(key, at, earned.amount, scan.claim.spent_minor, earned.bonus)
    visit = ledger.add_visit(tx, foreseen.state.counter, foreseen.member, new)
    if visit is None:
        before = booked_before(tx, scan.actor, key, now=now)
        return AlreadyBooked(*before) if before else NotStaff()
    if foreseen.state.account.last_visit_at is None:
        newcomers.add(tx, foreseen.state.account, at=at)
    return _finish(tx, foreseen, visit, at=at, now=now)


def foresee(tx: Tx, scan: Scan, *, now: datetime) -> Foreseen | NoBooking:
    """Say what a scan would come to; nothing is booked, and nobody told."""
    held = at_card(tx, scan.actor, scan.account_id)  # first: what is decided by must be of now
    allowed = _allowed(tx, held, now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, states = allowed
    if _too_old(states[0], scan.claim, now=now):
        return CodeExpired(states[0])
    asked = [state for state in states if scan.programme_id in (None, state.counter.programme_id)]
    answers = [_decided(state, scan.claim, now=now) for state in asked]
    places = meant(
        [(state.standing.version.programme, answer) for state, answer in zip(asked, answers, strict=True)],
        amount_typed=scan.claim.spent_minor is not None,
    )
    if not places:  # the programme that was meant is there no more
        return UnknownCode()
    if len(places) > 1:
        return WhichProgramme(tuple(asked[place] for place in places))
    state, answer = asked[places[0]], answers[places[0]]
    also = _also(states, besides=state, now=now)
    return (
        Foreseen(member, state, answer, also) if isinstance(answer, Earned) else Refused(state, answer, also)
    )


def _also(states: Sequence[CardState], *, besides: CardState, now: datetime) -> tuple[CardState, ...]:
    """Return the other counters that a purchase may count on too."""
    others = (state for state in states if state.counter.id != besides.counter.id)
    return tuple(state for state in others if says_yes(_decided(state, Claim(), now=now)))


def _decided(state: CardState, claim: Claim, *, now: datetime) -> Earned | Refusal:
    return decide(
        state.standing,
        claim,
        current=state.current,
        now=now,
        zone=state.shop.zone,
        minor_per_unit=money_scale(state.shop),
    )


def add_stamp(tx: Tx, actor: Actor, visit_id: int, seen: int, *, now: datetime) -> ScanOutcome:
    """Add one stamp to a visit that stood at `seen` when the button was shown: a double tap adds one."""
    visit = ledger.visit(tx, visit_id)
    if visit is None:
        return UnknownCode()
    allowed = _allowed(tx, at_card(tx, actor, visit.account_id), now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, states = allowed
    state = next(one for one in states if one.counter.id == visit.counter_id)
    visit = ledger.visit(tx, visit_id) or visit  # read again: the card is ours now
    also = _also(states, besides=state, now=now)
    kept = _no_more(state, visit, now=now) or ("counted" if visit.amount != seen else None)
    if kept:
        return NotAdded(state, visit, kept, _may_add(state, visit, now=now), also)
    decided = decide_extra(
        state.standing, already=visit.counted, current=state.current, now=now, zone=state.shop.zone
    )
    if not isinstance(decided, Earned):
        return Refused(state, decided)
    ledger.grow_visit(tx, visit_id, decided.amount, bonus=decided.bonus)
    grown = replace(visit, amount=visit.amount + decided.amount, bonus=visit.bonus + decided.bonus)
    more = Foreseen(member, state, decided, also)
    return _finish(tx, more, grown, before=visit.amount, at=max(now, visit.at), now=now)


def _allowed(
    tx: Tx, held: _Held, *, now: datetime
) -> tuple[Member, list[CardState]] | NotStaff | OwnCard | UnknownCode:
    account, member = held
    if member is None:
        return NotStaff()
    if account.closed_at:
        return UnknownCode()
    found = card_context.of_account(tx, account.id)
    if member.is_person(account.person_id):
        return OwnCard(stands(tx, found[0], now=now))
    return member, [stands(tx, around, now=now) for around in found]


def _too_old(state: CardState, claim: Claim, *, now: datetime) -> bool:
    lives = timedelta(minutes=state.shop.token_minutes)
    age = (claim.scanned_at or now) - claim.shown_at if claim.shown_at else timedelta()
    return not -CLOCKS_DIFFER <= age <= lives


def _renew(tx: Tx, state: CardState, claim: Claim, *, now: datetime) -> None:
    if state.holder and claim.shown_at:
        tell(
            tx,
            [state.holder.id],
            "renewed",
            f"{state.account.id}:{claim.shown_at.isoformat()}",
            of_shop=state.shop.id,
            now=now,
            lives=RECEIPT_LIVES,
            card_id=state.account.id,
        )


def _finish(
    tx: Tx, foreseen: Foreseen, visit: Visit, *, before: int = 0, at: datetime, now: datetime
) -> Booked:
    cause = Cause(at, visit_id=visit.id, staff_id=foreseen.member.id)
    written = book(tx, foreseen.state, foreseen.earned, cause)
    state = after(tx, foreseen.state, written, visit, now=now)
    if state.holder:
        _tell(tx, state.holder.id, visit, len(written.vouchers), before=before, now=now)
    may_more = _may_add(state, visit, now=now)
    return Booked(visit, state, written.vouchers, may_more, foreseen.also, foreseen.earned.bonuses)


def _tell(tx: Tx, person_id: int, visit: Visit, rewards: int, *, before: int, now: datetime) -> None:
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
    )


def _no_more(state: CardState, visit: Visit, *, now: datetime) -> Literal["undone", "older", "over"] | None:
    """Say why a visit takes no more: it must be of stamps, fresh, and the newest, or later ones stand on what is added."""
    if visit.undone_at:
        return "undone"
    if state.standing.last is None or state.standing.last.id != visit.id:
        return "older"
    over = visit.spent_minor is not None or now - visit.at > timedelta(minutes=EXTRA_MINUTES)
    return "over" if over else None


def _may_add(state: CardState, visit: Visit, *, now: datetime) -> bool:
    if _no_more(state, visit, now=now):
        return False
    return may_add(
        state.standing, already=visit.counted, current=state.current, now=now, zone=state.shop.zone
    )


def shop_of(tx: Tx, account_id: int) -> Shop:
    """Return the shop of a card that surely exists."""
    return shops.by_id(tx, accounts.by_id(tx, account_id).shop_id)


def booked_before(tx: Tx, actor: Actor, key: str, *, now: datetime) -> tuple[CardState, Visit] | None:
    """Return what an update booked when it first came, for the staff who sent it."""
    visit = ledger.visit_of_key(tx, key)
    if visit is None or member_of(tx, actor, visit.shop_id) is None:
        return None
    account = accounts.locked(tx, visit.account_id)
    return load_counter(tx, account, visit.counter_id, now=now), visit
