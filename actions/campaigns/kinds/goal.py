"""The reminder of a goal that is not on track."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, standing_of
from actions.cards.rhythm import days_visited, goal_outlook
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose, how_often
from loyalty.cards.pace import usual_gap_days
from loyalty.dates import day_of, day_starts
from storage.campaigns import candidates
from storage.campaigns.candidates import Slice
from storage.cards import cards, visit_patterns
from storage.engine.statements import Tx
from storage.people import persons

GOAL = MessageKind(
    "goal",
    MessagePolicy(
        Purpose.REMINDERS,
        rank=70,
        waits=False,
        alone=Purpose.GOALS,
        patient=True,
        places=frozenset({"goal", "to_go", "date"}),
    ),
)

_DAY = timedelta(days=1)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    today = day_of(look.now, look.shop.zone)
    least = min(rules.GOAL_EVERY_DAYS.values())
    yield look.ask(candidates.SAVING, until=day_starts(today - (least - 1) * _DAY, look.shop.zone))


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    goal, set_at = cards.goal(tx, case.card.id), visit_patterns.goal_set_at(tx, case.card.id)
    standing = standing_of(tx, case)
    if goal is None or set_at is None or standing is None or case.card.person_id is None:
        return None
    visited = days_visited(tx, case.card.id, case.shop.zone)
    last_on = visited[-1].day if visited else day_of(case.card.created_at, case.shop.zone)
    facts = rules.GoalFacts(
        set_on=day_of(set_at, case.shop.zone),
        by=goal.by,
        every=how_often(GOAL, persons.preferences_of(tx, case.card.person_id)),
        outlook=goal_outlook(goal, standing, visited, today=case.today),
        silent_days=(case.today - last_on).days,
        usual_gap_days=usual_gap_days(visited),
    )
    return rules.due_goal(facts, now=case.now, zone=case.shop.zone)


KIND = CampaignKind(
    GOAL,
    slices=_slices,
    due=_due,
    facts=frozenset({Fact.OUTLOOK}),
)
