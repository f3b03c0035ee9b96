"""Taking a visit back: the opposite entries, and the rewards it earned withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import may_undo, member_of
from actions.cards.card_state import CardState, load_counter
from actions.cards.take_out import Out, WhyStays, foresee, is_gift, take_out
from actions.shop.audit import figure_of
from actions.tell import tell
from actions.till import friend_gifts
from actions.till.bill import forget_bill
from actions.till.scan_outcome import NotStaff, OthersDoing, UnknownCode
from loyalty.actor import Actor
from loyalty.records import Account, Member, Visit, Voucher
from loyalty.roles import Role
from loyalty.till.undo import BookedVisit, NotNewest, ReasonNeeded, UndoRefusal, refuses_undo
from storage.cards import accounts, counters, good_causes, ledger, visits, voucher_moves, vouchers
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from storage.shop import audit, coalitions
from storage.shop.audit import Act


@dataclass(frozen=True, slots=True)
class Undone:
    """The visit is taken back; `state` is how the card stands after it, `prizes` what its ticket had won, `earned` what it had.

    `went` is all that was given with it, challenges included.
    """

    visit: Visit
    state: CardState
    prizes: tuple[str, ...] = ()
    earned: tuple[str, ...] = ()
    went: int = 0


@dataclass(frozen=True, slots=True)
class NotUndone:
    """A rule stands in the way."""

    visit: Visit
    state: CardState
    why: UndoRefusal


def undo_visit(
    tx: Tx, actor: Actor, visit_id: int, *, reason: str | None, now: datetime
) -> Undone | NotUndone | NotStaff | OthersDoing | UnknownCode:
    """Take a visit back whole: stamps, filled cards and unused rewards."""
    visit = visits.by_id(tx, visit_id)
    if visit is None:
        return UnknownCode()
    member = member_of(tx, actor, visit.shop_id)
    if member is None:
        return NotStaff()
    if not may_undo(member, visit.staff_id):
        return OthersDoing()
    account = _held(tx, visit)
    visit = visits.by_id(tx, visit_id) or visit  # read again: the card is ours now
    out = _foresee(tx, visit, account, member, reason=reason, now=now)
    if not isinstance(out, Out):
        return NotUndone(visit, load_counter(tx, account, visit.counter_id, now=now), out)
    _take_back(tx, visit, out, member, reason=reason, now=now)
    forget_bill(tx, account, visit)
    state = load_counter(tx, accounts.locked(tx, account.id), visit.counter_id, now=now)
    what = figure_of(str(visit.amount), state.current, several=len(counters.of_account(tx, account)) > 1)
    act = Act("visit_undone", subject=account.code, old=what, new="0", reason=reason or "")
    audit.add(tx, actor, coalitions.shop_at(tx, visit.shop_id, visit.branch_id), act, now=now)
    if state.holder:
        tell(
            tx, [state.holder.id], "undone", f"{visit.id}", of_shop=state.shop.id, now=now,
            visit_id=visit.id, member_id=member.id,
        )  # fmt: skip
    visit = visits.by_id(tx, visit_id) or visit
    return Undone(visit, state, won_by(tx, visit), earned_by(tx, visit), out.given)


def earned_by(tx: Tx, visit: Visit) -> tuple[str, ...]:
    """Name the rewards that a visit had earned, and that went when it was taken back."""
    return tuple(one.reward for one in vouchers.gone_with(tx, visit) if one.counter_id is not None)


def won_by(tx: Tx, visit: Visit) -> tuple[str, ...]:
    """Name what the ticket of a visit had won, and that went when it was taken back."""
    return tuple(one.reward for one in vouchers.gone_with(tx, visit) if one.counter_id is None)


def stays_booked(
    tx: Tx, actor: Actor, visit_id: int, *, now: datetime
) -> NotUndone | NotStaff | OthersDoing | UnknownCode | None:
    """Say what rules out that a visit is taken back, before anybody is asked for more than a reason; None where nothing does."""
    visit = visits.by_id(tx, visit_id)
    if visit is None:
        return UnknownCode()
    member, account = member_of(tx, actor, visit.shop_id), accounts.by_id(tx, visit.account_id)
    if member is None:
        return NotStaff()
    if not may_undo(member, visit.staff_id):
        return OthersDoing()
    out = _foresee(tx, visit, account, member, reason=None, now=now)
    if isinstance(out, Out | ReasonNeeded):
        return None
    return NotUndone(visit, load_counter(tx, account, visit.counter_id, now=now), out)


def _held(tx: Tx, visit: Visit) -> Account:
    """Hold the cards on which the visit brought something, in the one order that all keep; return the visit's own."""
    others = {counters.by_id(tx, this).account_id for this in friend_gifts.elsewhere(tx, visit)}
    held = {this: accounts.locked(tx, this) for this in sorted({visit.account_id, *others})}
    return held[visit.account_id]


def _foresee(
    tx: Tx, visit: Visit, account: Account, member: Member, *, reason: str | None, now: datetime
) -> Out | UndoRefusal:
    """Say what taking it back comes to: gifts that were given since stay, what they filled follows."""
    out: Out | WhyStays = "later"
    lines = ledger.of_visit(tx, visit)
    # What was booked on a closed card, or on one that was joined with this one, stands on another one now.
    here = bool(lines) and account.closed_at is None and lines[0].counter_id == visit.counter_id
    if here:
        own = [line for line in lines if line.counter_id == visit.counter_id]
        out = foresee(tx, load_counter(tx, account, visit.counter_id, now=now), own, may_stay=is_gift)
    booked = BookedVisit(
        at=visit.at,
        undone=visit.undone_at is not None,
        newest=out != "later",
        given_away=out == "spent" and good_causes.gave_own(tx, account, since=visit.at),
        reward_used=out == "spent" or _prize_used(tx, visit),
        gift_spent=here and friend_gifts.spent(tx, visit),
    )
    why = refuses_undo(booked, role=Role(member.role), reason=reason, now=now)
    return why or NotNewest() if isinstance(out, str) else why or out


def _prize_used(tx: Tx, visit: Visit) -> bool:
    """Say whether what the ticket of a visit won was handed out."""
    return any(one.state == "used" for one in prizes_of(tx, visit))


def prizes_of(tx: Tx, visit: Visit) -> list[Voucher]:
    """Return what the ticket of a visit won."""
    return [one for one in vouchers.of_visit(tx, visit) if one.counter_id is None]


def _take_back(tx: Tx, visit: Visit, out: Out, member: Member, *, reason: str | None, now: datetime) -> None:
    cause = Cause(now, staff_id=member.id)  # the reason is the visit's own: it can be forgotten there
    friend_gifts.take_back(tx, visit, cause)
    for voucher in vouchers.of_visit(tx, visit):
        if voucher.counter_id != visit.counter_id:
            vouchers.withdraw(tx, voucher.id)
    after = take_out(tx, out, cause)
    voucher_moves.leave_visit(tx, visit)  # what a gift pays all the same
    visits.undo(tx, visit.id, by=member.id, reason=reason, at=now)
    accounts.follow_visits(tx, after)
    good_causes.take_back(tx, visit, now=now)
