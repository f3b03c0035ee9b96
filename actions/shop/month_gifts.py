"""What a shop's campaigns give in a month, to about how many customers: for the sums."""

from collections.abc import Iterator
from datetime import datetime

from actions.campaigns.campaign import Campaign
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import campaigns_of
from loyalty.shop.gifts import CampaignGift
from storage.engine.statements import Tx


def campaign_gifts(tx: Tx, shop_id: int, *, now: datetime) -> tuple[CampaignGift, ...]:
    """List what campaigns that are on would give."""
    every = campaigns_of(tx, shop_id)
    return tuple(gift for one in every if one.on for gift in _of(tx, one, now=now))


def _of(tx: Tx, campaign: Campaign, *, now: datetime) -> Iterator[CampaignGift]:
    steps = [step for step in campaign.steps or ("",) if campaign.gives(step)]
    times = BY_KIND[campaign.kind].gifts_a_month(tx, campaign, now) if steps else 0
    for step in steps:
        cost = campaign.settings.get(f"{campaign.gift_setting(step)}_cost_minor")
        units = campaign.amount(step)
        yield CampaignGift(campaign.kind, step, campaign.gift(step), int(cost or 0) or None, units, times)
