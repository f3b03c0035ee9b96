"""One question to who comes often and leaves little: would they have more, or is it right as it is? Asked once."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase, earlier
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.customer_kinds import Quadrant
from storage.campaigns import candidates, treatments
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

ONE_QUESTION = MessageKind("one_question", MessagePolicy(Purpose.OFFERS, rank=130, patient=True))

_WORTH_ASKING = timedelta(days=21)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.IN_QUADRANT, quadrant=Quadrant.BARNACLE)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    if earlier(tx, case) or treatments.quadrant_of(tx, case.account) != Quadrant.BARNACLE:
        return None
    return Timing("", case.now + _WORTH_ASKING)


KIND = CampaignKind(ONE_QUESTION, slices=_slices, due=_due, holdout_percent=0)  # an answer is what it is for
