"""What a shop's campaigns give in a month, to about how many customers, and what a draw gives at most: for the sums."""

from collections.abc import Iterator
from datetime import datetime

from actions.campaigns.campaign import Campaign
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import campaigns_of
from loyalty.shop.gifts import DRAW, CampaignGift
from storage.cards import draws
from storage.engine.statements import Tx


def campaign_gifts(tx: Tx, shop_id: int, *, now: datetime) -> tuple[CampaignGift, ...]:
    """List what campaigns that are on would give."""
    return tuple(gift for one in campaigns_of(tx, shop_id) for gift in gifts_by(tx, one, now=now))


def gifts_by(tx: Tx, campaign: Campaign, *, now: datetime) -> tuple[CampaignGift, ...]:
    """List what one campaign would give; nothing while it is off."""
    return tuple(_of(tx, campaign, now=now)) if campaign.on else ()


def draw_gifts(tx: Tx, shop_id: int) -> tuple[CampaignGift, ...]:
    """List what the draw that runs gives at most: all its prizes, whenever they are won."""
    newest = draws.of_shop(tx, shop_id, most=1)
    return tuple(
        CampaignGift(DRAW, "", one.prize, one.cost_minor, 0, one.prizes, about=False)
        for one in newest
        if one.drawn_at is None
    )


def _of(tx: Tx, campaign: Campaign, *, now: datetime) -> Iterator[CampaignGift]:
    steps = [step for step in campaign.steps or ("",) if campaign.gives(step)]
    times = BY_KIND[campaign.kind].gifts_a_month(tx, campaign, now) if steps else None
    if times is None:
        return
    for step in steps:
        cost = campaign.settings.get(f"{campaign.gift_setting(step)}_cost_minor")
        units = campaign.amount(step)
        yield CampaignGift(campaign.kind, step, campaign.gift(step), int(cost or 0) or None, units, times)
