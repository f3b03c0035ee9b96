"""Which of two variants somebody gets while an experiment runs with a campaign, and its end when the campaign is changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from actions.campaigns.campaign import Campaign
from actions.campaigns.treatments import offer_goes_to
from actions.tell import LATER, tell
from loyalty.campaigns.experiment import Arm, Ending, Variant, arm_of
from loyalty.records import Account
from storage.campaigns import experiments, occurrences
from storage.campaigns.experiments import Experiment
from storage.campaigns.occurrences import Due
from storage.delivery import messaging_window
from storage.engine.statements import Tx
from storage.people import known_addresses, persons
from storage.shop import staff

_NEWS = timedelta(days=14)
Assign = Callable[[Account, str], tuple[int, Arm] | None]  # a card and a step: the experiment, and the arm


def assigning(tx: Tx, campaign: Campaign) -> Assign:
    """Return what says for which experiment somebody counts, and in which arm; nobody where none runs."""
    running = experiments.running(tx, campaign.shop_id, campaign.id) if campaign.id else None

    def assign(account: Account, step: str) -> tuple[int, Arm] | None:
        person_id = account.person_id
        if running is None or person_id is None or not _counts(tx, running, person_id, step):
            return None
        both = (campaign, varied(campaign, running.b))
        if running.subject == "offer" and not all(offer_goes_to(tx, account, one, step) for one in both):
            return None  # a dearer offer than the shop makes to them: who can't get either counts for neither
        # Who was joined with another person since goes on with what they got.
        arm = occurrences.arm_of(tx, running.shop_id, running.id, person_id)
        return running.id, arm or arm_of(running.id, person_id)

    return assign


def _counts(tx: Tx, one: Experiment, person_id: int, step: str) -> bool:
    """Say whether what differs would reach somebody: other words only who speaks their language, where words are free."""
    if one.step not in ("", step):
        return False
    if one.language and persons.by_id(tx, person_id).language != one.language:
        return False
    return one.subject != "wording" or not _by_template(tx, person_id, one.shop_id)


def _by_template(tx: Tx, person_id: int, shop_id: int) -> bool:
    """Say whether a shop may write to somebody in approved words alone, as where a platform has a window."""
    reach = next(iter(known_addresses.reached_for(tx, person_id, shop_id)), None)
    return reach is not None and messaging_window.window_until(tx, reach.id) is not None


def as_sent(tx: Tx, campaign: Campaign, one: Due) -> Campaign:
    """Return a campaign as it is for whom an occurrence is for: in the variant that is tried, or as it is."""
    tried = experiments.by_id(tx, one.experiment_id) if one.experiment_id and one.arm == "b" else None
    if tried is None or tried.ended_at:
        return campaign
    return varied(campaign, tried.b)


def varied(campaign: Campaign, variant: Variant) -> Campaign:
    """Return a campaign with what differs in a variant."""
    return replace(
        campaign,
        settings={**campaign.settings, **variant.settings},
        wording={**campaign.wording, **variant.wording},
    )


def end_running(tx: Tx, campaign: Campaign, ending: Ending, *, now: datetime) -> None:
    """End the experiment that runs with a campaign, if one does; where the campaign was changed, its owners are told."""
    running = experiments.running(tx, campaign.shop_id, campaign.id) if campaign.id else None
    if running and experiments.end(tx, running.id, ending, now=now) and ending == "changed":
        tell_owners(tx, running, "ended", now=now)


def tell_owners(tx: Tx, one: Experiment, what: str, *, now: datetime) -> None:
    """Tell a shop's owners that an experiment has an answer, or that it ended."""
    tell(
        tx,
        staff.owners(tx, one.shop_id),
        "experiment",
        f"{one.id}:{what}",
        of_shop=one.shop_id,
        now=now,
        urgency=LATER,
        lives=_NEWS,
        experiment_id=one.id,
    )
