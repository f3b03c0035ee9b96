"""Bringing a friend: a regular who has just enjoyed a reward is asked, once, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.cards.friends import referral_of
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.parts.referral import Referral
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.cards import referrals, visit_patterns, vouchers
from storage.engine.statements import Tx
from storage.shop import staff

BRING_FRIEND = MessageKind("bring_friend", MessagePolicy(Purpose.OFFERS, rank=85, waits=False))

_DAY = timedelta(days=1)
_NEWS_DAYS = 3  # after which a reward is no joy any more
REGULAR_VISITS = 5  # from which somebody knows what they would recommend


def _gives(look: CandidateSearch) -> bool:
    """Say whether a programme of the shop gives something for friends today."""
    return any(referral_of(one) for one in {one.programme_id: one for one in look.versions}.values())


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    if _gives(look):
        since = look.now - timedelta(days=_NEWS_DAYS)
        yield look.ask(candidates.LAST_HERE, since=since, until=look.now + _DAY)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    had_at = vouchers.used_last_at(tx, case.account)
    if had_at is None or not _gives(case.look):
        return None
    came = visit_patterns.visits_of(tx, case.account, most=REGULAR_VISITS)
    works = staff.in_shop(tx, case.account.person_id or 0, case.shop.id)
    if len(came) < REGULAR_VISITS or works or referrals.of_inviter(tx, case.account).joined:
        return None
    return rules.due_after(had_at, days=_NEWS_DAYS, now=case.now)


KIND = CampaignKind(
    BRING_FRIEND,
    part=Referral.name,
    slices=_slices,
    due=_due,
    owed=True,  # what it brings are others' visits
)
