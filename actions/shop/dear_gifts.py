"""A campaign's gift that takes what a month of visits leaves: set only by an owner who says yes knowing it."""

from dataclasses import replace
from datetime import datetime

from actions.access import NotAllowed
from actions.campaigns.briefings import NOBODY_BRIEFED, BriefedStaff, brief, gives_something
from actions.campaigns.campaign import Campaign
from actions.campaigns.experiment_plan import Experiment, Plan, UnfitExperiment, begin, planned
from actions.campaigns.experiments import taking_over
from actions.campaigns.settings import BadSetting, BadWording, Wanted, try_setting, try_switch, write
from actions.shop.month_gifts import gifts_by
from actions.shop.sums import SecondYes, basis_for, lately_of, note_accepted, reckoned_by
from loyalty.actor import Actor
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.shop.gifts import CampaignGift
from loyalty.shop.sums import GiftsTakeAll
from loyalty.values import dataclass
from storage.campaigns.experiments import NewExperiment
from storage.engine.statements import Tx
from storage.shop import programmes, shops


@dataclass(frozen=True, slots=True)
class GiftSet:
    """A campaign as it gives from now on, and who of the staff reads of it first."""

    campaign: Campaign
    staff: BriefedStaff = NOBODY_BRIEFED


def set_gift(  # noqa: PLR0913 - what is wanted, of what, by whom, and whether they know what it costs
    tx: Tx,
    actor: Actor,
    shop_id: int,
    kind: MessageKind,
    name: str,
    value: str,
    *,
    now: datetime,
    knowing: bool = False,
) -> GiftSet | NotAllowed | BadSetting | SecondYes:
    """Change a setting of a campaign, which may make its gift dearer."""
    wanted = try_setting(tx, actor, shop_id, kind, name, value)
    return _make(tx, actor, wanted, knowing=knowing, now=now) if isinstance(wanted, Wanted) else wanted


def switch_gift(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    kind: MessageKind,
    *,
    on: bool,
    now: datetime,
    knowing: bool = False,
) -> GiftSet | NotAllowed | SecondYes:
    """Start or stop a campaign, with what it gives."""
    wanted = try_switch(tx, actor, shop_id, kind, on)
    return _make(tx, actor, wanted, knowing=knowing, now=now) if isinstance(wanted, Wanted) else wanted


def begin_experiment(
    tx: Tx, actor: Actor, shop_id: int, plan: Plan, *, now: datetime, knowing: bool = False
) -> Experiment | NotAllowed | BadSetting | BadWording | UnfitExperiment | SecondYes:
    """Begin an experiment, whose other offer may be dearer: as if everybody got it."""
    new = planned(tx, actor, shop_id, plan)
    if not isinstance(new, NewExperiment):
        return new
    risk = _takes_all(tx, taking_over(tx, new, plan.kind), now=now)
    if risk and not knowing:
        return SecondYes((risk,))
    if risk:
        note_accepted(tx, actor, shops.by_id(tx, shop_id), (risk,), now=now)
    return begin(tx, actor, shop_id, plan, now=now)


def _make(tx: Tx, actor: Actor, wanted: Wanted, *, knowing: bool, now: datetime) -> GiftSet | SecondYes:
    risk = _takes_all(tx, wanted, now=now)
    if risk and not knowing:
        return SecondYes((risk,))
    if risk:
        note_accepted(tx, actor, shops.by_id(tx, wanted.after.shop_id), (risk,), now=now)
    after = write(tx, actor, wanted, now=now)
    if after.on and gives_something(after) and _gives(after) != _gives(wanted.before):
        return GiftSet(after, brief(tx, after.shop_id, "gift", after.kind, by=actor.person_id, now=now))
    return GiftSet(after)


def _gives(campaign: Campaign) -> list[tuple[str, int]]:
    """List what a campaign gives now; nothing while it is off."""
    steps = campaign.steps or ("",)
    return [(campaign.gift(step), campaign.amount(step)) for step in steps if campaign.on]


def _takes_all(tx: Tx, wanted: Wanted, *, now: datetime) -> GiftsTakeAll | None:
    """Say whether gifts take all that is left with what is wanted, where it gives more than before."""
    before, after = (gifts_by(tx, one, now=now) for one in (wanted.before, wanted.after))
    if before == after:
        return None
    known, found = (_risk(tx, wanted.after, gifts, now=now) for gifts in (before, after))
    return found if found and (known is None or found.gifts.high > known.gifts.high) else None


def _risk(
    tx: Tx, campaign: Campaign, gifts: tuple[CampaignGift, ...], *, now: datetime
) -> GiftsTakeAll | None:
    """Say whether gifts take all that is left where this campaign gives so."""
    shop, rules = shops.by_id(tx, campaign.shop_id), programmes.first(tx, campaign.shop_id)
    lately = lately_of(tx, shop, rules.programme_id, now=now)
    others = tuple(gift for gift in lately.gifts if gift.kind != campaign.kind)
    basis = basis_for(tx, shop)
    reckoned = reckoned_by(basis, rules.programme, shop.currency, replace(lately, gifts=(*others, *gifts)))
    return next((risk for risk in reckoned.risks if isinstance(risk, GiftsTakeAll)), None)
