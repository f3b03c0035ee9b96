"""Experiments with campaigns: begun with a hypothesis, judged every night, decided by their owner alone."""

import json
from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.campaigns import settings as campaign_settings
from actions.campaigns.arms import end_running, varied
from actions.campaigns.experiment_plan import UnfitExperiment, subjects
from actions.campaigns.kinds import kind_named
from actions.campaigns.settings import Wanted, campaigns_of, of_use
from loyalty.actor import Actor
from loyalty.campaigns.experiment import Ending
from loyalty.campaigns.experiment_result import Alike, Better, Comparison, comparison_from_json
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import experiments, filters
from storage.campaigns.experiments import Experiment, NewExperiment
from storage.campaigns.filters import SavedFilter
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, shops
from storage.shop.audit import Act

_LOG = 10


@dataclass(frozen=True, slots=True)
class ArmTally:
    """What became of the people of one variant: how many, how often they came, what their gifts cost that were used."""

    people: int = 0
    visits: int = 0
    spent_minor: int = 0


@dataclass(frozen=True, slots=True)
class ExperimentFound:
    """What is known of an experiment, by the people whose four weeks are over."""

    comparison: Comparison
    a: ArmTally
    b: ArmTally


@dataclass(frozen=True, slots=True)
class SeenExperiment:
    """An experiment with what is known of it; None before its first night."""

    one: Experiment
    shop: Shop
    found: ExperimentFound | None
    whom: SavedFilter | None = None  # whose customers alone it is made with

    @property
    def kind(self) -> MessageKind:
        """Return the campaign with which it is made."""
        return kind_named(self.one.kind)


@dataclass(frozen=True, slots=True)
class Experiments:
    """What a shop tries and what it has tried, and the campaigns with which it could try something."""

    shop: Shop
    running: tuple[SeenExperiment, ...]
    log: tuple[SeenExperiment, ...]
    free: tuple[MessageKind, ...]


def see_experiments(tx: Tx, actor: Actor, shop_id: int) -> Experiments | NotAllowed:
    """Show an owner what is tried and what was tried."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop, running = shops.by_id(tx, shop_id), experiments.all_running(tx, shop_id)
    busy = {one.kind for one in running}
    sent = of_use(tx, shop_id, campaigns_of(tx, shop_id))
    free = tuple(one.kind for one in sent if one.on and one.kind not in busy)
    log = experiments.ended(tx, shop_id, most=_LOG)
    return Experiments(
        shop,
        tuple(_seen(tx, one, shop) for one in running),
        tuple(_seen(tx, one, shop) for one in log),
        tuple(kind for kind in free if subjects(tx, shop_id, kind)),
    )


def experiment_of(tx: Tx, actor: Actor, experiment_id: int) -> SeenExperiment | NotAllowed:
    """Show an owner one experiment."""
    one = experiments.by_id(tx, experiment_id)
    if one is None or may(tx, actor, one.shop_id, Role.OWNER) is None:
        return NotAllowed()
    return _seen(tx, one, shops.by_id(tx, one.shop_id))


def _seen(tx: Tx, one: Experiment, shop: Shop) -> SeenExperiment:
    whom = filters.by_id(tx, shop.id, one.filter_id) if one.filter_id else None
    return SeenExperiment(one, shop, _found(one.found) if one.found else None, whom)


def _found(text: str) -> ExperimentFound:
    facts = json.loads(text)
    return ExperimentFound(
        comparison_from_json(facts["comparison"]), ArmTally(**facts["a"]), ArmTally(**facts["b"])
    )


def decide(
    tx: Tx, actor: Actor, experiment_id: int, ending: Ending, *, now: datetime
) -> SeenExperiment | NotAllowed | UnfitExperiment:
    """End an experiment: take over what was tried, keep what was, or stop without a decision; once, and for good.

    What was tried is taken over only where it was found to be better, and kept only where it was not.
    """
    one = experiments.by_id(tx, experiment_id)
    if one is None:
        return NotAllowed()
    hold_shop(tx, one.shop_id)
    if may(tx, actor, one.shop_id, Role.OWNER) is None:
        return NotAllowed()
    seen = _seen(tx, experiments.by_id(tx, experiment_id) or one, shops.by_id(tx, one.shop_id))
    if ending not in endings(seen):
        return UnfitExperiment("gone")
    wanted = taking_over(tx, one, kind_named(one.kind))
    end_running(tx, wanted.before, ending, now=now)
    act = Act("experiment_ended", subject=one.kind, old=one.hypothesis, new=ending)
    audit.add(tx, actor, one.shop_id, act, now=now)
    if ending == "taken":
        campaign_settings.write(tx, actor, wanted, now=now)
    return _seen(tx, experiments.by_id(tx, experiment_id) or one, seen.shop)


def endings(seen: SeenExperiment) -> tuple[Ending, ...]:
    """Say how an owner may end an experiment, by what was found."""
    if seen.one.ended_at:
        return ()
    match seen.found.comparison if seen.found else None:
        case Better("b"):
            return ("taken", "stopped")
        case Better() | Alike():
            return ("kept", "stopped")
        case _:
            return ("stopped",)


def taking_over(tx: Tx, one: Experiment | NewExperiment, kind: MessageKind) -> Wanted:
    """Return what a campaign would be with what is tried."""
    campaign = campaign_settings.kept(tx, one.shop_id, kind)
    return Wanted(campaign, varied(campaign, one.b), next(iter([*one.b.settings, *one.b.wording])))
