"""Finding what is due: each customer for whom a campaign has a reason gets one occurrence for each occasion."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.campaigns import segments
from actions.campaigns import settings as campaign_settings
from actions.campaigns.arms import Assign, assigning
from actions.campaigns.candidate_ranges import is_for, search_candidates, slices_of
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.campaigns.eligibility import due
from actions.campaigns.kinds import MESSAGE_KINDS
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.campaigns.settings import Campaign
from actions.campaigns.suited import About, suits
from actions.campaigns.treatments import goes_to
from loyalty.campaigns.frequency_cap import MessageKind, Occurrence
from loyalty.campaigns.held_out import held_out
from loyalty.dates import day_of
from loyalty.records import Account
from storage.campaigns import broadcasts, occurrences
from storage.campaigns import settings as kept
from storage.campaigns.broadcasts import Broadcast
from storage.campaigns.occurrences import NewOccurrence
from storage.campaigns.segment import Candidate, PageMark
from storage.engine.statements import Tx
from storage.shop import shops

PAGE = 250  # customers looked at in one go: a till never waits longer than for writing down these
_BROADCAST_LIVES = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class LookPlace:
    """How far a look through a shop's customers got, and for which broadcast where it is for one."""

    slice: int = 0
    mark: PageMark = field(default_factory=PageMark)
    broadcast_id: int | None = None


@dataclass(frozen=True, slots=True)
class FoundDue:
    """What is due to a customer, and the voucher or the counter that it is about."""

    candidate: Candidate
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class DuePage:
    """What a look found to be due, and where the next page begins; None after the last."""

    found: list[FoundDue]
    next: LookPlace | None
    broadcast: Broadcast | None = None


def find_due(tx: Tx, shop_id: int, *, now: datetime) -> int:
    """Look through a shop's customers, and return how much is newly due; asked again, it finds nothing more."""
    found = 0
    for kind in MESSAGE_KINDS:
        place: LookPlace | None = LookPlace()
        while place:
            page = look(tx, shop_id, kind, place, now=now, afresh=True)
            found, place = found + record(tx, shop_id, kind, page, now=now), page.next
    return found


def unseen(tx: Tx, shop_id: int, *, now: datetime) -> list[MessageKind]:
    """Return the campaigns that the shop's day has not looked through yet."""
    zone = shops.by_id(tx, shop_id).zone
    today = day_of(now, zone)
    return [
        campaign.kind
        for campaign in campaign_settings.campaigns_of(tx, shop_id)
        if campaign.on and (campaign.looked_at is None or day_of(campaign.looked_at, zone) != today)
    ]


def ordered(tx: Tx, *, now: datetime) -> list[tuple[int, MessageKind]]:
    """Return the shop of each message that an owner ordered, whose time has come, and that nobody was chosen for yet."""
    return [(shop_id, BROADCAST) for shop_id in broadcasts.shops_with_started(tx, now=now)]


def find_for(tx: Tx, account: Account, kind: MessageKind, *, now: datetime) -> int:
    """Write down what one customer has due for a campaign, and return how much that is."""
    campaign, shop = campaign_settings.kept(tx, account.shop_id, kind), shops.by_id(tx, account.shop_id)
    if not campaign.on:
        return 0
    search = search_candidates(tx, shop, campaign, now=now)
    if not is_for(tx, search, account):
        return 0
    found = _ask(tx, search, Candidate(PageMark(), None, account, None), None)
    return int(found is not None and _add(tx, campaign, found, None, assigning(tx, campaign), now=now))


