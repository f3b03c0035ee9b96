"""A reward that ends soon."""

from collections.abc import Iterator
from datetime import timedelta

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

VOUCHER_EXPIRING = MessageKind(
    "voucher_expiring",
    MessagePolicy(
        Purpose.REMINDERS, rank=30, dated=True, patient=True, places=frozenset({"reward", "date", "days"})
    ),
)

_DAY = timedelta(days=1)
_LONGEST_WARNING = rules.WARNINGS[-1][1]


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    until = look.now + (_LONGEST_WARNING + 2) * _DAY
    yield look.ask(candidates.ENDING, since=look.now, until=until)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    voucher = vouchers.by_id(tx, case.voucher_id) if case.voucher_id else None
    if voucher is None or voucher.account_id != case.account.id:
        return None
    found = rules.due_before_voucher_ends(voucher, now=case.now, zone=case.shop.zone)
    early = found is not None and found.step != "last"
    return None if early and is_gift(voucher) else found


KIND = CampaignKind(
    VOUCHER_EXPIRING,
    slices=_slices,
    due=_due,
    about_voucher=True,
    keeps_place=True,
    owed=True,  # who holds something must hear that it ends, whether or not that brings them
)
