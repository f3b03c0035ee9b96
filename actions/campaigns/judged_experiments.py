"""Judge experiments, every night: by the people whose four weeks are over."""

import json
from dataclasses import asdict
from datetime import datetime

from actions.campaigns.arms import tell_owners
from actions.campaigns.experiments import ArmTally, ExperimentFound
from actions.campaigns.impact import Evidence, ImpactPage
from actions.campaigns.kinds import BY_KIND, kind_named
from loyalty.campaigns.bets import Observation
from loyalty.campaigns.experiment import Arm
from loyalty.campaigns.experiment_result import Alike, Better, compare, to_json
from storage.campaigns import experiments
from storage.campaigns.experiments import Experiment
from storage.campaigns.outcomes import Measured
from storage.engine.statements import Tx


def to_be_judged(tx: Tx, shop_id: int) -> list[tuple[Experiment, Evidence]]:
    """Return a shop's experiments whose question is not answered yet, and what each is judged by."""
    return [
        (one, Evidence(Measured("experiment", shop_id, one.id), kind_named(one.kind), one.begun_at))
        for one in experiments.all_running(tx, shop_id)
        if one.answered_at is None
    ]


def found_in(one: Experiment, pages: list[ImpactPage]) -> ExperimentFound:
    """Say which of two variants brings more visits, by everybody's outcomes."""
    seen = [outcome for page in pages for outcome in page.outcomes]
    comparison = compare(seen, most=BY_KIND[one.kind].most_changed)
    a = _side(seen, "a", sum(page.spent_other_minor for page in pages))
    return ExperimentFound(comparison, a, _side(seen, "b", sum(page.spent_minor for page in pages)))


def _side(seen: list[Observation], arm: Arm, spent_minor: int) -> ArmTally:
    own = [outcome.visits for outcome in seen if outcome.held_out == (arm == "a")]
    return ArmTally(len(own), sum(own), spent_minor)


def keep_found(tx: Tx, one: Experiment, found: ExperimentFound, *, now: datetime) -> None:
    """Keep what is known of an experiment; its first answer stands, and its owners are told."""
    text = json.dumps({"comparison": to_json(found.comparison), "a": asdict(found.a), "b": asdict(found.b)})
    if experiments.keep(tx, one.id, text) and isinstance(found.comparison, Better | Alike):
        experiments.answer(tx, one.id, now=now)
        tell_owners(tx, one, "answer", now=now)
