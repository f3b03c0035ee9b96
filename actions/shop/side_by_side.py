"""A shop's programmes side by side: one more, one called something else, one taken away while nothing is booked on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from actions.access import NotAllowed, may
from actions.shop.sums import Reckoned, SecondYes, new_risks, note_accepted, reckon
from loyalty.actor import Actor, Operator
from loyalty.cards.circles import gains_in_a_circle
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.cards.programme_check import Invalid, check
from loyalty.cards.worth import gives
from loyalty.names import clean_name, fold_name, is_too_long
from loyalty.roles import Role
from loyalty.shop.changes import with_keys
from loyalty.units import Unit
from storage.cards import counters
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, programmes, shops
from storage.shop.audit import Act

MOST_PROGRAMMES = 5  # that a cashier can still tell apart on a phone


@dataclass(frozen=True, slots=True)
class BadProgrammeName:
    """A programme can't be called so beside the others; `name` is what was asked for."""

    why: Literal["empty", "long", "taken"]
    name: str


@dataclass(frozen=True, slots=True)
class TooManyProgrammes:
    """A shop has no more than `most` programmes side by side."""

    most: int = MOST_PROGRAMMES


@dataclass(frozen=True, slots=True)
class NoSuchProgramme:
    """The shop has no such programme, or none any more."""


@dataclass(frozen=True, slots=True)
class NotTakenAway:
    """A programme stays: `cards` have something booked by it, the reward `giving` into it has no other one to give to, or it is the only one."""

    version: ProgrammeVersion
    cards: int = 0
    giving: str = ""


@dataclass(frozen=True, slots=True)
class TakenAway:
    """A programme is out of use."""

    version: ProgrammeVersion


WhyNotAdded = Invalid | BadProgrammeName | TooManyProgrammes


