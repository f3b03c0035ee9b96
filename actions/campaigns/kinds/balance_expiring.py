"""A balance that ends soon, because the card rests."""

from collections.abc import Iterator

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, standing_of
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.endings import balance_ends
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

BALANCE_EXPIRING = MessageKind(
    "balance_expiring",
    MessagePolicy(
        Purpose.REMINDERS, rank=40, dated=True, patient=True, places=frozenset({"balance", "date", "days"})
    ),
)

_LONGEST_WARNING = rules.WARNINGS[-1][1]


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    for version in look.versions:
        idle_days = version.programme.idle_days
        if idle_days:
            least = idle_days - _LONGEST_WARNING
            for holding in (candidates.HOLDING, candidates.HOLDING_GIFTS):
                yield look.ago(holding, longest=idle_days, least=least, version_id=version.id)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    standing, counter = standing_of(tx, case), case.counter
    if standing is None or counter is None:
        return None
    until = balance_ends(counter, standing.version.programme, case.shop.zone)
    if until is None:
        return None
    return rules.due_before_end(since=counter.days_from, until=until, now=case.now, zone=case.shop.zone)


KIND = CampaignKind(
    BALANCE_EXPIRING,
    slices=_slices,
    due=_due,
    about_counter=True,
    keeps_place=True,
    owed=True,  # who holds something must hear that it ends, whether or not that brings them
    facts=frozenset({Fact.BALANCE_END}),
)
