"""Hat day: once a year, on a weekday that the owner chooses, for who has something on their card."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.campaigns.campaign import GIFT, Campaign, Setting
from actions.campaigns.campaign_kind import CampaignKind, a_month_of_a_year
from actions.campaigns.case import CandidateSearch, EligibilityCase, standings_of
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose
from loyalty.dates import day_of, day_starts
from storage.campaigns import candidates, how_many
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx

HAT_DAY = MessageKind(
    "hat_day",
    MessagePolicy(Purpose.OFFERS, rank=115, gift=Gift.WITH_MESSAGE, places=frozenset({"gift", "date"})),
)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.EVERYBODY)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    if not any(standing.balance for standing in standings_of(tx, case)):
        return None
    return due_on(case.look.campaign.number("weekday"), now=case.now, zone=case.shop.zone)


def due_on(weekday: int, *, now: datetime, zone: ZoneInfo) -> Timing | None:
    """Come once a year, on the first such weekday."""
    today = day_of(now, zone)
    over = day_starts(today + timedelta(days=3), zone)
    return Timing(str(today.year), over) if today.isoweekday() == weekday else None


def _wearing(tx: Tx, campaign: Campaign, _now: datetime) -> int:
    return a_month_of_a_year(how_many.members(tx, campaign.shop_id))


KIND = CampaignKind(
    HAT_DAY,
    slices=_slices,
    due=_due,
    settings={"weekday": Setting(1, 1, 7), **GIFT},
    gifts_a_month=_wearing,
)
