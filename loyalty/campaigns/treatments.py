"""How each kind of customer is treated: what goes to them, what an offer to them may cost, what staff are told.

The defaults are the text's: nothing is paid to win strangers back, butterflies are not pursued, true friends hear least.
They speak of quadrants alone, so that a shop whose customers can't be told apart yet treats all of them alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from loyalty.campaigns.frequency_cap import GAP_DAYS, LONGEST_GAP_DAYS, MessageKind, Purpose
from loyalty.customer_kinds import Phase, Quadrant

TREATED: tuple[str, ...] = (
    *list(Quadrant)[:4],
    *Phase,
)  # who leaves what is known of these, or how far they came
MOST_CUE = 60


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done for one kind of customer; `cue` is what staff are told, None: what we suggest, "": nothing."""

    held: frozenset[str] = frozenset()  # kinds of messages that don't go to them
    short: bool = False  # of a ladder its first message alone
    most_offer_minor: int | None = None  # None: any; 0: no offer that costs anything
    gap_days: int = GAP_DAYS  # at most once in so many days
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is due: of which kind, whether later in a ladder, and whether it offers something at what cost."""

    kind: MessageKind
    later: bool = False
    offers: bool = False
    cost_minor: int = 0  # 0 where it is not known


@dataclass(frozen=True, slots=True)
class BadTreatment:
    """Why a treatment can't be like that: `most` letters, or days from `least` to `most`."""

    why: Literal["too_long", "gap"]
    least: int = 0
    most: int = 0


DEFAULTS: Mapping[str, Treatment] = {
    Quadrant.FRIEND: Treatment(gap_days=7),
    Quadrant.BUTTERFLY: Treatment(short=True),
    Quadrant.STRANGER: Treatment(most_offer_minor=0),
}
PLAIN = Treatment()


def usual(whom: str) -> Treatment:
    """Return how a kind of customer is treated where the owner changed nothing."""
    return DEFAULTS.get(whom, PLAIN)


def can_be_held(kind: MessageKind) -> bool:
    """Say whether a kind of message may be kept from somebody: what serves them or was promised may not."""
    return kind.policy.purpose is not Purpose.SERVICE


def goes(planned: Planned, treatments: Iterable[Treatment]) -> bool:
    """Say whether a message goes to somebody who is treated so: each of what they are must let it."""
    return not can_be_held(planned.kind) or all(_lets(one, planned) for one in treatments)


def _lets(treatment: Treatment, planned: Planned) -> bool:
    if planned.kind in treatment.held or (planned.later and treatment.short):
        return False
    if not planned.offers or treatment.most_offer_minor is None:
        return True
    return treatment.most_offer_minor > 0 and planned.cost_minor <= treatment.most_offer_minor


def gap_of(treatments: Iterable[Treatment]) -> int:
    """Return in how many days somebody hears at most once."""
    return max((one.gap_days for one in treatments), default=GAP_DAYS)


def problem(treatment: Treatment) -> BadTreatment | None:
    """Say what is wrong with a treatment."""
    if treatment.cue and len(treatment.cue) > MOST_CUE:
        return BadTreatment("too_long", most=MOST_CUE)
    if not GAP_DAYS <= treatment.gap_days <= LONGEST_GAP_DAYS:
        return BadTreatment("gap", GAP_DAYS, LONGEST_GAP_DAYS)
    return None
