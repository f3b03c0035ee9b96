"""Begin an experiment: what an owner wants to try with a campaign, whether it can be tried, and how long that may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import pvariance

from actions.access import NotAllowed, may
from actions.campaigns import impact
from actions.campaigns import settings as campaign_settings
from actions.campaigns.campaign import HOUR, REST
from actions.campaigns.impact import WINDOW, Evidence
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import BadSetting, BadWording, Campaign, Wanted, step_of
from loyalty.actor import Actor
from loyalty.campaigns.bets import Observation
from loyalty.campaigns.experiment import (
    MOST_EXPECTED,
    MOST_LETTERS,
    SILENT_SPREAD,
    USUAL_SPREAD,
    Subject,
    Variant,
    people_needed,
)
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.campaigns.wording import check_wording
from loyalty.roles import Role
from storage.campaigns import experiments, filtered, filters, outcomes
from storage.campaigns.experiments import Experiment, NewExperiment
from storage.campaigns.filters import SavedFilter
from storage.campaigns.outcomes import FirstTime, Measured
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit
from storage.shop.audit import Act

__all__ = [
    "Experiment",
    "ExperimentOutlook",
    "NewExperiment",
    "Plan",
    "UnfitExperiment",
    "begin",
    "outlook",
    "planned",
    "subject_of",
    "subjects",
    "whom_for",
]

_LATELY = timedelta(days=90)
_KNOWN_FROM = 30  # people whose four weeks are over, from whom a shop's own spread is taken
_MOST = 500
_LEAST_SPREAD = 0.05  # of people who hardly ever come
_TIMED: Mapping[str, Subject] = {HOUR: "hour", REST: "dose"}
_OFFERS = ("gift", "bigger_gift", "gift_amount")


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
        campaign.filter_id,
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


def outlook(
    tx: Tx, actor: Actor, shop_id: int, kind: MessageKind, expected: int, *, now: datetime
) -> ExperimentOutlook | NotAllowed:
    """Say how many people a campaign was due to lately, and with how many an experiment may know of what is expected.

    Of a campaign that is for a filter's customers, those count who pass it now.
    """
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    campaign = campaign_settings.campaign_of(tx, shop_id, kind)
    of, whom = Measured("campaign", shop_id, campaign.id), whom_for(tx, campaign)
    lately = outcomes.first_times(tx, of, after=0, since=now - _LATELY, until=now, most=_MOST)
    people = sum(whom is None or _passes(tx, one, whom) for one in lately)
    evidence = Evidence(of, kind, now - _LATELY - WINDOW)
    known = impact.evidence(tx, evidence, after=0, now=now).outcomes
    own = len(known) >= _KNOWN_FROM
    usual = SILENT_SPREAD if BY_KIND[kind].most_changed == 1 else USUAL_SPREAD
    spread = max(_spread(known), _LEAST_SPREAD) if own else usual
    return ExperimentOutlook(people, _LATELY.days, people_needed(expected, spread), own)


def whom_for(tx: Tx, campaign: Campaign) -> SavedFilter | None:
    """Return the filter whose customers alone a campaign is for; None where that is everybody."""
    return filters.by_id(tx, campaign.shop_id, campaign.filter_id) if campaign.filter_id else None


def _passes(tx: Tx, one: FirstTime, whom: SavedFilter) -> bool:
    return filtered.passes(tx, accounts.by_id(tx, one.account_id), whom.asks)


def _spread(known: list[Observation]) -> float:
    """Say how much people's visits differ from one four weeks to the next: of what stays the same nothing is to be learned."""
    changes = pvariance([one.visits - one.before for one in known]) / 2
    return min(pvariance([one.visits for one in known]), changes) if changes else changes
