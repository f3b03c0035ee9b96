"""A thank-you to who had a seat at an event and was scanned that day, with a stamp that goes with that visit."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from actions.campaigns.campaign import MOST_GIFT_AMOUNT, Campaign, Setting
from actions.campaigns.campaign_kind import A_MONTH, CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Shop
from loyalty.shop.events import Seat
from storage.campaigns import candidates
from storage.campaigns.candidates import Slice
from storage.engine.statements import Tx
from storage.shop import events, shops
from storage.shop.events import Event

EVENT_CAME = MessageKind(
    "event_came",
    MessagePolicy(Purpose.SERVICE, rank=12, gift=Gift.FOR_THE_VISIT, places=frozenset({"gift"})),
)

_DAY = timedelta(days=1)
_NEWS = 3 * _DAY


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.GUESTS, since=look.now - _NEWS, until=look.now + _DAY)


def _visit(tx: Tx, account: Account, event: Event, shop: Shop) -> int | None:
    day = day_of(event.starts_at, shop.zone)
    since, until = day_starts(day, shop.zone), day_starts(day + _DAY, shop.zone)
    return events.came(tx, account, since=since, until=until)


def _attended(tx: Tx, account: Account, shop: Shop, *, now: datetime) -> tuple[Event, int] | None:
    """Return the first event lately at which somebody had a seat and was scanned, and that visit."""
    for own in events.of_account(tx, account, since=now - _NEWS):
        event = events.by_id(tx, own.event_id)
        visit_id = _visit(tx, account, event, shop) if event and own.seat == Seat.COMING else None
        if event and visit_id:
            return event, visit_id
    return None


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    found = _attended(tx, case.account, case.shop, now=case.now)
    return Timing(str(found[0].id), found[0].starts_at + _NEWS) if found else None


def _visit_that_counts(tx: Tx, account: Account, now: datetime) -> int | None:
    found = _attended(tx, account, shops.by_id(tx, account.shop_id), now=now)
    return found[1] if found else None


def _coming(tx: Tx, campaign: Campaign, now: datetime) -> int | None:
    return events.count_coming(tx, campaign.shop_id, since=now - A_MONTH) or None


KIND = CampaignKind(
    EVENT_CAME,
    slices=_slices,
    due=_due,
    settings={"gift_amount": Setting(1, 0, MOST_GIFT_AMOUNT)},
    holdout_percent=0,  # it was told with the invitation
    owed=True,
    facts=frozenset({Fact.EVENT}),
    gifts_a_month=_coming,
    brought_by=_visit_that_counts,
)
