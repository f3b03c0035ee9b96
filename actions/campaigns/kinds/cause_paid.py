"""A payment to a good cause: who gave to it hears once what became of it."""

from collections.abc import Iterator
from datetime import timedelta

from actions.campaigns.campaign_kind import CampaignKind, Fact
from actions.campaigns.case import CandidateSearch, EligibilityCase, row_told_of
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import MessageKind, MessagePolicy, Purpose
from loyalty.cards.endings import ends_with
from loyalty.cards.giving import giving_by
from loyalty.cards.parts.cause import GoodCauses, causes_in
from storage.campaigns import candidates, occurrences
from storage.campaigns.segment import Slice
from storage.cards import good_causes
from storage.engine.statements import Tx
from storage.shop import cause_payments
from storage.shop.cause_payments import PaymentRow

CAUSE_PAID = MessageKind("cause_paid", MessagePolicy(Purpose.OFFERS, rank=87, waits=False))

_DAY = timedelta(days=1)
_NEWS_DAYS = 7
_WAS_HERE_DAYS = 180  # within which somebody came, so that the shop is theirs still


def _newest(tx: Tx, look: CandidateSearch) -> list[PaymentRow]:
    """List payments that are news."""
    since = look.now - _NEWS_DAYS * _DAY
    return [one for one in cause_payments.of_shop(tx, look.shop.id) if one.at >= since]


def _part(look: CandidateSearch) -> GoodCauses | None:
    """Return the good causes of a programme that the shop has today."""
    today = {version.programme_id: version for version in look.versions}.values()
    return next((part for version in today if (part := causes_in(version.programme.parts))), None)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    if _part(look):
        since = look.now - _WAS_HERE_DAYS * _DAY
        yield look.ask(candidates.LAST_HERE, since=since, until=look.now + _DAY)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    part, this = _part(case.look), None
    if case.besides:
        one = occurrences.by_id(tx, case.besides)
        this = row_told_of(one.key) if one else 0
    news = _newest(tx, case.look) if part else []
    if part is None or not news:
        return None
    own = giving_by(part, good_causes.known(tx, case.account)).cause.name
    asked = (one for one in reversed(news) if this in (None, one.id))
    paid = next((one for one in asked if _gave(tx, case, one, own=own)), None)
    return Timing(str(paid.id), paid.at + _NEWS_DAYS * _DAY) if paid else None


def _gave(tx: Tx, case: EligibilityCase, paid: PaymentRow, *, own: str) -> bool:
    """Say whether somebody gave to what was paid before it was; who gives to another one now, since the payment before it."""
    until = min(paid.at, ends_with(paid.day, case.shop.zone))
    since = None if paid.cause == own else cause_payments.paid_before(tx, paid)
    return good_causes.gave_to(tx, case.account, paid.cause_id, since=since, until=until)


KIND = CampaignKind(
    CAUSE_PAID,
    part=GoodCauses.name,
    slices=_slices,
    due=_due,
    facts=frozenset({Fact.PAID_CAUSE}),
    owed=True,  # it is told for itself, and not to bring anybody
)
