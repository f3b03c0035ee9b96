"""A membership set aside by who bought it, and taken up again: its days are put aside, not lost."""

from datetime import datetime

from actions.cards.card_state import CardState, load
from loyalty.cards.memberships import HeldMembership, NoPause, paused, resumed
from loyalty.records import Account
from loyalty.values import dataclass
from storage.cards import accounts, memberships
from storage.engine.statements import Tx


@dataclass(frozen=True, slots=True)
class TermChanged:
    """It rests, or goes on, as it stands now."""

    state: CardState
    held: HeldMembership


@dataclass(frozen=True, slots=True)
class NotPaused:
    """It stays as it was."""

    why: NoPause


def pause_membership(
    tx: Tx, person_id: int, membership_id: int, days: int, *, now: datetime
) -> TermChanged | NotPaused:
    """Set a customer's own membership aside from tomorrow on for so many days."""
    found = _own(tx, person_id, membership_id)
    if found is None:
        return NotPaused("over")
    account, one, every = found
    zone = load(tx, account, now=now).shop.zone
    why = one.may_rest(days, now=now, zone=zone)
    if why:
        return NotPaused(why)
    return _changed(tx, account, paused(one, every, days, now=now, zone=zone), now=now)


def resume_membership(
    tx: Tx, person_id: int, membership_id: int, *, now: datetime
) -> TermChanged | NotPaused:
    """Let a customer's own membership go on from now."""
    found = _own(tx, person_id, membership_id)
    if found is None or found[1].is_over(now=now):
        return NotPaused("over")
    account, one, every = found
    zone = load(tx, account, now=now).shop.zone
    return _changed(tx, account, resumed(one, every, now=now, zone=zone), now=now)


def _own(
    tx: Tx, person_id: int, membership_id: int
) -> tuple[Account, HeldMembership, list[HeldMembership]] | None:
    """Hold the card that a membership is on, where it is this person's."""
    known = memberships.by_id(tx, membership_id)
    if known is None:
        return None
    account = accounts.locked(tx, known.account_id)
    if account.person_id != person_id or account.closed_at:
        return None
    every = memberships.of_account(tx, account)  # read again: the card is ours now
    one = next((one for one in every if one.id == membership_id), None)
    return (account, one, every) if one else None


def _changed(tx: Tx, account: Account, new: tuple[HeldMembership, ...], *, now: datetime) -> TermChanged:
    for one in new:
        memberships.set_term(tx, one)
    return TermChanged(load(tx, account, now=now), new[0])
