"""The reminder of an event, the day before, to who has a seat."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.dates import day_of
from loyalty.shop.events import Seat
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx
from storage.shop import events

EVENT_SOON = MessageKind("event_soon", MessagePolicy(Purpose.SERVICE, rank=22, dated=True))

_DAY = timedelta(days=1)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.GUESTS, since=look.now, until=look.now + 2 * _DAY)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    for own in events.of_account(tx, case.account, since=case.now):
        event = events.by_id(tx, own.event_id)
        if event and own.seat == Seat.COMING and day_of(event.starts_at, case.shop.zone) - case.today == _DAY:
            moved_to = day_of(
                event.starts_at, case.shop.zone
            )  # who was reminded of another day is reminded of this one
            return Timing(f"{event.id}:{moved_to:%Y%m%d}", event.starts_at)
    return None


KIND = CampaignKind(
    EVENT_SOON,
    slices=_slices,
    due=_due,
    holdout_percent=0,  # it serves who said yes
    owed=True,
    facts=frozenset({Fact.EVENT}),
)
