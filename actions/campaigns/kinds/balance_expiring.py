"""A balance that ends soon, because the card rests."""

from collections.abc import Iterator

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, standing_of
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.frequency_cap import MessageKind, Occurrence
from loyalty.cards.endings import balance_ends
from storage.campaigns import candidates
from storage.campaigns.candidates import Slice
from storage.engine.statements import Tx

_LONGEST_WARNING = rules.WARNINGS[-1][1]


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    for terms in look.terms:
        idle_days = terms.programme.idle_days
        if idle_days:
            least = idle_days - _LONGEST_WARNING
            yield look.ago(candidates.HOLDING, longest=idle_days, least=least, terms_id=terms.id)


def _due(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    standing = standing_of(tx, case)
    until = balance_ends(case.card, standing.terms.programme, case.shop.zone) if standing else None
    if until is None:
        return None
    since = case.card.last_visit_at or case.card.created_at
    return rules.due_balance_expiring(
        case.card.id, since=since, until=until, now=case.now, zone=case.shop.zone
    )


KIND = CampaignKind(
    MessageKind.BALANCE_EXPIRING,
    slices=_slices,
    due=_due,
    keeps_place=True,
    owed=True,  # who holds something must hear that it ends, whether or not that brings them
    facts=frozenset({Fact.BALANCE_END}),
)
