"""Finding what is due: each customer for whom a campaign has a reason gets one occurrence for each occasion."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions import audience, campaigns
from actions.campaigns import Campaign
from actions.lookout import Lookout, look_out
from actions.reasons import Case, due
from loyalty.contact import Kind, Occurrence
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.verdict import held_out
from storage import campaigns as kept
from storage import occurrences, shops
from storage.campaigns import Broadcast
from storage.candidates import Candidate, Mark
from storage.statements import Tx

ALL_KINDS = (*campaigns.KINDS, Kind.BROADCAST)
PAGE = 200  # customers looked at in one go: a till never waits longer than for these
_BROADCAST_LIVES = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a look through a shop's customers got."""

    slice: int = 0
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one page of a look brought: how much was due, and where the next page begins."""

    found: int
    next: Place | None


def find_due(tx: Tx, shop_id: int, *, now: datetime) -> int:
    """Look through a shop's customers, and return how much is newly due; asked again, it finds nothing more."""
    found = 0
    for kind in ALL_KINDS:
        place: Place | None = Place()
        while place:
            seen = look(tx, shop_id, kind, place, now=now, afresh=True)
            found, place = found + seen.found, seen.next
    return found


def unseen(tx: Tx, shop_id: int, *, now: datetime) -> list[Kind]:
    """Return the campaigns that this day has not looked through yet, and those that look at every moment."""
    zone, today = shops.by_id(tx, shop_id).zone, day_of(now, shops.by_id(tx, shop_id).zone)
    kinds = [
        campaign.kind
        for campaign in campaigns.campaigns_of(tx, shop_id)
        if campaign.on
        and (
            campaign.kind is Kind.WELCOME
            or campaign.looked_at is None
            or day_of(campaign.looked_at, zone) != today
        )
    ]
    return [*kinds, *([Kind.BROADCAST] if kept.started(tx, shop_id, now=now) else [])]


def look(tx: Tx, shop_id: int, kind: Kind, place: Place, *, now: datetime, afresh: bool = False) -> Seen:
    """Look at the next page of customers for one campaign; `afresh` looks at everybody at each time."""
    campaign = campaigns.kept(tx, shop_id, kind)
    if not campaign.on:
        return Seen(0, None)
    shop = shops.by_id(tx, shop_id)
    if kind is Kind.BROADCAST:
        return _look_for_broadcast(tx, shop, campaign, place, now=now)
    lookout = look_out(tx, shop, campaign, now=now, since=None if afresh else campaign.looked_at)
    slices = lookout.slices()
    if place.slice >= len(slices):
        kept.looked(tx, campaign.id, now=now)
        return Seen(0, None)
    page = slices[place.slice].page(tx, place.mark, most=PAGE)
    return Seen(sum(_asked(tx, lookout, candidate) for candidate in page), _next(place, page))


def _next(place: Place, page: list[Candidate]) -> Place:
    return Place(place.slice, page[-1].mark) if len(page) == PAGE else Place(place.slice + 1)


def _asked(tx: Tx, lookout: Lookout, candidate: Candidate) -> bool:
    found = due(tx, Case(lookout, candidate.card, candidate.voucher_id))
    return found is not None and _add(tx, lookout.campaign, candidate, found, now=lookout.now)


def _add(
    tx: Tx,
    campaign: Campaign,
    candidate: Candidate,
    found: Occurrence,
    *,
    now: datetime,
    broadcast_id: int | None = None,
) -> bool:
    card = candidate.card
    if card.person_id is None:
        return False
    return occurrences.add(
        tx,
        found,
        campaign_id=campaign.id,
        shop_id=campaign.shop_id,
        card_id=card.id,
        person_id=card.person_id,
        voucher_id=candidate.voucher_id,
        broadcast_id=broadcast_id,
        held_out=held_out(campaign.id, card.person_id, campaign.holdout_percent / 100),
        holdout_percent=campaign.holdout_percent,
        now=now,
    )


def _look_for_broadcast(tx: Tx, shop: Shop, campaign: Campaign, place: Place, *, now: datetime) -> Seen:
    """Look for the oldest broadcast that was begun; the next one follows when it is done."""
    ordered = next(iter(kept.started(tx, shop.id, now=now)), None)
    if ordered is None:
        return Seen(0, None)
    slices = audience.slices(tx, shop, ordered.audience, now=now)
    if place.slice >= len(slices):
        kept.selected(tx, ordered.id, now=now)
        return Seen(0, Place())
    page = slices[place.slice].page(tx, place.mark, most=PAGE)
    found = sum(
        _add(tx, campaign, one, _broadcast(ordered, one), now=now, broadcast_id=ordered.id) for one in page
    )
    return Seen(found, _next(place, page))


def _broadcast(ordered: Broadcast, candidate: Candidate) -> Occurrence:
    key = f"broadcast:{ordered.id}:{candidate.card.id}"
    return Occurrence(Kind.BROADCAST, key, ordered.starts_at + _BROADCAST_LIVES)
