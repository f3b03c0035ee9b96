"""A membership that ends soon, or has ended: told to who paid for it, as a service."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign import Setting
from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, row_told_of
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.memberships import LAPSE_NEWS_DAYS, ending
from loyalty.cards.parts.membership import Membership
from storage.campaigns import candidates, occurrences
from storage.campaigns.segment import Slice
from storage.cards import memberships
from storage.engine.statements import Tx

MEMBERSHIP_ENDS = MessageKind(
    "membership_ends",
    MessagePolicy(Purpose.SERVICE, rank=28, dated=True, places=frozenset({"reward", "date", "days"})),
)

_DAY = timedelta(days=1)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    since = look.now - LAPSE_NEWS_DAYS * _DAY
    until = look.now + (look.campaign.number("days") + 2) * _DAY
    yield look.ask(candidates.MEMBERSHIP_ENDING, since=since, until=until)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    """Tell of the membership that was found, as each has an end of its own."""
    this = case.row_id
    if case.besides:
        one = occurrences.by_id(tx, case.besides)
        this = row_told_of(one.key) if one else None
    every = memberships.of_account(tx, case.account)
    days = case.look.campaign.number("days")
    ends = ending(every, days=days, now=case.now, zone=case.shop.zone)
    found = next((one for one in ends if one.held.id == this), None)
    if found is None:
        return None
    if found.over:
        return Timing(f"{found.held.id}:over", found.held.ends_at + LAPSE_NEWS_DAYS * _DAY, "over")
    return Timing(f"{found.held.id}:soon", found.held.ends_at, "soon")


KIND = CampaignKind(
    MEMBERSHIP_ENDS,
    part=Membership.name,
    slices=_slices,
    due=_due,
    settings={"days": Setting(5, 1, 30)},
    steps=("soon", "over"),
    holdout_percent=0,  # who paid for something must hear that it ends
    keeps_place=True,
    owed=True,
    facts=frozenset({Fact.MEMBERSHIP}),
)
