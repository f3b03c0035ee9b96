"""The kinds of campaigns, in the order in which an owner sees them: one file a kind, one row here."""

from collections.abc import Mapping

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.kinds import (
    almost_there,
    anniversary,
    balance_expiring,
    birthday,
    broadcast,
    goal,
    voucher_expiring,
    voucher_waiting,
    welcome,
    win_back,
)
from loyalty.campaigns.frequency_cap import MessageKind

BY_KIND: Mapping[MessageKind, CampaignKind] = {
    one.KIND.kind: one.KIND
    for one in (
        goal,
        almost_there,
        voucher_waiting,
        voucher_expiring,
        balance_expiring,
        birthday,
        anniversary,
        win_back,
        welcome,
        broadcast,
    )
}
