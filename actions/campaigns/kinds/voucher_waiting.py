"""A reward that nobody has fetched for long."""

from collections.abc import Iterator

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.campaigns.gifts import is_gift
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.cards import vouchers
from storage.engine.statements import Tx

VOUCHER_WAITING = MessageKind(
    "voucher_waiting",
    MessagePolicy(Purpose.REMINDERS, rank=90, patient=True, places=frozenset({"reward"})),
)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    longest = rules.WAITING_AFTER_DAYS + rules.WAITING_LIVES_DAYS
    yield look.ago(candidates.GIVEN, longest=longest, least=rules.WAITING_AFTER_DAYS)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    voucher = vouchers.by_id(tx, case.voucher_id) if case.voucher_id else None
    # Of a gift people were told when they got it: only its end is worth a second word.
    if voucher is None or voucher.account_id != case.account.id or is_gift(voucher):
        return None
    return rules.due_unfetched(voucher, now=case.now, zone=case.shop.zone)


KIND = CampaignKind(
    VOUCHER_WAITING,
    slices=_slices,
    due=_due,
    about_voucher=True,
)
