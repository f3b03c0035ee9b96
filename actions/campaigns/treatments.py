"""How each kind of customer is treated: asked for each message when it is due and again when it goes, set by the owner."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.campaigns.campaign import Campaign
from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.kinds import BY_KIND
from loyalty.actor import Actor
from loyalty.campaigns.frequency_cap import Gift, Purpose
from loyalty.campaigns.treatments import (
    TREATED,
    BadTreatment,
    Planned,
    Treatment,
    can_be_held,
    goes,
    problem,
    usual,
)
from loyalty.records import Account, Shop
from loyalty.roles import Role
from storage.campaigns import treatments
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, shops
from storage.shop.audit import Act

HOLDABLE = tuple(kind for kind, row in BY_KIND.items() if can_be_held(row.kind) and not row.owed)


@dataclass(frozen=True, slots=True)
class Treatments:
    """How a shop treats each kind of its customers."""

    shop: Shop
    by_whom: dict[str, Treatment]


def goes_to(tx: Tx, account: Account, campaign: Campaign, step: str) -> bool:
    """Say whether a message of a campaign goes to the holder of a card, by how the shop treats who they are."""
    row = BY_KIND[campaign.kind]
    # What may go without its gift is held back for no offer's sake: `offer_goes_to` asks about that alone.
    offers = campaign.kind.policy.purpose is Purpose.OFFERS and campaign.gives(step)
    return row.owed or _goes(tx, account, campaign, step, offers=offers)


def offer_goes_to(tx: Tx, account: Account, campaign: Campaign, step: str) -> bool:
    """Say whether the shop makes somebody the offer that rides on a message of a campaign."""
    return _goes(tx, account, campaign, step, offers=campaign.gives(step))


def _goes(tx: Tx, account: Account, campaign: Campaign, step: str, *, offers: bool) -> bool:
    row = BY_KIND[campaign.kind]
    offers = offers and campaign.kind.policy.gift is Gift.WITH_MESSAGE
    cost = campaign.settings.get(f"{campaign.gift_setting(step)}_cost_minor", 0) if offers else 0
    planned = Planned(campaign.kind, _is_later(row, step), offers, int(cost))
    return goes(planned, treatments.of_account(tx, account))


def _is_later(row: CampaignKind, step: str) -> bool:
    return bool(row.steps) and step != row.steps[0]


def see_treatments(tx: Tx, actor: Actor, shop_id: int) -> Treatments | NotAllowed:
    """Show an owner how each kind of customer is treated."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    own = treatments.of_shop(tx, shop_id)
    return Treatments(shops.by_id(tx, shop_id), {whom: own.get(whom) or usual(whom) for whom in TREATED})


def set_treatment(
    tx: Tx, actor: Actor, shop_id: int, whom: str, treatment: Treatment, *, now: datetime
) -> Treatment | BadTreatment | NotAllowed:
    """Let an owner treat a kind of customer otherwise, from the next message on."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    bad = problem(treatment)
    if bad:
        return bad
    before = treatments.of_shop(tx, shop_id).get(whom) or usual(whom)
    if before != treatment:
        treatments.put(tx, shop_id, whom, treatment)
        audit.add(tx, actor, shop_id, Act("treatment_changed", subject=whom), now=now)
    return treatment