def propose_programme(
    tx: Tx, actor: Actor, shop_id: int, new: Programme, *, name: str
) -> Reckoned | WhyNotAdded | NotAllowed:
    """Do the sums of one more programme, or say why a shop can't have it; nothing is changed."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return _why_not(tx, shop_id, new, name) or reckon(tx, shops.by_id(tx, shop_id), new)


def _why_not(tx: Tx, shop_id: int, new: Programme, name: str) -> WhyNotAdded | None:
    every = programmes.today(tx, shop_id)
    if len(every) >= MOST_PROGRAMMES:
        return TooManyProgrammes()
    units = [one.programme.unit for one in every]
    shop = shops.by_id(tx, shop_id)
    if bad := bad_name(every, new.unit, name) or check(new, shop.currency, beside=units, zone=shop.zone):
        return bad
    circle = gains_in_a_circle([*(one.programme for one in every), new])
    return Invalid("reward_circle") if circle else None


def add_programme(
    tx: Tx, actor: Actor, shop_id: int, new: Programme, *, name: str, now: datetime, knowing: bool = False
) -> ProgrammeVersion | SecondYes | WhyNotAdded | NotAllowed:
    """Let a shop have one more programme beside those it has: every card counts in it from now on.

    `name` tells it from the others at the till and on the card; "" where what it counts does. Keys of rewards are unique
    in a shop. What loses money or is free at the first visit is added only for somebody who says yes `knowing` it.
    """
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return _add(tx, actor, shop_id, new, name=name, now=now, knowing=knowing)


def add_for_shop(
    tx: Tx, actor: Operator, shop_id: int, new: Programme, *, name: str, now: datetime, knowing: bool = False
) -> ProgrammeVersion | SecondYes | WhyNotAdded:
    """Let the operator add it."""
    return _add(tx, actor, shop_id, new, name=name, now=now, knowing=knowing)


def _add(
    tx: Tx, actor: Actor, shop_id: int, new: Programme, *, name: str, now: datetime, knowing: bool
) -> ProgrammeVersion | SecondYes | WhyNotAdded:
    hold_shop(tx, shop_id)
    wrong = _why_not(tx, shop_id, new, name)
    if wrong:
        return wrong
    shop = shops.by_id(tx, shop_id)
    risks = new_risks(tx, shop, new, None, now=now)
    if risks and not knowing:
        return SecondYes(risks)
    keyed = with_keys(new, replace(new, rewards=()), used_keys(tx, shop_id))
    called = clean_name(name)
    version = programmes.begin(tx, shop_id, keyed, name=called, by=actor.person_id, now=now)
    counters.begin_all(tx, shop_id, version, now=now)
    audit.add(tx, actor, shop_id, Act("programme_added", subject=called or keyed.unit), now=now)
    note_accepted(tx, actor, shop, risks, now=now)
    return version


def rename_programme(
    tx: Tx, actor: Actor, shop_id: int, programme_id: int, name: str, *, now: datetime
) -> ProgrammeVersion | BadProgrammeName | NoSuchProgramme | NotAllowed:
    """Call a programme something else, on every card at once."""
    hold_shop(tx, shop_id)
    found = see_programmes(tx, actor, shop_id)
    if isinstance(found, NotAllowed):
        return found
    this = one_of(found, programme_id)
    if isinstance(this, NoSuchProgramme):
        return this
    others = [other for other in found if other.programme_id != programme_id]
    wrong = bad_name(others, this.programme.unit, name)
    if wrong:
        return wrong
    called = clean_name(name)
    programmes.rename(tx, programme_id, called)
    unit = this.programme.unit
    act = Act("programme_renamed", old=this.name or unit, new=called or unit)
    audit.add(tx, actor, shop_id, act, now=now)
    return replace(this, name=called)


def take_away(
    tx: Tx, actor: Actor, shop_id: int, programme_id: int, *, now: datetime
) -> TakenAway | NotTakenAway | NoSuchProgramme | NotAllowed:
    """Take a programme out of use, as long as no card has anything by it and another one stays."""
    hold_shop(tx, shop_id)
    found = see_programmes(tx, actor, shop_id)
    if isinstance(found, NotAllowed):
        return found
    this = one_of(found, programme_id)
    if isinstance(this, NoSuchProgramme):
        return this
    cards = programmes.counted_on(tx, shop_id, programme_id)
    if cards or len(found) == 1:
        return NotTakenAway(this, cards)
    giving = _giving_into(tx, shop_id, this)
    if giving:
        return NotTakenAway(this, giving=giving)
    programmes.close(tx, programme_id, now=now)
    audit.add(tx, actor, shop_id, Act("programme_closed", subject=this.name or this.programme.unit), now=now)
    return TakenAway(this)


def _giving_into(tx: Tx, shop_id: int, this: ProgrammeVersion) -> str:
    """Name a reward, offered or promised once, that gives what only this programme counts; "" for none."""
    unit, every = this.programme.unit, programmes.open_versions(tx, shop_id)
    others = [one for one in every if one.programme_id != this.programme_id]
    if any(other.programme.unit is unit for other in others):
        return ""
    rewards = (reward for version in others for reward in version.programme.rewards)
    return next((reward.text for reward in rewards if gives(reward.worth, unit)), "")


def see_programmes(tx: Tx, actor: Actor, shop_id: int) -> Sequence[ProgrammeVersion] | NotAllowed:
    """Show an owner the shop's programmes, in their order."""
    return programmes.today(tx, shop_id) if may(tx, actor, shop_id, Role.OWNER) else NotAllowed()


def one_of(every: Sequence[ProgrammeVersion], programme_id: int | None) -> ProgrammeVersion | NoSuchProgramme:
    """Return this one of a shop's programmes, the first where none is named."""
    found = (one for one in every if programme_id in (None, one.programme_id))
    return next(found, NoSuchProgramme())


def bad_name(others: Sequence[ProgrammeVersion], unit: Unit, name: str) -> BadProgrammeName | None:
    """Say why a programme can't be called so beside the others: nobody could tell two of one name apart."""
    if is_too_long(name):
        return BadProgrammeName("long", name)
    called = clean_name(name)
    if name and not any(sign.isalpha() for sign in called):  # "50: 625 points" tells nobody which card
        return BadProgrammeName("empty", name)
    alike = [other for other in others if called or other.programme.unit is unit]
    taken = fold_name(called) in {fold_name(other.name) for other in alike}
    return BadProgrammeName("taken", called) if taken else None


def used_keys(tx: Tx, shop_id: int) -> list[str]:
    """Return the keys of all rewards that a shop ever offered."""
    return [
        reward.key for version in programmes.versions(tx, shop_id) for reward in version.programme.rewards
    ]
