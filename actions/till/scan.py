"""A scan: find the card that a code names, and book one visit on it. See docs/scan.md."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from actions.access import member_of
from actions.cards.card_state import CardState, after, book, load, money_scale, stands, tell
from loyalty.actor import Actor
from loyalty.cards.visits import Claim, Earned, NewVoucher, Refusal, decide, decide_extra, may_add
from loyalty.records import Account, Member, Shop, Visit
from loyalty.till.doubtful_amounts import harmless, unlikely
from loyalty.tokens import CLOCKS_DIFFER
from loyalty.values import dataclass
from storage import card_context
from storage.cards import accounts, ledger
from storage.cards.ledger import Cause, NewVisit
from storage.delivery import pending_receipts
from storage.engine.statements import Tx
from storage.shop import shops, stats

# A receipt that comes later than this would only puzzle.
RECEIPT_LIVES = timedelta(hours=12)
_USUAL_VISITS = 50  # the newest, beside which an unusual amount is seen
EXTRA_MINUTES = 15  # how long after a scan one stamp more is the same visit


@dataclass(frozen=True, slots=True)
class Scan:
    """Who scanned which card, and what they ask for."""

    actor: Actor
    account_id: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Booked:
    """The visit counts; `state` is how the card stands after it."""

    visit: Visit
    state: CardState
    vouchers: tuple[NewVoucher, ...]
    may_add: bool  # whether one more stamp in this visit would be allowed


@dataclass(frozen=True, slots=True)
class NotAdded:
    """Nothing was added to `visit`: the tap was counted before, or the visit is undone, not the newest, or long over."""

    state: CardState
    visit: Visit
    why: Literal["counted", "undone", "older", "over"]
    may_add: bool


@dataclass(frozen=True, slots=True)
class AlreadyBooked:
    """The update came before, and booked `visit` then; nothing was added."""

    state: CardState
    visit: Visit


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule of the shop says no."""

    state: CardState
    why: Refusal


@dataclass(frozen=True, slots=True)
class CodeExpired:
    """A genuine code of too long ago, or of a clock that ran far ahead; the customer is being sent a new one."""

    state: CardState


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A scan that would be booked, by whom, and what it would earn."""

    member: Member
    state: CardState
    earned: Earned


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """No card has this code here."""


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Only the shop's staff may do this; the answer tells nothing about the customer."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    """Staff can't stamp their own card."""

    state: CardState


ScanOutcome = Booked | NotAdded | AlreadyBooked | Refused | CodeExpired | UnknownCode | NotStaff | OwnCard


def find_shown(tx: Tx, public_id: int) -> Account | None:
    """Return the card that a genuine QR code names."""
    return accounts.by_public_id(tx, public_id)


def find_typed(tx: Tx, actor: Actor, code: str) -> Account | None:
    """Return the card with a typed short code, in the shops where this person works."""
    account = accounts.by_code(tx, code)
    return account if account and member_of(tx, actor, account.shop_id) else None


def scan_card(tx: Tx, scan: Scan, *, key: str, now: datetime) -> ScanOutcome:
    """Book one visit for the scanned card, at most once for each key."""
    before = booked_before(tx, scan.actor, key, now=now)
    if before:
        return AlreadyBooked(*before)
    foreseen = foresee(tx, scan, now=now)
    if isinstance(foreseen, CodeExpired):
        _renew(tx, foreseen.state, scan.claim, now=now)
    if not isinstance(foreseen, Foreseen):
        return foreseen
    # A code of a clock ahead of ours is used up too: the visit is as late as the code, so that it does not work again.
    at = max(now, scan.claim.shown_at or now)
    new = NewVisit(key, at, foreseen.earned.amount, scan.claim.spent_minor)
    visit = ledger.add_visit(tx, foreseen.state.counter, foreseen.member, new)
    return _finish(tx, foreseen, visit, at=at, now=now)


