"""Challenges from the customer's side: what there is to take on, and how far what was taken on is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from actions.cards.card_state import CardState, load_counter, load_every
from actions.cards.running import Running, seen_on
from loyalty.cards.endings import ends_with
from loyalty.cards.parts.challenge import Challenge, ChallengeFacts, labels_of
from loyalty.dates import day_of
from loyalty.values import dataclass
from storage.cards import accounts, challenges
from storage.engine.statements import Tx
from storage.shop import staff

# Why a challenge can't be taken on: it is not there or was changed, they work there, they are at one of its kind, or there is
# too little that is new to them.
NoChallenge = Literal["changed", "staff", "running", "known"]


@dataclass(frozen=True, slots=True)
class OfferedChallenge:
    """A challenge of today's rules, and `why` this customer can't take it on."""

    state: CardState
    place: int  # among the parts of today's rules
    part: Challenge
    why: NoChallenge | None


@dataclass(frozen=True, slots=True)
class TakenOn:
    """From here on its rules and its end are fixed."""

    state: CardState
    running: Running


def challenges_in(state: CardState) -> list[tuple[int, Challenge]]:
    """Return the challenges of a card's rules of today, with their places."""
    parts = enumerate(state.current.programme.parts)
    return [(place, part) for place, part in parts if isinstance(part, Challenge)]


def offers(tx: Tx, person_id: int, states: Sequence[CardState]) -> list[OfferedChallenge]:
    """List what the holder of a card could take on by today's rules."""
    works = staff.in_shop(tx, person_id, states[0].shop.id) is not None
    return [offer for state in states for offer in _of_counter(tx, state, works=works)]


def _of_counter(tx: Tx, state: CardState, *, works: bool) -> list[OfferedChallenge]:
    found = challenges_in(state)
    if not found:
        return []
    seen = seen_on(tx, state.counter, state.shop.zone)
    return [
        OfferedChallenge(state, place, part, _why_not(state, part, seen, works=works))
        for place, part in found
    ]


def _why_not(state: CardState, part: Challenge, seen: ChallengeFacts, *, works: bool) -> NoChallenge | None:
    if works:
        return "staff"
    if any(one.part.aim == part.aim and not one.over for one in state.running):
        return "running"
    return None if part.could_begin(seen, labels_of(state.current.programme.parts)) else "known"


def take_on(
    tx: Tx, person_id: int, account_id: int, version_id: int, place: int, *, now: datetime
) -> TakenOn | NoChallenge:
    """Let a customer take a challenge on as they read it; from here on its rules and its end are fixed."""
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at:
        return "changed"
    every = offers(tx, person_id, load_every(tx, account, now=now))
    offer = next((one for one in every if (one.state.current.id, one.place) == (version_id, place)), None)
    if offer is None or offer.why:
        return offer.why if offer and offer.why else "changed"
    counter, zone = offer.state.counter, offer.state.shop.zone
    ends_at = ends_with(offer.part.last_day(day_of(now, zone)), zone)
    this = challenges.add(tx, counter, version_id, place, now=now, ends_at=ends_at)
    state = load_counter(tx, account, counter.id, now=now)
    return TakenOn(state, next(one for one in state.running if one.row.id == this))
