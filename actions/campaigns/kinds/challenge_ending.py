"""A challenge that ends soon, to who can still do it."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.cards.running import ending_first, running_on
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.endings import last_day
from loyalty.cards.parts.challenge import Challenge
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

CHALLENGE_ENDING = MessageKind(
    "challenge_ending", MessagePolicy(Purpose.REMINDERS, rank=45, dated=True, patient=True)
)

_WARNED_DAYS = 2  # before its last day


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    until = look.now + timedelta(days=_WARNED_DAYS + 2)
    yield look.ask(candidates.CHALLENGED, since=look.now, until=until)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    zone = case.shop.zone
    running = running_on(tx, case.counter, zone, now=case.now) if case.counter else ()
    one = ending_first(running)
    if one is None or (last_day(one.row.ends_at, zone) - case.today).days > _WARNED_DAYS:
        return None
    return Timing(f"{one.row.id}", one.row.ends_at)


KIND = CampaignKind(
    CHALLENGE_ENDING,
    part=Challenge.name,
    slices=_slices,
    due=_due,
    about_counter=True,
    keeps_place=True,
)
