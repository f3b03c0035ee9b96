"""An experiment: two variants of a campaign that differ in one thing, each person's by a lot that never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

from loyalty.campaigns.held_out import held_out

Subject = Literal["wording", "offer", "hour", "dose"]  # what differs
Arm = Literal["a", "b"]  # as it is, and as it is tried
Ending = Literal["taken", "kept", "stopped", "changed"]

HALF = 0.5
MOST_LETTERS = 300  # of a hypothesis
MOST_EXPECTED = 100  # visits more for 20 people
# Where a shop's own is not known: of people who come 1.5 times in four weeks, and of those who have stayed away.
USUAL_SPREAD, SILENT_SPREAD = 1.5, 0.2
_NEEDED = (
    40  # times spread through the square of a difference: what half of the experiments need to know of it
)


@dataclass(frozen=True, slots=True)
class Variant:
    """What is so in one of two variants of a campaign: settings, and an owner's words by their names."""

    settings: Mapping[str, int | str] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)


def arm_of(experiment_id: int, person_id: int) -> Arm:
    """Say which variant somebody gets, for as long as an experiment runs: half of the people either."""
    return "b" if held_out(f"experiment:{experiment_id}", person_id, HALF) else "a"


def people_needed(per_20: float, spread: float) -> int:
    """Say with how many people about half of such experiments know of a difference of so many visits for 20 people.

    `spread` is the variance of a person's visits in four weeks against what was expected of them; found by simulation,
    see docs/experiments.md.
    """
    return ceil(_NEEDED * spread / (per_20 / 20) ** 2)
