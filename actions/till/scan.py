"""A scan: find the card that a code names, and book one visit on it. See docs/scan.md."""

from datetime import datetime, timedelta

from actions.access import HeldCard, at_card, at_shown_card, member_of
from actions.cards import head_starts
from actions.cards.card_state import CardState, load_counter
from actions.tell import tell
from actions.till.booking import RECEIPT_LIVES, also_counting, at_the_till, decided, finish
from actions.till.donate import donate
from actions.till.scan_outcome import (
    AlreadyBooked,
    Booked,
    CodeExpired,
    Foreseen,
    NoBooking,
    NotStaff,
    Refused,
    ScanOutcome,
    UnknownCode,
    WhichProgramme,
)
from actions.till.seen import note_seen
from loyalty.actor import Actor
from loyalty.cards.visits import AmountNeeded, Claim, Earned, SameVisit
from loyalty.records import Account, Shop, Visit
from loyalty.till.which_programme import meant
from loyalty.tokens import CLOCKS_DIFFER
from loyalty.values import dataclass, replace
from storage.campaigns import newcomers
from storage.cards import accounts, good_causes, visits
from storage.cards.visits import NewVisit
from storage.engine.statements import Tx
from storage.shop import shops


@dataclass(frozen=True, slots=True)
class Scan:
    """Who scanned which card, and what they ask for; `programme_id` where somebody said which programme it is for.

    A visit that takes the place of another one stands at its moment, and gives to the same good cause. `held` is the card, where
    it was held to find it.
    """

    actor: Actor
    account_id: int
    claim: Claim
    programme_id: int | None = None
    instead_of: Visit | None = None
    held: HeldCard | None = None


def hold_shown(tx: Tx, actor: Actor, public_id: int) -> HeldCard | None:
    """Hold the card that a genuine QR code names, for a scan that follows."""
    return at_shown_card(tx, actor, public_id)


def find_typed(tx: Tx, actor: Actor, code: str) -> Account | None:
    """Return the card with a typed short code, in the shops where this person works."""
    account = accounts.by_code(tx, code)
    return account if account and member_of(tx, actor, account.shop_id) else None


def scan_card(tx: Tx, scan: Scan, *, key: str, now: datetime) -> ScanOutcome:
    """Book one visit for the scanned card, at most once for each key."""
    came = scan.instead_of.at if scan.instead_of else now
    foreseen = foresee(tx, scan, now=came)
    if isinstance(foreseen, Foreseen) and foreseen.state.account.start_held_at:
        head_starts.release(tx, foreseen.state.account, now=now)
        foreseen = foresee(tx, replace(scan, held=None), now=came)
    if isinstance(foreseen, Foreseen):
        return _booked(tx, foreseen, scan, key, came=came, now=now)
    before = booked_before(tx, scan.actor, key, now=now)
    if before:
        return AlreadyBooked(*before)
    if isinstance(foreseen, Refused) and not isinstance(foreseen.why, AmountNeeded | SameVisit):
        note_seen(
            tx, scan.actor, foreseen.state, now=now
        )  # an amount is to follow; what was booked says who was there
    if isinstance(foreseen, CodeExpired):
        _renew(tx, foreseen.state, scan.claim, now=now)
    return foreseen


def _booked(
    tx: Tx, foreseen: Foreseen, scan: Scan, key: str, *, came: datetime, now: datetime
) -> Booked | AlreadyBooked | NotStaff:
    """Book what was foreseen; the visit's key says, as it is stored, whether it booked before."""
    # A code of a clock ahead of ours is used up too: the visit is as late as the code, so that it does not work again.
    at = max(came, scan.claim.shown_at or came)
    earned = foreseen.earned
    new = NewVisit(key, at, earned.amount, scan.claim.spent_minor, earned.bonus)
    visit = visits.add(tx, foreseen.state.counter, foreseen.member, new)
    if visit is None:
        before = booked_before(tx, scan.actor, key, now=now)
        return AlreadyBooked(*before) if before else NotStaff()
    if foreseen.state.account.last_visit_at is None:
        newcomers.add(tx, foreseen.state.account, at=at)
    booked = finish(tx, foreseen, visit, at=at, now=now)
    to = good_causes.of_visit(tx, scan.instead_of) if scan.instead_of else ""
    return replace(booked, state=donate(tx, booked.state, visit, to=to))


def foresee(tx: Tx, scan: Scan, *, now: datetime) -> Foreseen | NoBooking:
    """Say what a scan would come to; nothing is booked, and nobody told."""
    # First: what is decided by must be of now.
    held = scan.held or at_card(tx, scan.actor, scan.account_id)
    allowed = at_the_till(tx, held, now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, states = allowed
    if _too_old(states[0], scan.claim, now=now):
        return CodeExpired(states[0])
    asked = [state for state in states if scan.programme_id in (None, state.counter.programme_id)]
    answers = [decided(state, scan.claim, now=now) for state in asked]
    places = meant(
        [(state.standing.version.programme, answer) for state, answer in zip(asked, answers, strict=True)],
        amount_typed=scan.claim.spent_minor is not None,
    )
    if not places:  # the programme that was meant is there no more
        return UnknownCode()
    if len(places) > 1:
        return WhichProgramme(tuple(asked[place] for place in places))
    state, answer = asked[places[0]], answers[places[0]]
    also = also_counting(states, besides=state, now=now)
    return (
        Foreseen(member, state, answer, also) if isinstance(answer, Earned) else Refused(state, answer, also)
    )


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


def shop_of(tx: Tx, account_id: int) -> Shop:
    """Return the shop of a card that surely exists."""
    return shops.by_id(tx, accounts.by_id(tx, account_id).shop_id)


def booked_before(tx: Tx, actor: Actor, key: str, *, now: datetime) -> tuple[CardState, Visit] | None:
    """Return what an update booked when it first came, for the staff who sent it."""
    visit = visits.by_key(tx, key)
    if visit is None or member_of(tx, actor, visit.shop_id) is None:
        return None
    account = accounts.locked(tx, visit.account_id)
    return load_counter(tx, account, visit.counter_id, now=now), visit
