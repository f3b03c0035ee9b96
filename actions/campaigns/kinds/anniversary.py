"""The day of the year on which somebody joined."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from actions.campaigns.campaign import GIFT, Campaign
from actions.campaigns.campaign_kind import CampaignKind, a_month_of_a_year
from actions.campaigns.case import CandidateSearch, EligibilityCase, worth_finding
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose
from loyalty.dates import Birthday, day_of, day_starts
from storage.campaigns import candidates, how_many
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

ANNIVERSARY = MessageKind(
    "anniversary",
    MessagePolicy(
        Purpose.OFFERS,
        rank=60,
        waits=False,
        gift=Gift.ON_THE_DAY,
        places=frozenset({"gift", "date", "years"}),
    ),
)

_DAY = timedelta(days=1)
_LATE_DAYS = 3


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    today = day_of(look.now, look.shop.zone)
    oldest = day_of(look.shop.created_at, look.shop.zone).year
    for days in range(_LATE_DAYS + 1):
        kept = today - days * _DAY
        for year in range(oldest - 1, kept.year):
            for joined in _days_kept_on(kept, year):
                since, until = (day_starts(joined + n * _DAY, look.shop.zone) for n in (0, 1))
                yield look.ask(candidates.JOINED, since=since, until=until)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    if not worth_finding(tx, case):
        return None
    joined = day_of(case.account.created_at, case.shop.zone)
    return rules.due_yearly(joined, late_days=_LATE_DAYS, now=case.now, zone=case.shop.zone)


def _days_kept_on(kept: date, year: int) -> Iterator[date]:
    """Find the days of a year that are kept on this one: the 28th of February may be two of them."""
    for month, day in {(kept.month, kept.day), (2, 29)}:
        if (month, day) == (2, 29) and not isleap(year):
            continue
        if Birthday(month, day).kept_in(kept.year) == kept:
            yield date(year, month, day)


def _joined(tx: Tx, campaign: Campaign, _now: datetime) -> int:
    return a_month_of_a_year(how_many.members(tx, campaign.shop_id))


KIND = CampaignKind(
    ANNIVERSARY,
    slices=_slices,
    due=_due,
    settings=GIFT,
    keeps_place=True,
    gifts_a_month=_joined,
)
