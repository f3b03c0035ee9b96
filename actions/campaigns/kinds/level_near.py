"""Level near: little is missing for the next level, and somebody stays away longer than usual."""

from collections.abc import Iterator

from actions.campaigns.campaign import Setting
from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.campaigns.usual_gaps import SILENT_MOST_DAYS, usual_gap_of, with_usual_gap
from actions.campaigns.with_levels import cards_with_levels, on_levels
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.parts.levels import Levels
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

LEVEL_NEAR = MessageKind(
    "level_near",
    MessagePolicy(Purpose.REMINDERS, rank=82, patient=True, places=frozenset({"level", "to_go"})),
)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    return cards_with_levels(look, longest=SILENT_MOST_DAYS, least=rules.SILENT_AT_LEAST_DAYS + 1)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    stands = on_levels(tx, case)
    ahead = stands.levels.ahead(stands.past, stands.at) if stands else None
    if stands is None or ahead is None or not ahead.is_near(case.look.campaign.number("within")):
        return None
    place = str(stands.levels.levels.index(ahead.level))
    gap = usual_gap_of(tx, case)
    return rules.due_in_silence(
        place, stands.last_visit_on, usual_gap_days=gap, now=case.now, zone=case.shop.zone
    )


KIND = CampaignKind(
    LEVEL_NEAR,
    part=Levels.name,
    slices=_slices,
    due=_due,
    about_counter=True,
    prepare=with_usual_gap,
    settings={"within": Setting(2, 1, 5)},
    facts=frozenset({Fact.NEXT_LEVEL}),
)
