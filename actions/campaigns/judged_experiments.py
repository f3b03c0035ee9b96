"""Experiments with campaigns: begun with a hypothesis, judged every night, decided by their owner alone."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import pvariance

from actions.access import NotAllowed, may
from actions.campaigns import impact
from actions.campaigns import settings as campaign_settings
from actions.campaigns.arms import end_running, tell_owners, varied
from actions.campaigns.campaign import HOUR, REST
from actions.campaigns.impact import WINDOW, Evidence, ImpactPage
from actions.campaigns.kinds import BY_KIND, kind_named
from actions.campaigns.settings import BadSetting, BadWording, Campaign, Wanted, campaigns_of, step_of
from loyalty.actor import Actor
from loyalty.campaigns.experiment import (
    MOST_EXPECTED,
    MOST_LETTERS,
    SILENT_SPREAD,
    USUAL_SPREAD,
    Arm,
    Ending,
    Subject,
    Variant,
    people_needed,
)
from loyalty.campaigns.experiment_result import (
    Alike,
    Better,
    CantTell,
    Comparison,
    Observation,
    compare,
    comparison_from_json,
    to_json,
)
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.campaigns.wording import check_wording
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import experiments, outcomes
from storage.campaigns.experiments import Experiment, NewExperiment
from storage.campaigns.outcomes import Measured
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = [
    "Alike",
    "ArmTally",
    "BadSetting",
    "BadWording",
    "Better",
    "CantTell",
    "Comparison",
    "Experiment",
    "ExperimentFound",
    "ExperimentOutlook",
    "Experiments",
    "NewExperiment",
    "Plan",
    "SeenExperiment",
    "UnfitExperiment",
    "begin",
    "decide",
    "endings",
    "experiment_of",
    "found_in",
    "keep_found",
    "outlook",
    "planned",
    "see_experiments",
    "subject_of",
    "subjects",
    "taking_over",
    "to_be_judged",
]  # fmt: skip

_LOG = 10
_LATELY = timedelta(days=90)
_KNOWN_FROM = 30  # people whose four weeks are over, from whom a shop's own spread is taken
_MOST = 500
_LEAST_SPREAD = 0.05  # of people who hardly ever come


_TIMED: Mapping[str, Subject] = {HOUR: "hour", REST: "dose"}
_OFFERS = ("gift", "bigger_gift", "gift_amount")


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


@dataclass(frozen=True, slots=True)
class Plan:
    """An experiment as its owner wants it: `name` is the setting or the words that differ."""

    kind: MessageKind
    name: str
    hypothesis: str
    expected: int
    value: str
    cost: str = ""  # of a gift that is tried, in minor units; "" for one that nobody knows

    @property
    def subject(self) -> Subject:
        """Return what differs."""
        return subject_of(self.name)


@dataclass(frozen=True, slots=True)
class UnfitExperiment:
    """Why an experiment can't be begun like that."""

    why: str  # gone, running, same, nothing_given, hypothesis, expected


@dataclass(frozen=True, slots=True)
class ExperimentOutlook:
    """How long an experiment may take: people it was due to lately, and with how many about half know of what is expected."""

    people: int
    days: int
    needed: int
    own: bool  # whether that rests on the shop's own customers


def see_experiments(tx: Tx, actor: Actor, shop_id: int) -> Experiments | NotAllowed:
    """Show an owner what is tried and what was tried."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop, running = shops.by_id(tx, shop_id), experiments.all_running(tx, shop_id)
    busy = {one.kind for one in running}
    free = tuple(one.kind for one in campaigns_of(tx, shop_id) if one.on and one.kind not in busy)
    log = experiments.ended(tx, shop_id, most=_LOG)
    return Experiments(
        shop,
        tuple(_seen(one, shop) for one in running),
        tuple(_seen(one, shop) for one in log),
        tuple(kind for kind in free if subjects(tx, shop_id, kind)),
    )


def experiment_of(tx: Tx, actor: Actor, experiment_id: int) -> SeenExperiment | NotAllowed:
    """Show an owner one experiment."""
    one = experiments.by_id(tx, experiment_id)
    if one is None or may(tx, actor, one.shop_id, Role.OWNER) is None:
        return NotAllowed()
    return _seen(one, shops.by_id(tx, one.shop_id))


def subjects(tx: Tx, shop_id: int, kind: MessageKind) -> dict[Subject, tuple[str, ...]]:
    """Return what can differ in a campaign, and the settings that hold it; words are named by language and step."""
    campaign = campaign_settings.campaign_of(tx, shop_id, kind)
    offers = tuple(name for name in _OFFERS if campaign.settings.get(name))
    found: dict[Subject, tuple[str, ...]] = {"wording": ()}
    if offers:
        found["offer"] = offers
    return found | {subject: (name,) for name, subject in _TIMED.items() if name in campaign.settings}


def subject_of(name: str) -> Subject:
    """Say what differs, by the setting or the words that do."""
    if name in _TIMED:
        return _TIMED[name]
    return "offer" if name in _OFFERS else "wording"


def _seen(one: Experiment, shop: Shop) -> SeenExperiment:
    return SeenExperiment(one, shop, _found(one.found) if one.found else None)


def _found(text: str) -> ExperimentFound:
    facts = json.loads(text)
    return ExperimentFound(
        comparison_from_json(facts["comparison"]), ArmTally(**facts["a"]), ArmTally(**facts["b"])
    )


def planned(
    tx: Tx, actor: Actor, shop_id: int, plan: Plan
) -> NewExperiment | NotAllowed | BadSetting | BadWording | UnfitExperiment:
    """Return an experiment as it would be begun, or why it can't be; nothing is written."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    campaign = campaign_settings.kept(tx, shop_id, plan.kind)
    unfit = _unfit(tx, campaign, plan)
    if unfit:
        return unfit
    variant = _variant(tx, actor, campaign, plan)
    if not isinstance(variant, Variant):
        return variant
    before = Variant(
        {name: campaign.settings[name] for name in variant.settings},
        {name: campaign.wording.get(name, "") for name in variant.wording},
    )
    if before == variant:
        return UnfitExperiment("same")
    step, language = _reach(campaign, plan)
    text = plan.hypothesis.strip()
    return NewExperiment(
        shop_id,
        campaign.id,
        str(plan.kind),
        plan.subject,
        step,
        language,
        text,
        plan.expected,
        before,
        variant,
    )