def look(
    tx: Tx, shop_id: int, kind: MessageKind, place: LookPlace, *, now: datetime, afresh: bool = False
) -> DuePage:
    """Ask the rules about the next page of customers; `afresh` looks at everybody at each time.

    It only reads, so that no till waits for it. The rules are asked again before anything is sent.
    """
    campaign, shop = campaign_settings.campaign_of(tx, shop_id, kind), shops.by_id(tx, shop_id)
    if not campaign.on:
        return DuePage([], None)
    search = search_candidates(tx, shop, campaign, now=now, since=None if afresh else campaign.looked_at)
    ordered = None
    if kind == BROADCAST:
        ordered = _to_choose_for(tx, shop_id, place, now=now)
        slices = segments.slices(tx, shop, ordered.audience, now=now) if ordered else []
    else:
        slices = slices_of(search)
    if place.slice >= len(slices):
        return DuePage([], None, ordered)
    candidates = slices[place.slice].page(tx, place.mark, most=PAGE)
    full = len(candidates) == PAGE
    this = ordered.id if ordered else None
    following = (
        LookPlace(place.slice, candidates[-1].mark, this)
        if full
        else LookPlace(place.slice + 1, broadcast_id=this)
    )
    asked = (_ask(tx, search, candidate, ordered) for candidate in candidates)
    return DuePage([found for found in asked if found], following, ordered)


def _to_choose_for(tx: Tx, shop_id: int, place: LookPlace, *, now: datetime) -> Broadcast | None:
    """Return the oldest broadcast that was begun; the next one follows when it is done.

    A look that is under way stays with its own, also when that was called off, or ended by another look.
    """
    begun = broadcasts.started(tx, shop_id, now=now)
    return next((one for one in begun if place.broadcast_id in (None, one.id)), None)


def record(tx: Tx, shop_id: int, kind: MessageKind, page: DuePage, *, now: datetime) -> int:
    """Write down what a look found, and return how much of it is new; after the last page, that all were seen."""
    campaign = campaign_settings.kept(tx, shop_id, kind)
    assign = assigning(tx, campaign)
    found = sum(_add(tx, campaign, found, page.broadcast, assign, now=now) for found in page.found)
    if page.next is None and page.broadcast:
        broadcasts.selected(tx, page.broadcast.id, now=now)
    if page.next is None and campaign.on:
        kept.looked(tx, campaign.id, now=now)
    return found


def _ask(tx: Tx, search: CandidateSearch, candidate: Candidate, ordered: Broadcast | None) -> FoundDue | None:
    about = candidate.account, candidate.voucher_id, candidate.counter
    case = EligibilityCase(search, *about, row_id=candidate.mark.id or None)
    due_now = _broadcast(tx, search, ordered, candidate.account) if ordered else due(tx, case)
    return FoundDue(candidate, due_now) if due_now else None


def _broadcast(tx: Tx, search: CandidateSearch, ordered: Broadcast, account: Account) -> Occurrence | None:
    if not goes_to(tx, account, search.campaign, ""):
        return None
    if not suits(tx, search.shop, account, search.campaign, About(broadcast_id=ordered.id), now=search.now):
        return None
    key = f"broadcast:{ordered.id}:{account.id}"
    return Occurrence(BROADCAST, key, ordered.starts_at + _BROADCAST_LIVES)


def _add(
    tx: Tx, campaign: Campaign, found: FoundDue, ordered: Broadcast | None, assign: Assign, *, now: datetime
) -> bool:
    account, counter = found.candidate.account, found.candidate.counter
    if account.person_id is None:
        return False
    lot, percent = _lot(campaign, ordered)
    left_out = held_out(lot, account.person_id, percent / 100)
    experiment_id, arm = (None if left_out else assign(account, found.occurrence.step)) or (None, None)
    new = NewOccurrence(
        due=found.occurrence,
        campaign_id=campaign.id,
        shop_id=campaign.shop_id,
        account_id=account.id,
        counter_id=counter.id if counter else None,
        person_id=account.person_id,
        voucher_id=found.candidate.voucher_id,
        broadcast_id=ordered.id if ordered else None,
        held_out=left_out,
        holdout_percent=percent,
        experiment_id=experiment_id,
        arm=arm,
    )
    return occurrences.add(tx, new, now=now)


def _lot(campaign: Campaign, ordered: Broadcast | None) -> tuple[int | str, int]:
    """Return by which lot somebody is left out, and how many of a hundred are; each broadcast leaves out others."""
    if ordered:
        return f"{BROADCAST}:{ordered.id}", ordered.holdout_percent
    return campaign.id, campaign.holdout_percent
