"""Hat day, the first of the three files that a kind of message is: whom it looks at, what is due, its policy."""

from collections.abc import Iterator

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.dates import day_starts, months_later
from storage.campaigns import candidates
from storage.campaigns.candidates import Slice
from storage.engine.statements import Tx

HAT_DAY = MessageKind("hat_day", MessagePolicy(Purpose.OFFERS, rank=105))


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.EVERYBODY)


def _due(_tx: Tx, case: EligibilityCase) -> Timing | None:
    return Timing(f"{case.today.year}", day_starts(months_later(case.today, 1), case.shop.zone))


KIND = CampaignKind(HAT_DAY, slices=_slices, due=_due, holdout_percent=0)