def _unfit(tx: Tx, campaign: Campaign, plan: Plan) -> UnfitExperiment | None:
    if not campaign.on:
        return UnfitExperiment("gone")
    if experiments.running(tx, campaign.shop_id, campaign.id):
        return UnfitExperiment("running")
    if not 0 < len(plan.hypothesis.strip()) <= MOST_LETTERS:
        return UnfitExperiment("hypothesis")
    if not 1 <= plan.expected <= MOST_EXPECTED:
        return UnfitExperiment("expected")
    given = subjects(tx, campaign.shop_id, campaign.kind).get(plan.subject)
    if given is None or (plan.subject != "wording" and plan.name not in given):
        return UnfitExperiment("gone")
    if plan.subject == "offer" and plan.value.strip() in ("", "0"):
        return UnfitExperiment("nothing_given")
    return None


def _variant(
    tx: Tx, actor: Actor, campaign: Campaign, plan: Plan
) -> Variant | NotAllowed | BadSetting | BadWording:
    if plan.subject == "wording":
        given = campaign_settings.gives(campaign.kind, step_of(plan.name))
        wrong = check_wording(campaign.kind, plan.value, gives=given)
        return wrong or Variant({}, {plan.name: plan.value})
    names = {plan.name: plan.value}
    if f"{plan.name}_cost_minor" in campaign.settings:
        names[f"{plan.name}_cost_minor"] = plan.cost or "0"
    settings: dict[str, int | str] = {}
    for name, value in names.items():
        wanted = campaign_settings.try_setting(tx, actor, campaign.shop_id, campaign.kind, name, value)
        if not isinstance(wanted, Wanted):
            return wanted
        settings[name] = wanted.after.settings[name]
    return Variant(settings)


def _reach(campaign: Campaign, plan: Plan) -> tuple[str, str]:
    """Return the step and the language of the people whom what differs would reach; "" for any."""
    if plan.subject == "wording":
        return step_of(plan.name), plan.name.partition(".")[0]
    steps = [step for step, setting in campaign.gifts.items() if step and setting == plan.name]
    return (steps[0] if steps and campaign.steps else "", "")


def begin(
    tx: Tx, actor: Actor, shop_id: int, plan: Plan, *, now: datetime
) -> Experiment | NotAllowed | BadSetting | BadWording | UnfitExperiment:
    """Begin an experiment; people count from the next time that the campaign is due to them."""
    new = planned(tx, actor, shop_id, plan)
    if not isinstance(new, NewExperiment):
        return new
    this = experiments.by_id(tx, experiments.begin(tx, new, now=now))
    if this is None:
        raise LookupError("an experiment that was just begun")
    audit.add(tx, actor, shop_id, Act("experiment_begun", subject=this.kind, new=this.hypothesis), now=now)
    return this


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
    seen = _seen(experiments.by_id(tx, experiment_id) or one, shops.by_id(tx, one.shop_id))
    if ending not in endings(seen):
        return UnfitExperiment("gone")
    wanted = taking_over(tx, one, kind_named(one.kind))
    end_running(tx, wanted.before, ending, now=now)
    act = Act("experiment_ended", subject=one.kind, old=one.hypothesis, new=ending)
    audit.add(tx, actor, one.shop_id, act, now=now)
    if ending == "taken":
        campaign_settings.write(tx, actor, wanted, now=now)
    return _seen(experiments.by_id(tx, experiment_id) or one, seen.shop)


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


def outlook(
    tx: Tx, actor: Actor, shop_id: int, kind: MessageKind, expected: int, *, now: datetime
) -> ExperimentOutlook | NotAllowed:
    """Say how many people a campaign was due to lately, and with how many an experiment may know of what is expected."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    of = Measured("campaign", shop_id, campaign_settings.campaign_of(tx, shop_id, kind).id)
    lately = outcomes.first_times(tx, of, after=0, since=now - _LATELY, until=now, most=_MOST)
    evidence = Evidence(of, kind, now - _LATELY - WINDOW)
    known = impact.evidence(tx, evidence, after=0, now=now).outcomes
    own = len(known) >= _KNOWN_FROM
    usual = SILENT_SPREAD if BY_KIND[kind].most_changed == 1 else USUAL_SPREAD
    spread = max(_spread(known), _LEAST_SPREAD) if own else usual
    return ExperimentOutlook(len(lately), _LATELY.days, people_needed(expected, spread), own)


def _spread(known: list[Observation]) -> float:
    """Say how much people's visits differ from one four weeks to the next: of what stays the same nothing is to be learned."""
    changes = pvariance([one.visits - one.before for one in known]) / 2
    return min(pvariance([one.visits for one in known]), changes) if changes else changes


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
