"""A level that ends soon, because too little came after what reached it."""

from collections.abc import Iterator

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.campaigns.with_levels import cards_with_levels, longest_look, on_levels
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.endings import ends_with
from loyalty.cards.parts.levels import Levels
from loyalty.dates import day_starts
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

LEVEL_FALLING = MessageKind(
    "level_falling",
    MessagePolicy(
        Purpose.REMINDERS,
        rank=43,
        dated=True,
        patient=True,
        places=frozenset({"level", "to_go", "date", "days"}),
    ),
)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    return cards_with_levels(look, longest=longest_look(look), least=0)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    stands = on_levels(tx, case)
    held = stands.levels.held(stands.past, stands.at) if stands else None
    if stands is None or held is None:
        return None
    zone = case.shop.zone
    reached, until = day_starts(held.reached, zone), ends_with(held.until, zone)
    return rules.due_before_end(since=reached, until=until, now=case.now, zone=zone)


KIND = CampaignKind(
    LEVEL_FALLING,
    part=Levels.name,
    slices=_slices,
    due=_due,
    about_counter=True,
    keeps_place=True,
    owed=True,  # nobody falls without a word, whether or not that brings them
    holdout_percent=0,
    facts=frozenset({Fact.LEVEL_END}),
)
