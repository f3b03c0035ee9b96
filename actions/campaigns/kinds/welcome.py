"""The welcome: how the card works, after the first visit."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from actions.campaigns.campaign import AMOUNT, Campaign
from actions.campaigns.campaign_kind import A_MONTH, CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose
from storage.campaigns import candidates, how_many
from storage.campaigns.segment import Slice
from storage.cards import visit_patterns
from storage.engine.statements import Tx

WELCOME = MessageKind(
    "welcome",
    MessagePolicy(
        Purpose.SERVICE, rank=10, gift=Gift.FOR_THE_VISIT, places=frozenset({"reward", "to_go", "gift"})
    ),
)

_DAY = timedelta(days=1)
_NEWS_DAYS = 2  # after which the first visit is no news


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    since = look.now - timedelta(days=_NEWS_DAYS)
    if look.since and look.since <= look.now:
        since = max(since, look.since - timedelta(hours=1))
    yield look.ask(candidates.FIRST_HERE, since=since, until=look.now + _DAY)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    first = visit_patterns.first_visit_at(tx, case.account)
    return rules.due_after(first, days=_NEWS_DAYS, now=case.now) if first else None


def _new(tx: Tx, campaign: Campaign, now: datetime) -> int:
    return how_many.joined(tx, campaign.shop_id, since=now - A_MONTH)


KIND = CampaignKind(
    WELCOME,
    slices=_slices,
    due=_due,
    settings=AMOUNT,
    # It asks for consent, so nobody goes without.
    holdout_percent=0,
    for_newcomers=True,
    facts=frozenset({Fact.CONSENTS}),
    gifts_a_month=_new,
)
