"""Why a campaign is due to a customer: their facts as they are now, asked of the rules in loyalty/campaigns."""

from datetime import datetime

from actions.campaigns.arms import as_sent
from actions.campaigns.campaign import Campaign
from actions.campaigns.candidate_ranges import is_for, search_candidates
from actions.campaigns.case import EligibilityCase
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import kept
from actions.campaigns.suited import About, suits
from actions.campaigns.treatments import goes_to
from loyalty.campaigns.frequency_cap import Occurrence, Purpose
from loyalty.records import Account
from storage.campaigns import broadcasts
from storage.campaigns.occurrences import Due
from storage.cards import accounts, counters
from storage.engine.statements import Tx
from storage.shop import shops


def due(tx: Tx, case: EligibilityCase) -> Occurrence | None:
    """Say what is due to a customer for one campaign, or nothing."""
    row = BY_KIND[case.look.campaign.kind]
    if case.account.start_held_at and row.kind.policy.purpose == Purpose.OFFERS:
        return None  # nobody in the shop has seen them yet
    timing = row.due(tx, case)
    if timing is None or not goes_to(tx, case.account, case.look.campaign, timing.step):
        return None
    named = About(case.voucher_id, case.counter.id if case.counter else None)
    if not suits(tx, case.shop, case.account, case.look.campaign, named, now=case.now):
        return None
    about: int | None = case.account.id
    if row.about_voucher:
        about = case.voucher_id
    elif row.about_counter and case.counter:
        about = case.counter.id
    key = f"{row.kind}:{about}:{timing.occasion}".removesuffix(":")
    return Occurrence(row.kind, key, timing.until, timing.step)


def reason_holds(tx: Tx, one: Due, *, now: datetime) -> bool:
    """Say whether what made an occurrence due is still so: the goal not reached, the customer not back."""
    account = accounts.locked(tx, one.account_id)
    if account.closed_at or account.person_id != one.person_id:
        return False
    row = BY_KIND[one.kind]
    campaign = as_sent(tx, kept(tx, one.shop_id, row.kind), one)
    if row.ordered or not campaign.on:
        return campaign.on and not _called_off(tx, one) and _still_goes(tx, account, campaign, one, now=now)
    look = search_candidates(tx, shops.by_id(tx, one.shop_id), campaign, now=now)
    if not is_for(tx, look, account):
        return False
    counter = counters.by_id(tx, one.counter_id) if one.counter_id else None
    found = due(tx, EligibilityCase(look, account, one.voucher_id, counter, besides=one.id))
    return found is not None and found.key == one.key


def _still_goes(tx: Tx, account: Account, campaign: Campaign, one: Due, *, now: datetime) -> bool:
    shop = shops.by_id(tx, one.shop_id)
    return goes_to(tx, account, campaign, "") and suits(
        tx, shop, account, campaign, About(broadcast_id=one.broadcast_id), now=now
    )


def _called_off(tx: Tx, one: Due) -> bool:
    ordered = broadcasts.by_id(tx, one.broadcast_id) if one.broadcast_id else None
    return ordered is not None and ordered.cancelled_at is not None
