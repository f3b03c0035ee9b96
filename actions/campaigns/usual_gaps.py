"""How long somebody usually stays away: their own gap, else what is usual in the shop."""

from dataclasses import replace
from statistics import median

from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.cards.rhythm import days_visited
from loyalty.cards.pace import usual_gap_days
from storage.cards import visit_patterns
from storage.engine.statements import Tx

_SAMPLE = 300  # of a shop's newest visits, to say what is usual there
_ENOUGH = 20
_GAP_DAYS = 14.0  # where a shop is too young to say
SILENT_MOST_DAYS = 60  # whoever is silent longer is missed, and not reminded of what is near


def with_usual_gap(tx: Tx, look: CandidateSearch) -> CandidateSearch:
    """Look knowing what is usual in the shop."""
    gaps = visit_patterns.newest_gaps(tx, look.shop.id, most=_SAMPLE)
    return replace(look, usual_gap_days=median(gaps) if len(gaps) >= _ENOUGH else _GAP_DAYS)


def usual_gap_of(tx: Tx, case: EligibilityCase) -> float:
    """Return a customer's own gap, else the shop's."""
    usual = usual_gap_days(days_visited(tx, case.account, case.shop.zone))
    return usual if usual is not None else case.look.usual_gap_days
