"""A thank-you to who had a seat at an event and was scanned that day, with a stamp that goes with that visit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from actions.campaigns.campaign import MOST_GIFT_AMOUNT, Campaign, Setting
from actions.campaigns.campaign_kind import A_MONTH, CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, earlier, row_told_of
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Shop
from loyalty.shop.events import Seat
from storage.campaigns import candidates
from storage.campaigns.occurrences import Due
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx
from storage.shop import events, shops
from storage.shop.events import Event

EVENT_CAME = MessageKind(
    "event_came",
    MessagePolicy(Purpose.SERVICE, rank=12, gift=Gift.FOR_THE_VISIT, places=frozenset({"gift", "title"})),
)

_AMOUNT = "gift_amount"
_DAY = timedelta(days=1)
_NEWS = 3 * _DAY


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.GUESTS, since=look.now - _NEWS, until=look.now)


def _visit(tx: Tx, account: Account, event: Event, shop: Shop) -> int | None:
    day = day_of(event.starts_at, shop.zone)
    since, until = day_starts(day, shop.zone), day_starts(day + _DAY, shop.zone)
    return events.came(tx, account, at=event.branch_id, since=since, until=until)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    """Thank for the first event lately, once its day is over, at which somebody had a seat and was scanned."""
    thanked = {row_told_of(one.key) for one in earlier(tx, case)}
    for own in events.of_account(tx, case.account, since=case.now - _NEWS):
        event = events.by_id(tx, own.event_id)
        if event is None or event.id in thanked or own.seat != Seat.COMING:
            continue
        if day_of(event.starts_at, case.shop.zone) < case.today and _visit(
            tx, case.account, event, case.shop
        ):
            return Timing(str(event.id), event.starts_at + _NEWS)
    return None


def _visit_that_counts(tx: Tx, account: Account, one: Due) -> int | None:
    event = events.by_id(tx, row_told_of(one.key))
    return _visit(tx, account, event, shops.by_id(tx, account.shop_id)) if event else None


def _as_planned(tx: Tx, campaign: Campaign, one: Due) -> Campaign:
    """Give what the event's owner set for it."""
    event = events.by_id(tx, row_told_of(one.key))
    if event is None or event.gift_amount is None:
        return campaign
    return replace(campaign, settings={**campaign.settings, _AMOUNT: event.gift_amount})


def _coming(tx: Tx, campaign: Campaign, now: datetime) -> int | None:
    return events.count_coming(tx, campaign.shop_id, since=now - A_MONTH) or None


KIND = CampaignKind(
    EVENT_CAME,
    slices=_slices,
    due=_due,
    settings={_AMOUNT: Setting(1, 0, MOST_GIFT_AMOUNT)},  # where an event says nothing else
    holdout_percent=0,  # it was told with the invitation
    owed=True,
    facts=frozenset({Fact.EVENT}),
    gifts_a_month=_coming,
    brought_by=_visit_that_counts,
    of_this=_as_planned,
)
