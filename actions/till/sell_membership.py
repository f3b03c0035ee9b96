"""A membership sold at the till, once for each tap, and given back: by its seller at once and unused, later by who leads."""

from datetime import datetime
from typing import Literal

from actions.access import NotAllowed, at_card, may, may_undo
from actions.cards.card_state import CardState, load_every
from actions.cards.memberships import OnSale, add_sold, newest, on_sale, tell_of
from actions.till.booking import at_the_till
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from actions.till.undo_redemption import may_take_back
from loyalty.actor import Actor
from loyalty.cards.memberships import HeldMembership, moved_up, worth_left
from loyalty.records import Account, Member
from loyalty.roles import Role
from loyalty.values import dataclass
from storage.cards import accounts, memberships
from storage.engine.statements import Tx
from storage.shop import audit, shops
from storage.shop.audit import Act


@dataclass(frozen=True, slots=True)
class MembershipOffer:
    """What a card can be sold now, and what was sold on it last: what is asked by this offer is sold once."""

    state: CardState
    every: tuple[OnSale, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class Sale:
    """What somebody wants to sell on which card: the part at a place of the rules that they read."""

    account_id: int
    version_id: int
    place: int
    seen: int


@dataclass(frozen=True, slots=True)
class Sold:
    """It is sold; `again` where the same tap, or another till, had sold it before."""

    state: CardState
    held: HeldMembership
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotSold:
    """Nothing is sold: the rules or what the card has were changed meanwhile, or the card belongs to nobody yet."""

    state: CardState
    why: Literal["changed", "nobody"]


@dataclass(frozen=True, slots=True)
class Refunded:
    """It has ended, and so much is to be paid back."""

    state: CardState
    held: HeldMembership


@dataclass(frozen=True, slots=True)
class Refundable:
    """What would be paid back for what is left of it, and for all of it."""

    state: CardState
    held: HeldMembership
    left_minor: int


@dataclass(frozen=True, slots=True)
class NotRefunded:
    """Nothing is paid back: it has ended, something was had of it since it was asked about, or a manager must decide."""

    why: Literal["ended", "used", "manager"]


Refusal = NotStaff | OwnCard | UnknownCode


def offer(tx: Tx, actor: Actor, account_id: int, *, now: datetime) -> MembershipOffer | Refusal:
    """Say what a card can be sold at the till."""
    allowed = at_the_till(tx, at_card(tx, actor, account_id), now=now)
    if not isinstance(allowed, tuple):
        return allowed
    _, states = allowed
    return MembershipOffer(states[0], tuple(on_sale(states)), newest(tx, states[0].account))


def sell(tx: Tx, actor: Actor, sale: Sale, *, now: datetime) -> Sold | NotSold | Refusal:
    """Sell a membership, once for what was read: a second tap or till finds it sold, unless it was given back since."""
    allowed = at_the_till(tx, at_card(tx, actor, sale.account_id), now=now)
    if not isinstance(allowed, tuple):
        return allowed
    member, states = allowed
    if states[0].account.person_id is None:
        return NotSold(states[0], "nobody")
    wanted = (sale.version_id, sale.place)
    found = next((one for one in on_sale(states) if (one.state.current.id, one.place) == wanted), None)
    if found is None:
        return NotSold(states[0], "changed")
    if newest(tx, states[0].account) == sale.seen:
        return _sold(tx, actor, member, found, now=now)
    before = _sold_since(tx, states[0].account, sale.seen, found.part.label)
    return Sold(states[0], before, again=True) if before else NotSold(states[0], "changed")


def _sold_since(tx: Tx, account: Account, seen: int, name: str) -> HeldMembership | None:
    """Return the last of this name that was sold since and not given back: one of another name is another sale."""
    since = (one for one in reversed(memberships.of_account(tx, account)) if one.id > seen)
    return next((one for one in since if one.name == name and not one.ended_at), None)


def _sold(tx: Tx, actor: Actor, member: Member, found: OnSale, *, now: datetime) -> Sold:
    held = add_sold(tx, actor, found.state, found.part, by=member.id, now=now)
    return Sold(load_every(tx, found.state.account, now=now)[0], held)


def see_refund(tx: Tx, actor: Actor, membership_id: int, *, now: datetime) -> Refundable | NotAllowed:
    """Say to who leads the shop what was had of a membership, and what is left of its price."""
    held = memberships.by_id(tx, membership_id)
    if held is None or may(tx, actor, held.shop_id, Role.MANAGER) is None:
        return NotAllowed()
    state = load_every(tx, accounts.by_id(tx, held.account_id), now=now)[0]
    return Refundable(state, held, worth_left(held, now=now))


def refund(
    tx: Tx, actor: Actor, membership_id: int, refunded_minor: int, had: int, *, now: datetime
) -> Refunded | NotRefunded | NotAllowed:
    """End a membership and say what is paid back of its price: all of it, what is left of it, or nothing.

    `had` is how often it was used when that was asked: what was had since is not paid back.
    """
    held = _held(tx, actor, membership_id)
    if held is None or not held[0].may(Role.MANAGER):
        return NotAllowed()
    member, account, one = held
    if one.is_over(now=now):
        return NotRefunded("ended")
    if one.had != had:
        return NotRefunded("used")
    return _end(tx, actor, member, account, one, min(refunded_minor, one.price_minor), now=now)


def undo_sale(
    tx: Tx, actor: Actor, membership_id: int, *, now: datetime
) -> Refunded | NotRefunded | NotAllowed:
    """Take a sale back whole, as long as nothing was had: within minutes by who is at the till, later by who leads the shop."""
    held = _held(tx, actor, membership_id)
    if held is None:
        return NotAllowed()
    member, account, one = held
    if not may_undo(member, one.sold_by):
        return NotAllowed()
    if one.ended_at:
        return NotRefunded("ended")
    if one.had:
        return NotRefunded("used")
    if not may_take_back(member, one.sold_at, now=now):
        return NotRefunded("manager")
    return _end(tx, actor, member, account, one, one.price_minor, now=now)


def _held(tx: Tx, actor: Actor, membership_id: int) -> tuple[Member, Account, HeldMembership] | None:
    """Hold the card that a membership is on, and return it with who acts; nobody ends their own."""
    known = memberships.by_id(tx, membership_id)
    if known is None:
        return None
    account, member = at_card(tx, actor, known.account_id)
    one = memberships.by_id(tx, membership_id)  # read again: the card is ours now
    if member is None or one is None or one.account_id != account.id or member.is_person(account.person_id):
        return None
    return member, account, one


def _end(
    tx: Tx,
    actor: Actor,
    member: Member,
    account: Account,
    one: HeldMembership,
    back_minor: int,
    *,
    now: datetime,
) -> Refunded:
    memberships.end(tx, one, by=member.id, refunded_minor=back_minor, now=now)
    zone = shops.by_id(tx, one.shop_id).zone
    for follower in moved_up(one, memberships.of_account(tx, account), now=now, zone=zone):
        memberships.set_term(tx, follower)
    act = Act("membership_ended", subject=account.code, old=one.name, new=str(back_minor))
    audit.add(tx, actor, one.shop_id, act, now=now)
    state = load_every(tx, account, now=now)[0]
    tell_of(tx, state, "membership_ended", one.id, now=now)
    return Refunded(state, memberships.by_id(tx, one.id) or one)
