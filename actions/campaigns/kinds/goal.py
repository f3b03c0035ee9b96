"""The reminder of a goal that is not on track."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from actions.campaigns.campaign import VOUCHER, Campaign
from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, standing_of
from actions.cards.rhythm import counted_on, goal_outlook
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose, how_often
from loyalty.cards.pace import usual_gap_days
from loyalty.dates import day_of, day_starts
from storage.campaigns import candidates, how_many, occurrences
from storage.campaigns.occurrences import Due
from storage.campaigns.segment import Slice
from storage.cards import accounts, counters, goals
from storage.engine.statements import Tx
from storage.people import preferences

GOAL = MessageKind(
    "goal",
    MessagePolicy(
        Purpose.REMINDERS,
        rank=70,
        waits=False,
        alone=Purpose.GOALS,
        patient=True,
        gift=Gift.WITH_MESSAGE,
        places=frozenset({"goal", "to_go", "date", "gift"}),
    ),
)

_DAY = timedelta(days=1)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    today = day_of(look.now, look.shop.zone)
    least = min(rules.GOAL_EVERY_DAYS.values())
    yield look.ask(candidates.SAVING, until=day_starts(today - (least - 1) * _DAY, look.shop.zone))


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    standing, counter = standing_of(tx, case), case.counter
    if standing is None or counter is None or case.account.person_id is None:
        return None
    goal, set_at = goals.of_counter(tx, counter), goals.set_at(tx, counter)
    if goal is None or set_at is None or goal.reward_key in standing.barred:
        return None
    visited = counted_on(tx, counter, case.shop.zone)
    last_on = visited[-1].day if visited else day_of(case.account.created_at, case.shop.zone)
    facts = rules.GoalFacts(
        set_on=day_of(set_at, case.shop.zone),
        by=goal.by,
        every=how_often(GOAL, preferences.preferences_of(tx, case.account.person_id)),
        outlook=goal_outlook(goal, standing, visited, today=case.today),
        silent_days=(case.today - last_on).days,
        usual_gap_days=usual_gap_days(visited),
    )
    return rules.due_goal(facts, now=case.now, zone=case.shop.zone)


def _rides(tx: Tx, one: Due) -> bool:
    """Let a gift ride once for a goal: who dawdles is not paid for each reminder."""
    counter = counters.by_id(tx, one.counter_id) if one.counter_id else None
    since = goals.set_at(tx, counter) if counter else None
    ever = occurrences.of_account(tx, accounts.by_id(tx, one.account_id), GOAL)
    given = [each for each in ever if each.voucher_id and each.id != one.id]
    return since is not None and not any(each.found_at >= since for each in given)


def _saving(tx: Tx, campaign: Campaign, _now: datetime) -> int:
    return how_many.saving(tx, campaign.shop_id)


KIND = CampaignKind(
    GOAL,
    slices=_slices,
    due=_due,
    settings=VOUCHER,
    rides=_rides,
    gifts_a_month=_saving,
    about_counter=True,
    facts=frozenset({Fact.OUTLOOK}),
)
