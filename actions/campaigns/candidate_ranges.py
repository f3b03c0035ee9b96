"""Whom each campaign looks at: the ranges of an index in which somebody may be due at a moment."""

from datetime import datetime

from actions.campaigns.campaign import Campaign
from actions.campaigns.case import CandidateSearch
from actions.campaigns.kinds import BY_KIND
from loyalty.records import Account, Shop, UnreadableRowError
from storage.campaigns import filtered, filters
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx
from storage.shop import programmes


def search_candidates(
    tx: Tx, shop: Shop, campaign: Campaign, *, now: datetime, since: datetime | None = None
) -> CandidateSearch:
    """Make ready to look through a shop's customers for one campaign, or to look at one of them again."""
    try:
        versions = tuple(programmes.open_versions(tx, shop.id))
    except ValueError as error:
        raise UnreadableRowError(shop.id, "rules") from error
    saved = filters.by_id(tx, shop.id, campaign.filter_id) if campaign.filter_id else None
    look = CandidateSearch(shop, campaign, versions, now, since, whom=saved.asks if saved else None)
    return BY_KIND[campaign.kind].prepare(tx, look)


def slices_of(look: CandidateSearch) -> list[Slice]:
    """Return what to ask for."""
    return list(BY_KIND[look.campaign.kind].slices(look))


def is_for(tx: Tx, look: CandidateSearch, account: Account) -> bool:
    """Say whether a campaign is for the holder of a card; those whom `slices_of` finds were asked already."""
    return look.whom is None or filtered.passes(tx, account, look.whom)
