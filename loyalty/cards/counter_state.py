"""How a counter stands: what is on it, what comes next, and what it can buy."""

from datetime import datetime
from typing import assert_never

from loyalty.cards.part import EarlierVisit
from loyalty.cards.programme import Automatic, OnRequest, ProgrammeVersion, Reward
from loyalty.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The newest visit that still counts."""

    id: int
    at: datetime
    staff: str


@dataclass(frozen=True, slots=True)
class CounterState:
    """What rules ask of a counter: its balance, which round it is in, what today gave, and the newest visit."""

    balance: int
    round: int
    version: ProgrammeVersion  # the one it was begun under
    given_today: int = 0
    last: LastVisit | None = None
    usual_minor: int | None = None  # what its customer usually spends, where a part asks for it
    gone: frozenset[str] = frozenset()  # rewards of which none is left
    kept: frozenset[str] = frozenset()  # rewards that are kept for a level which its customer has not
    past: tuple[EarlierVisit, ...] | None = (
        None  # visits as far back as a part asks for; None where none does
    )

    @property
    def barred(self) -> frozenset[str]:
        """Name the rewards that can't be had now, whatever the balance."""
        return self.gone | self.kept


def in_force(standing: CounterState, current: ProgrammeVersion) -> CounterState:
    """Keep the promise under which a card was begun; an empty card takes today's rules."""
    kept = standing.balance or standing.version is current
    return standing if kept else replace(standing, version=current)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a counter is: `to_go` until `next_reward`, 0 when its balance reaches every reward."""

    filled: int
    next_reward: Reward
    to_go: int


def progress(standing: CounterState) -> Progress:
    """Measure the way to the next reward that is left, or to the dearest one once the balance reaches them all.

    Where none is left it is measured as if none were: a card shows a way all the same.
    """
    rewards = left(standing) or standing.version.programme.rewards
    ahead = next((reward for reward in rewards if reward.at > standing.balance), rewards[-1])
    return Progress(standing.balance, ahead, max(0, ahead.at - standing.balance))


def left(standing: CounterState) -> tuple[Reward, ...]:
    """List the rewards that can be had for a balance, the cheapest first."""
    return tuple(reward for reward in standing.version.programme.rewards if reward.key not in standing.barred)


def reached_with(standing: CounterState, amount: int) -> tuple[Reward, ...]:
    """List what a balance can buy now and could not before this last visit."""
    return tuple(reward for reward in affordable(standing) if reward.at > standing.balance - amount)


def affordable(standing: CounterState) -> tuple[Reward, ...]:
    """List what a balance can buy now."""
    pays = standing.version.programme.pays
    match pays:
        case Automatic():
            return ()
        case OnRequest():
            return tuple(reward for reward in left(standing) if reward.at <= standing.balance)
        case _:
            assert_never(pays)
