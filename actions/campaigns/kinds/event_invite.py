"""An invitation to an event, once to everybody who agreed to offers and did not answer yet."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, earlier
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx
from storage.shop import events

EVENT_INVITE = MessageKind("event_invite", MessagePolicy(Purpose.OFFERS, rank=105))

_AT_LEAST = timedelta(hours=3)  # before it begins
_LIVES = timedelta(days=10)  # so that the next event is no secret


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.INVITED)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    before = {one.key.rpartition(":")[2] for one in earlier(tx, case)}
    for event in events.upcoming(tx, case.shop.id, since=case.now + _AT_LEAST):
        if str(event.id) not in before and events.seat_of(tx, event, case.account) is None:
            return Timing(str(event.id), min(event.starts_at - _AT_LEAST, case.now + _LIVES))
    return None


KIND = CampaignKind(
    EVENT_INVITE,
    slices=_slices,
    due=_due,
    holdout_percent=0,  # seats are for everybody
    owed=True,
    facts=frozenset({Fact.EVENT}),
)
