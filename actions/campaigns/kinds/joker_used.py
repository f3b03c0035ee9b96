"""The word that a week of a row was missed: who is at one should know that no other one may be."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.cards.running import running_on
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.parts.challenge import MOST_DAYS, MOST_TIMES, Challenge
from loyalty.dates import day_starts
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

JOKER_USED = MessageKind("joker_used", MessagePolicy(Purpose.SERVICE, rank=25))

_WEEK = timedelta(weeks=1)
_LONGEST = max(timedelta(days=MOST_DAYS), MOST_TIMES["weeks"] * _WEEK) + 3 * _WEEK


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.CHALLENGED, since=look.now, until=look.now + _LONGEST)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    if case.counter is None:
        return None
    for one in running_on(tx, case.counter, case.shop.zone, now=case.now):
        if one.way.joker_on and one.in_reach:
            until = day_starts(one.way.joker_on, case.shop.zone) + _WEEK
            return Timing(f"{one.row.id}", until) if case.now < until else None
    return None


KIND = CampaignKind(
    JOKER_USED,
    part=Challenge.name,
    slices=_slices,
    due=_due,
    holdout_percent=0,  # it serves who asked for it
    about_counter=True,
    owed=True,
)
