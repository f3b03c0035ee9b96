"""Almost there: little is missing, and somebody stays away longer than usual."""

from collections.abc import Iterator

from actions.campaigns.campaign import Campaign, Setting
from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase, standing_of
from actions.campaigns.usual_gaps import SILENT_MOST_DAYS, usual_gap_of, with_usual_gap
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.counter_state import progress
from loyalty.cards.programme import Programme
from loyalty.dates import day_of
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

ALMOST_THERE = MessageKind(
    "almost_there",
    MessagePolicy(Purpose.REMINDERS, rank=80, patient=True, places=frozenset({"reward", "to_go"})),
)


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
    if ahead.next_reward.key in standing.barred:
        return None
    facts = rules.CloseFacts(
        round=standing.round,
        to_go=ahead.to_go,
        last_visit_on=day_of(last, case.shop.zone),
        usual_gap_days=usual_gap_of(tx, case),
        within=within(standing.version.programme, ahead.next_reward.at, case.look.campaign),
    )
    return rules.due_close_to_reward(facts, now=case.now, zone=case.shop.zone)


def within(programme: Programme, wanted: int, campaign: Campaign) -> int:
    """Say how close "almost" is: some places of a card, or a tenth of what a balance needs."""
    if programme.starts_over:
        return campaign.number("within")
    return min(max(1, wanted // 10), 100)


KIND = CampaignKind(
    ALMOST_THERE,
    slices=_slices,
    due=_due,
    about_counter=True,
    prepare=with_usual_gap,
    settings={"within": Setting(2, 1, 5)},
    example_to_go=lambda campaign: campaign.number("within"),
)
