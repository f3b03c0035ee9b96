"""You said, we did: who wrote to a shop hears once what it changed because of that."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.campaigns.improvements import NEWS, told_now
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

# Who said yes to anything hears what came of their own words; who said yes to nothing has the answer to their letter.
IMPROVEMENT = MessageKind("improvement", MessagePolicy(Purpose.REMINDERS, rank=75, alone=Purpose.OFFERS))


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.IMPROVED, since=look.now - NEWS, until=look.now + timedelta(days=1))


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    this = told_now(tx, case.account, now=case.now)
    return Timing(str(this.id), this.at + NEWS) if this else None


KIND = CampaignKind(
    IMPROVEMENT,
    slices=_slices,
    due=_due,
    holdout_percent=0,  # it answers who asked
    owed=True,
    facts=frozenset({Fact.IMPROVEMENT}),
)
