"""How a counter stands: what is on it, what comes next, and what it can buy."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from loyalty.cards.programme import Automatic, OnRequest, ProgrammeVersion, Reward
from loyalty.values import dataclass


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The card's newest visit that still counts."""

    id: int
    at: datetime
    staff: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a card stands before a visit: its balance, which card of its row it is, and what today gave."""

    balance: int
    round: int
    terms: ProgrammeVersion  # those it was begun under
    given_today: int = 0
    last: LastVisit | None = None


def in_force(standing: Standing, current: ProgrammeVersion) -> Standing:
    """Keep the promise under which a card was begun; an empty card takes today's rules."""
    kept = standing.balance or standing.terms is current
    return standing if kept else replace(standing, terms=current)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a card is: `to_go` until `next_reward`, 0 when a balance reaches every reward."""

    filled: int
    next_reward: Reward
    to_go: int


def progress(standing: Standing) -> Progress:
    """Measure the way to the next reward; where a balance grows, to the dearest one once all can be had."""
    rewards = standing.terms.programme.rewards
    ahead = next((reward for reward in rewards if reward.at > standing.balance), rewards[-1])
    return Progress(standing.balance, ahead, max(0, ahead.at - standing.balance))


def reached_with(standing: Standing, amount: int) -> tuple[Reward, ...]:
    """List what a balance can buy now and could not before this last visit."""
    return tuple(reward for reward in affordable(standing) if reward.at > standing.balance - amount)


def affordable(standing: Standing) -> tuple[Reward, ...]:
    """List what a balance can buy now."""
    programme = standing.terms.programme
    match programme.pays:
        case Automatic():
            return ()
        case OnRequest():
            return tuple(reward for reward in programme.rewards if reward.at <= standing.balance)
        case _:
            assert_never(programme.pays)