def foresee(
    tx: Tx, scan: Scan, *, now: datetime
) -> Foreseen | Refused | CodeExpired | UnknownCode | NotStaff | OwnCard:
    """Say what a scan would come to; nothing is booked, and nobody told."""
    allowed = _allowed(tx, scan, now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, state = allowed
    if _too_old(state, scan.claim, now=now):
        return CodeExpired(state)
    decided = _decided(state, scan.claim, now=now)
    return Foreseen(member, state, decided) if isinstance(decided, Earned) else Refused(state, decided)


def doubted(tx: Tx, scan: Scan, *, now: datetime) -> CardState | None:
    """Return the card if this would be booked but looks like a slip, so that the cashier is asked first."""
    foreseen, spent = foresee(tx, scan, now=now), scan.claim.spent_minor
    if not isinstance(foreseen, Foreseen) or spent is None:
        return None
    shop = foreseen.state.shop
    # Asked of the newest visits, where other tills are writing: only where there is something to doubt.
    if harmless(spent, shop.currency):
        return None
    usual = stats.newest_amounts(tx, shop.id, most=_USUAL_VISITS)
    return foreseen.state if unlikely(spent, usual, shop.currency) else None


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
    allowed = _allowed(tx, Scan(actor, visit.account_id, Claim()), now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, state = allowed
    visit = ledger.visit(tx, visit_id) or visit  # read again: the card is ours now
    stands = _no_more(state, visit, now=now) or ("counted" if visit.amount != seen else None)
    if stands:
        return NotAdded(state, visit, stands, may_add=_may_add(state, visit, now=now))
    decided = decide_extra(
        state.standing, already=visit.amount, current=state.current, now=now, zone=state.shop.zone
    )
    if not isinstance(decided, Earned):
        return Refused(state, decided)
    ledger.grow_visit(tx, visit_id, decided.amount)
    grown = replace(visit, amount=visit.amount + decided.amount)
    more = Foreseen(member, state, decided)
    return _finish(tx, more, grown, before=visit.amount, at=max(now, visit.at), now=now)


def _allowed(
    tx: Tx, scan: Scan, *, now: datetime
) -> tuple[Member, CardState] | NotStaff | OwnCard | UnknownCode:
    around, *_ = card_context.locked(tx, scan.account_id)
    member = member_of(tx, scan.actor, around.shop.id)
    if member is None:
        return NotStaff()
    if around.account.closed_at:
        return UnknownCode()
    state = stands(tx, around, now=now)
    return OwnCard(state) if member.is_person(around.account.person_id) else (member, state)


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
    return Booked(visit, state, written.vouchers, may_add=_may_add(state, visit, now=now))


def _tell(tx: Tx, person_id: int, visit: Visit, rewards: int, *, before: int, now: datetime) -> None:
    """Owe a receipt for what a visit is now; one that still waits for its last change says this one too."""
    old, new = (f"{visit.id}:{amount}" for amount in (before, visit.amount))
    if before and pending_receipts.take_on(
        tx, f"visit:{old}:{person_id}", f"visit:{new}:{person_id}", rewards=rewards
    ):
        return
    tell(tx, [person_id], "visit", new, now=now, lives=RECEIPT_LIVES, visit_id=visit.id, rewards=rewards)


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
    return may_add(state.standing, already=visit.amount, current=state.current, now=now, zone=state.shop.zone)


def shop_of(tx: Tx, account_id: int) -> Shop:
    """Return the shop of a card that surely exists."""
    return shops.by_id(tx, accounts.locked(tx, account_id).shop_id)


def booked_before(tx: Tx, actor: Actor, key: str, *, now: datetime) -> tuple[CardState, Visit] | None:
    """Return what an update booked when it first came, for the staff who sent it."""
    visit = ledger.visit_of_key(tx, key)
    if visit is None or member_of(tx, actor, visit.shop_id) is None:
        return None
    return load(tx, accounts.locked(tx, visit.account_id), now=now), visit
