"""Finding what is due: each customer for whom a campaign has a reason gets one occurrence for each occasion."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions import audience, campaigns
from actions.lookout import Lookout, look_out
from actions.reasons import Case, due
from loyalty.contact import Kind, Occurrence
from loyalty.dates import day_of
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
class Page:
    """Customers who may be due, found in a look, and where the next page begins; None after the last."""

    candidates: list[Candidate]
    next: Place | None
    broadcast: Broadcast | None = None


def find_due(tx: Tx, shop_id: int, *, now: datetime) -> int:
    """Look through a shop's customers, and return how much is newly due; asked again, it finds nothing more."""
    found = 0
    for kind in ALL_KINDS:
        place: Place | None = Place()
        while place:
            page = look(tx, shop_id, kind, place, now=now, afresh=True)
            found, place = found + ask(tx, shop_id, kind, page, now=now), page.next
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


def look(tx: Tx, shop_id: int, kind: Kind, place: Place, *, now: datetime, afresh: bool = False) -> Page:
    """Read the next page of customers for one campaign; `afresh` looks at everybody at each time."""
    campaign, shop = campaigns.campaign_of(tx, shop_id, kind), shops.by_id(tx, shop_id)
    if not campaign.on:
        return Page([], None)
    ordered = None
    if kind is Kind.BROADCAST:
        # The oldest that was begun; the next one follows when it is done.
        ordered = next(iter(kept.started(tx, shop_id, now=now)), None)
        slices = audience.slices(tx, shop, ordered.audience, now=now) if ordered else []
    else:
        since = None if afresh else campaign.looked_at
        slices = look_out(tx, shop, campaign, now=now, since=since).slices()
    if place.slice >= len(slices):
        return Page([], None, ordered)
    found = slices[place.slice].page(tx, place.mark, most=PAGE)
    full = len(found) == PAGE
    return Page(found, Place(place.slice, found[-1].mark) if full else Place(place.slice + 1), ordered)


def ask(tx: Tx, shop_id: int, kind: Kind, page: Page, *, now: datetime) -> int:
    """Ask the rules about a page of customers, and return how many of them are newly due; note the last page."""
    campaign = campaigns.kept(tx, shop_id, kind)
    found = 0
    if page.candidates:
        lookout = look_out(tx, shops.by_id(tx, shop_id), campaign, now=now)
        found = sum(_asked(tx, lookout, candidate, page.broadcast) for candidate in page.candidates)
    if page.next is None and page.broadcast:
        kept.selected(tx, page.broadcast.id, now=now)
    elif page.next is None and campaign.on:
        kept.looked(tx, campaign.id, now=now)
    return found


def _asked(tx: Tx, lookout: Lookout, candidate: Candidate, ordered: Broadcast | None) -> bool:
    if ordered:
        found: Occurrence | None = _broadcast(ordered, candidate)
    else:
        found = due(tx, Case(lookout, candidate.card, candidate.voucher_id))
    return found is not None and _add(tx, lookout, candidate, found, ordered)


def _add(
    tx: Tx, lookout: Lookout, candidate: Candidate, found: Occurrence, ordered: Broadcast | None
) -> bool:
    campaign, card = lookout.campaign, candidate.card
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
        broadcast_id=ordered.id if ordered else None,
        held_out=held_out(campaign.id, card.person_id, campaign.holdout_percent / 100),
        holdout_percent=campaign.holdout_percent,
        now=lookout.now,
    )


def _broadcast(ordered: Broadcast, candidate: Candidate) -> Occurrence:
    key = f"broadcast:{ordered.id}:{candidate.card.id}"
    return Occurrence(Kind.BROADCAST, key, ordered.starts_at + _BROADCAST_LIVES)
