"""Almost there: little is missing, and somebody stays away longer than usual."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from actions.campaigns.campaign import Campaign, Setting
from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase, standing_of
from actions.cards.rhythm import days_visited
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.counter_state import progress
from loyalty.cards.pace import usual_gap_days
from loyalty.cards.programme import Programme
from loyalty.dates import day_of
from storage.campaigns import candidates
from storage.campaigns.candidates import Slice
from storage.cards import visit_patterns
from storage.engine.statements import Tx

ALMOST_THERE = MessageKind(
    "almost_there",
    MessagePolicy(Purpose.REMINDERS, rank=80, patient=True, places=frozenset({"reward", "to_go"})),
)

_SAMPLE = 300  # of a shop's newest visits, to say what is usual there
_ENOUGH = 20
_GAP_DAYS = 14.0  # where a shop is too young to say
SILENT_MOST_DAYS = 60  # whoever is silent longer is missed, not almost there


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    for version in look.versions:
        for wanted in version.programme.rewards:
            for to_go in range(1, within(version.programme, wanted.at, look.campaign) + 1):
                if to_go < wanted.at:
                    yield look.ago(
                        candidates.SILENT_AT_BALANCE,
                        longest=SILENT_MOST_DAYS,
                        least=rules.SILENT_AT_LEAST_DAYS + 1,
                        version_id=version.id,
                        balance=wanted.at - to_go,
                    )


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    standing, counter = standing_of(tx, case), case.counter
    last = counter.last_visit_at if counter else None
    if standing is None or last is None:
        return None
    ahead = progress(standing)
    if ahead.next_reward.key in standing.gone:
        return None
    usual = usual_gap_days(days_visited(tx, case.account, case.shop.zone))
    facts = rules.CloseFacts(
        round=standing.round,
        to_go=ahead.to_go,
        last_visit_on=day_of(last, case.shop.zone),
        usual_gap_days=usual if usual is not None else case.look.usual_gap_days,
        within=within(standing.version.programme, ahead.next_reward.at, case.look.campaign),
    )
    return rules.due_close_to_reward(facts, now=case.now, zone=case.shop.zone)


def within(programme: Programme, wanted: int, campaign: Campaign) -> int:
    """Say how close "almost" is: some places of a card, or a tenth of what a balance needs."""
    if programme.starts_over:
        return campaign.number("within")
    return min(max(1, wanted // 10), 100)


def _with_usual_gap(tx: Tx, look: CandidateSearch) -> CandidateSearch:
    return replace(look, usual_gap_days=_usual_gap_days(tx, look.shop.id))


def _usual_gap_days(tx: Tx, shop_id: int) -> float:
    gaps = visit_patterns.newest_gaps(tx, shop_id, most=_SAMPLE)
    return median(gaps) if len(gaps) >= _ENOUGH else _GAP_DAYS


KIND = CampaignKind(
    ALMOST_THERE,
    slices=_slices,
    due=_due,
    about_counter=True,
    prepare=_with_usual_gap,
    settings={"within": Setting(2, 1, 5)},
    example_to_go=lambda campaign: campaign.number("within"),
)
