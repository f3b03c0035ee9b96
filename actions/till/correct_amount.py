"""A wrong amount put right: the visit taken back and booked anew, together or not at all."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import may_see, member_of, serves_as
from actions.cards.card_state import CardState, load_counter, load_every
from actions.till.kept_gifts import give_again, give_alone, kept_of
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, NotStaff, OthersDoing, ScanOutcome, UnknownCode
from actions.till.undo_visit import NotUndone, Undone, earned_by, undo_visit
from loyalty.actor import Actor
from loyalty.cards.visits import Claim
from loyalty.records import Visit
from loyalty.till.undo import FREE_MINUTES
from storage.cards import accounts, purchases, visits, vouchers
from storage.engine.statements import Tx
from storage.till import day
from storage.till.day import Scope

_LOOKED_THROUGH = 5  # newest bookings: those after the visit are what was taken back or handed out


@dataclass(frozen=True, slots=True)
class Amended:
    """The visit is taken back, and this came of booking it anew."""

    visit: Visit
    outcome: ScanOutcome
    programme_id: int


def just_booked(tx: Tx, actor: Actor, *, now: datetime) -> tuple[CardState, Visit] | None:
    """Return what this member of staff booked last, within the minutes in which a slip is mended without a word."""
    since = now - timedelta(minutes=FREE_MINUTES)
    found = [
        one
        for member in serves_as(tx, actor)
        for one in day.bookings(
            tx,
            member.shop_id,
            Scope(everything=False, member_id=member.id, branch_id=None),
            since=since,
            most=_LOOKED_THROUGH,
        )
        if one.visit_id and not one.undone_at
    ]
    # By the order in which they were booked: what was corrected stands where the wrong one stood.
    newest = max(found, key=lambda one: one.visit_id or 0, default=None)
    visit = visits.by_id(tx, newest.visit_id) if newest and newest.visit_id else None
    if visit is None:
        return None
    account = accounts.by_id(tx, visit.account_id)
    return load_counter(tx, account, visit.counter_id, now=now), visit


def visit_to_correct(tx: Tx, actor: Actor, visit_id: int, *, now: datetime) -> tuple[CardState, Visit] | None:
    """Return a visit and how its counter stands, to the staff of its shop only."""
    visit = visits.by_id(tx, visit_id)
    member = member_of(tx, actor, visit.shop_id) if visit else None
    if visit is None or member is None or not may_see(member, visit.staff_id):
        return None
    return load_counter(tx, accounts.by_id(tx, visit.account_id), visit.counter_id, now=now), visit


def corrected(tx: Tx, visit: Visit) -> tuple[Visit | None, tuple[str, ...]]:
    """Return what stands in the place of a visit that was taken back, and the rewards that went and were not earned anew."""
    after = visits.in_place_of(tx, visit)
    gone = Counter(earned_by(tx, visit))
    anew = Counter(one.reward for one in vouchers.of_visit(tx, after)) if after else Counter[str]()
    return after, tuple((gone - anew).elements())


def beside(tx: Tx, visit: Visit, *, now: datetime) -> CardState | None:
    """Return how the one counter beside a visit's own stands that asks for amounts; None where there is none, or two."""
    every = load_every(tx, accounts.by_id(tx, visit.account_id), now=now)
    others = [one for one in every if one.counter.id != visit.counter_id]
    asking = [one for one in others if one.standing.version.programme.needs_amount]
    return asking[0] if len(asking) == 1 else None


def amend(
    tx: Tx, actor: Actor, visit_id: int, spent_minor: int, *, key: str, now: datetime
) -> Amended | NotUndone | NotStaff | OthersDoing | UnknownCode:
    """Take a visit back and book it at its own moment with another amount, with all that belonged to it.

    What a rule then refuses stays taken back.
    """
    before = visits.by_id(tx, visit_id)
    if before is None:
        return UnknownCode()
    kept = kept_of(tx, before)
    undone = undo_visit(tx, actor, visit_id, reason=None, now=now)
    if not isinstance(undone, Undone):
        return undone
    last, visit, counter = undone.state.standing.last, undone.visit, undone.state.counter
    claim = Claim(spent_minor=spent_minor, scanned_at=visit.at, again=last.id if last else None)
    scan = Scan(actor, visit.account_id, claim, counter.programme_id, instead_of=visit)
    outcome = scan_card(tx, scan, key=key, now=now)
    if isinstance(outcome, Booked):
        purchases.follow(tx, visit, outcome.visit)
        outcome = give_again(tx, outcome, kept, now=now)
    else:
        give_alone(tx, undone.state.account, kept, now=now)
    return Amended(visit, outcome, counter.programme_id)
