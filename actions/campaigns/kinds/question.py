"""One question after a visit, what the shop wants to know in turn: never two of one visit, and never too often."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign import Setting
from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, earlier
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.people.questions import in_order, next_question
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx
from storage.people import opinions

# It comes again after the next visit, so that it waits for nothing and gives way to all else.
QUESTION = MessageKind("question", MessagePolicy(Purpose.OFFERS, rank=120, waits=False))

_AFTER = timedelta(hours=2)  # they are home again
_NEWS = timedelta(days=3)  # they remember
_REST = timedelta(days=21)  # between two questions of a shop to one customer
_COUNTED = frozenset({"queued", "sent"})


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.LAST_HERE, since=look.now - _NEWS, until=look.now - _AFTER)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    active = in_order({one.name for one in opinions.asked(tx, case.shop.id)})
    visit = opinions.newest_visit(tx, case.account) if active else None
    if visit is None or not _AFTER <= case.now - visit.at < _NEWS or opinions.is_answered(tx, visit):
        return None
    asked = [one for one in earlier(tx, case) if one.state in _COUNTED]
    answered_at = opinions.answered_at(tx, case.account)  # which may be long after they were asked
    rests_from = [*(one.found_at for one in asked), *([answered_at] if answered_at else [])]
    if any(case.now - at < _REST for at in rests_from):
        return None
    name = next_question(active, [one.step for one in asked])
    return Timing(str(visit.id), visit.at + _NEWS, name) if name else None


KIND = CampaignKind(
    QUESTION,
    slices=_slices,
    due=_due,
    settings={"review_url": Setting("", most=200, link=True)},
    holdout_percent=0,  # it asks, and is to bring nobody
    owed=True,
    facts=frozenset({Fact.QUESTION}),
)
