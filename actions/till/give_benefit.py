"""What a membership gives at the till: once a day, once a cut, or off a bill; and taken back."""

from datetime import datetime, timedelta
from typing import Literal

from actions.access import at_card, may_undo
from actions.cards.card_state import CardState, load_every
from actions.tell import tell
from actions.till.booking import at_the_till
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from actions.till.undo_redemption import may_take_back
from loyalty.actor import Actor
from loyalty.cards.memberships import Benefit, HeldMembership, NoBenefit, at_hand
from loyalty.cards.worth import PercentOff, deducted
from loyalty.records import Account, Member
from loyalty.values import dataclass
from storage.cards import memberships
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act

_NEWS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class WantedBenefit:
    """What is to be given; `seen` is what the membership gave last when the button was shown."""

    membership_id: int
    seen: int
    bill_minor: int | None = None  # of which a share is taken off


@dataclass(frozen=True, slots=True)
class BenefitGiven:
    """It is given, `held` is how the membership stands after it; `again` where the same tap had given it before."""

    state: CardState
    held: HeldMembership
    benefit: Benefit
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotGiven:
    """The membership gives nothing now."""

    state: CardState
    held: HeldMembership
    why: NoBenefit


@dataclass(frozen=True, slots=True)
class BenefitBack:
    """It was taken back, and can be had again."""

    state: CardState
    held: HeldMembership


@dataclass(frozen=True, slots=True)
class BenefitStays:
    """Nothing was taken back: somebody did before, or it is too long ago for a cashier."""

    why: Literal["undone", "late"]


def due(tx: Tx, state: CardState) -> list[tuple[HeldMembership, int]]:
    """List what a card's memberships can give now, each with what it gave last."""
    found = at_hand(state.memberships, now=state.at)
    return [
        (one, memberships.newest_benefit(tx, one))
        for one in found
        if one.refuses(now=state.at, zone=state.shop.zone) is None
    ]


def give_benefit(
    tx: Tx, actor: Actor, wanted: WantedBenefit, *, now: datetime
) -> BenefitGiven | NotGiven | NotStaff | OwnCard | UnknownCode:
    """Give what a membership brings, once: of a last cut at two tills one gets it."""
    found = _at_the_till(tx, actor, wanted.membership_id, now=now)
    if not isinstance(found, tuple):
        return found
    member, state, held = found
    newest = memberships.newest_benefit(tx, held)
    before = memberships.benefit(tx, newest) if newest != wanted.seen else None
    if before and before.undone_at is None:
        return BenefitGiven(state, held, before, again=True)
    zone = state.shop.zone
    why = held.refuses(now=now, zone=zone)
    if why:
        return NotGiven(state, held, why)
    taken = memberships.slots(tx, held)
    slot = held.slot(taken, now=now, zone=zone)
    if slot in taken:  # by a clock that the shop had before
        return NotGiven(state, held, "today")
    bill = wanted.bill_minor
    off = deducted(PercentOff(held.percent), bill) if bill is not None and held.percent else None
    this = memberships.give(tx, held, slot, by=member.id, bill_minor=bill, off_minor=off, now=now)
    if held.cuts:
        _tell(tx, state, this, now=now)
    return BenefitGiven(*_after(tx, state.account, held, now=now), _given(tx, this))


def take_back(
    tx: Tx, actor: Actor, benefit_id: int, *, now: datetime
) -> BenefitBack | BenefitStays | NotStaff | OwnCard | UnknownCode:
    """Take back what a membership gave: within minutes by who is at the till, later by who leads the shop."""
    known = memberships.benefit(tx, benefit_id)
    found = _at_the_till(tx, actor, known.membership_id, now=now) if known else UnknownCode()
    if not isinstance(found, tuple):
        return found
    member, state, held = found
    this = _given(tx, benefit_id)  # read again: the card is ours now
    if not may_undo(member, this.staff_id):
        return NotStaff()
    if this.undone_at:
        return BenefitStays("undone")
    if not may_take_back(member, this.at, now=now):
        return BenefitStays("late")
    memberships.take_back(tx, this, by=member.id, now=now)
    act = Act("benefit_undone", subject=state.account.code, old=held.name)
    audit.add(tx, actor, held.shop_id, act, now=now)
    return BenefitBack(*_after(tx, state.account, held, now=now))


def _at_the_till(
    tx: Tx, actor: Actor, membership_id: int, *, now: datetime
) -> tuple[Member, CardState, HeldMembership] | NotStaff | OwnCard | UnknownCode:
    """Hold the card that a membership is on."""
    known = memberships.by_id(tx, membership_id)
    if known is None:
        return UnknownCode()
    allowed = at_the_till(tx, at_card(tx, actor, known.account_id), now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, states = allowed
    held = memberships.by_id(tx, membership_id)  # read again: the card is ours now
    if held is None or held.account_id != states[0].account.id:
        return UnknownCode()
    return member, states[0], held


def _after(
    tx: Tx, account: Account, held: HeldMembership, *, now: datetime
) -> tuple[CardState, HeldMembership]:
    return load_every(tx, account, now=now)[0], memberships.by_id(tx, held.id) or held


def _given(tx: Tx, benefit_id: int) -> Benefit:
    found = memberships.benefit(tx, benefit_id)
    if found is None:
        raise LookupError(f"benefit {benefit_id}")
    return found


def _tell(tx: Tx, state: CardState, this: int, *, now: datetime) -> None:
    if state.holder:
        about = {"card_id": state.account.id, "benefit_id": this}
        tell(tx, [state.holder.id], "cut", f"{this}", of_shop=state.shop.id, now=now, lives=_NEWS, **about)
