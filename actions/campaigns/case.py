"""What a rule is asked about: a campaign of a shop at a moment, and a card that it may be due to."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from actions.campaigns.campaign import Campaign
from actions.campaigns.consents import consents_of
from actions.cards.past import kept_for_others, past_of
from actions.cards.stock import gone
from loyalty.campaigns.churn_rule import FixedSilence, Rule
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.cards.counter_state import CounterState, in_force
from loyalty.cards.endings import balance_ends
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Counter, Shop
from storage.campaigns import filtered, occurrences
from storage.campaigns.occurrences import Due
from storage.campaigns.segment import Segment, Slice
from storage.cards import counters
from storage.engine.statements import Tx
from storage.shop import programmes

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CandidateSearch:
    """A campaign of a shop at a moment; `since` is when everybody was last looked through."""

    shop: Shop
    campaign: Campaign
    versions: tuple[ProgrammeVersion, ...]
    now: datetime
    since: datetime | None = None
    rule: Rule = field(default_factory=FixedSilence)  # who counts as lapsed, where that campaign asks
    usual_gap_days: float = 0.0  # between two visits of a customer, where that campaign asks
    whom: Filter | None = None  # whom alone the campaign is for

    def ask(self, segment: Segment, **asked: object) -> Slice:
        """Ask for who is in a segment at this moment, and for whom this campaign has nothing that is still due."""
        query = segment.of(self.campaign.kind, filtered=self.whom is not None)
        whom = filtered.asked(self.whom) if self.whom else {}
        return Slice(query, {"shop_id": self.shop.id, "now": self.now, **whom, **asked})

    def ago(self, segment: Segment, *, longest: int, least: int, **asked: object) -> Slice:
        """Ask for whose moment was so many days ago by the shop's calendar, both ends included."""
        today, zone = day_of(self.now, self.shop.zone), self.shop.zone
        since, until = day_starts(today - longest * _DAY, zone), day_starts(today - (least - 1) * _DAY, zone)
        return self.ask(segment, since=since, until=until, **asked)


@dataclass(frozen=True, slots=True)
class EligibilityCase:
    """An account that a campaign may be due to, `row_id` what it was found by; `besides` is the occurrence that is asked about once more."""

    look: CandidateSearch
    account: Account
    voucher_id: int | None = None
    counter: Counter | None = None  # where the campaign is about one
    besides: int | None = None
    row_id: int | None = None

    @property
    def shop(self) -> Shop:
        """Return the shop."""
        return self.look.shop

    @property
    def now(self) -> datetime:
        """Return the moment that is asked about."""
        return self.look.now

    @property
    def today(self) -> date:
        """Return the day it is in the shop."""
        return day_of(self.look.now, self.shop.zone)


def row_told_of(key: str) -> int:
    """Return the row that an occurrence's occasion begins with, as its key has it behind kind and account."""
    return int(key.split(":")[2])


def standing_of(tx: Tx, case: EligibilityCase) -> CounterState | None:
    """Return how the counter stands that a campaign is about, or nothing when its balance has run out."""
    return _standing(tx, case, case.counter) if case.counter else None


def run_out_or_not(tx: Tx, case: EligibilityCase) -> CounterState | None:
    """Return how the counter stands that a campaign is about, empty where its balance has run out."""
    return _written(tx, case, case.counter) if case.counter else None


def standings_of(tx: Tx, case: EligibilityCase) -> list[CounterState]:
    """Return how each counter of the account stands, without those whose balance has run out."""
    found = (_standing(tx, case, counter) for counter in counters.of_account(tx, case.account))
    return [standing for standing in found if standing]


def _standing(tx: Tx, case: EligibilityCase, counter: Counter) -> CounterState | None:
    standing = _written(tx, case, counter)
    return standing if standing and (standing.balance or not counter.balance) else None


def _written(tx: Tx, case: EligibilityCase, counter: Counter) -> CounterState | None:
    own = [version for version in case.look.versions if version.programme_id == counter.programme_id]
    if not own:  # the programme was taken away
        return None
    begun = next((version for version in own if version.id == counter.version_id), None)
    standing = CounterState(
        counter.balance,
        counter.round,
        begun or programmes.version(tx, counter.shop_id, counter.version_id),
        0,
        None,
    )
    ends = balance_ends(counter, standing.version.programme, case.shop.zone)
    if ends and ends <= case.now:
        standing = replace(standing, balance=0, round=standing.round + 1)
    standing = in_force(standing, own[-1])
    parts = (*standing.version.programme.parts, *own[-1].programme.parts)
    past = past_of(tx, counter, parts, case.shop.zone, now=case.now)
    return replace(
        standing,
        gone=gone(tx, counter.shop_id, standing.version, own[-1]),
        past=past,
        kept=kept_for_others(standing.version.programme, parts, past, case.now.astimezone(case.shop.zone)),
    )


def worth_finding(tx: Tx, case: EligibilityCase) -> bool:
    """Say whether a day brings a gift, which needs no consent, or else a greeting that may be sent."""
    return case.look.campaign.gives("") or Purpose.OFFERS in consents_of(tx, case.account.person_id or 0)


def earlier(tx: Tx, case: EligibilityCase) -> list[Due]:
    """Return what this campaign had for the card before the occurrence that is asked about."""
    ever = occurrences.of_account(tx, case.account, case.look.campaign.kind)
    return [one for one in ever if case.besides is None or one.id < case.besides]
