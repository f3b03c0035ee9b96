"""A broadcast: what an owner writes to many, when they order it."""

from actions.campaigns.campaign_kind import CampaignKind
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose

BROADCAST = MessageKind(
    "broadcast",
    MessagePolicy(Purpose.OFFERS, rank=110),
)

KIND = CampaignKind(
    BROADCAST,
    ordered=True,
    holdout_percent=0,  # everybody was counted out to its owner
)
