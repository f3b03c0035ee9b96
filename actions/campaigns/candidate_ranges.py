"""Whom each campaign looks at: the ranges of an index in which somebody may be due at a moment."""

from datetime import datetime

from actions.campaigns.campaign import Campaign
from actions.campaigns.case import CandidateSearch
from actions.campaigns.kinds import BY_KIND
from loyalty.records import Shop, UnreadableRowError
from storage.campaigns.candidates import Slice
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
    look = CandidateSearch(shop, campaign, versions, now, since)
    return BY_KIND[campaign.kind].prepare(tx, look)


def slices_of(look: CandidateSearch) -> list[Slice]:
    """Return what to ask for."""
    return list(BY_KIND[look.campaign.kind].slices(look))
