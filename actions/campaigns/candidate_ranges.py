"""Whom each campaign looks at: the ranges of an index in which somebody may be due at a moment."""

from calendar import isleap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from statistics import median

from actions.campaigns.churn_rule import rule_of
from actions.campaigns.settings import Campaign
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.churn_rule import LATEST_DAYS, SOONEST_DAYS, FixedSilence, Rule
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import Programme
from loyalty.cards.visits import ProgrammeVersion
from loyalty.dates import Birthday, day_of, day_starts
from loyalty.records import Shop
from storage.campaigns import candidates
from storage.campaigns.candidates import Query, Slice
from storage.cards import visit_patterns
from storage.engine.statements import Tx
from storage.shop import shops

SILENT_MOST_DAYS = 60  # whoever is silent longer is missed, not almost there
_SAMPLE = 300  # of a shop's newest visits, to say what is usual there
_ENOUGH = 20
_GAP_DAYS = 14.0  # where a shop is too young to say
_DAY = timedelta(days=1)
_LONGEST_WARNING = rules.WARNINGS[-1][1]
OFFERS = frozenset({"offer", "bigger_offer"})


@dataclass(frozen=True, slots=True)
class CandidateSearch:
    """A campaign of a shop at a moment; `since` is when everybody was last looked through."""

    shop: Shop
    campaign: Campaign
    terms: tuple[ProgrammeVersion, ...]
    rule: Rule  # who counts as lapsed
    now: datetime
    since: datetime | None = None
    usual_gap_days: float = 0.0  # between two visits of a customer, where that campaign asks

    def slices(self) -> list[Slice]:
        """Return what to ask for."""
        return list(_KINDS[self.campaign.kind](self))

    def ask(self, query: Query, **asked: object) -> Slice:
        """Ask for what a query finds at this moment."""
        return Slice(query, {"shop_id": self.shop.id, "now": self.now, **asked})

    def ago(self, query: Query, *, longest: int, least: int, **asked: object) -> Slice:
        """Ask for what happened so many days ago by the shop's calendar, both ends included."""
        today, zone = day_of(self.now, self.shop.zone), self.shop.zone
        since, until = day_starts(today - longest * _DAY, zone), day_starts(today - (least - 1) * _DAY, zone)
        return self.ask(query, since=since, until=until, **asked)


def search_candidates(
    tx: Tx, shop: Shop, campaign: Campaign, *, now: datetime, since: datetime | None = None
) -> CandidateSearch:
    """Make ready to look through a shop's customers for one campaign, or to look at one of them again."""
    rule = rule_of(tx, campaign) if campaign.kind is MessageKind.WIN_BACK else FixedSilence()
    gap_days = _usual_gap_days(tx, shop.id) if campaign.kind is MessageKind.ALMOST_THERE else 0.0
    return CandidateSearch(shop, campaign, tuple(shops.every_terms(tx, shop.id)), rule, now, since, gap_days)


def _usual_gap_days(tx: Tx, shop_id: int) -> float:
    gaps = visit_patterns.newest_gaps(tx, shop_id, most=_SAMPLE)
    return median(gaps) if len(gaps) >= _ENOUGH else _GAP_DAYS


def _welcome(look: CandidateSearch) -> Iterator[Slice]:
    since = look.now - timedelta(days=rules.WELCOME_LIVES_DAYS)
    if look.since and look.since <= look.now:
        since = max(since, look.since - timedelta(hours=1))
    yield look.ask(candidates.WELCOME, since=since, until=look.now + _DAY)


def _goal(look: CandidateSearch) -> Iterator[Slice]:
    today = day_of(look.now, look.shop.zone)
    least = min(rules.GOAL_EVERY_DAYS.values())
    yield look.ask(candidates.GOAL, until=day_starts(today - (least - 1) * _DAY, look.shop.zone))


def _almost_there(look: CandidateSearch) -> Iterator[Slice]:
    for terms in look.terms:
        for wanted in terms.programme.rewards:
            for to_go in range(1, within(terms.programme, wanted.at, look.campaign) + 1):
                if to_go < wanted.at:
                    yield look.ago(
                        candidates.ALMOST,
                        longest=SILENT_MOST_DAYS,
                        least=rules.SILENT_AT_LEAST_DAYS + 1,
                        terms_id=terms.id,
                        balance=wanted.at - to_go,
                    )


def within(programme: Programme, wanted: int, campaign: Campaign) -> int:
    """Say how close "almost" is: some places of a card, or a tenth of what a balance needs."""
    if programme.starts_over:
        return campaign.number("within")
    return min(max(1, wanted // 10), 100)


def _voucher_waiting(look: CandidateSearch) -> Iterator[Slice]:
    longest = rules.WAITING_AFTER_DAYS + rules.WAITING_LIVES_DAYS
    yield look.ago(candidates.WAITING, longest=longest, least=rules.WAITING_AFTER_DAYS)


def _voucher_expiring(look: CandidateSearch) -> Iterator[Slice]:
    until = look.now + (_LONGEST_WARNING + 2) * _DAY
    yield look.ask(candidates.ENDING, since=look.now, until=until)


def _balance_expiring(look: CandidateSearch) -> Iterator[Slice]:
    for terms in look.terms:
        idle_days = terms.programme.idle_days
        if idle_days:
            least = idle_days - _LONGEST_WARNING
            yield look.ago(candidates.IDLE, longest=idle_days, least=least, terms_id=terms.id)


def _birthday(look: CandidateSearch) -> Iterator[Slice]:
    today = day_of(look.now, look.shop.zone)
    lead, late = look.campaign.number("lead_days"), look.campaign.number("late_days")
    for days in range(-late, lead + 1):
        kept = today + days * _DAY
        leap = Birthday(2, 29)
        written = {f"{kept:%m-%d}", *([str(leap)] if leap.kept_in(kept.year) == kept else [])}
        for day in sorted(written):
            yield look.ask(candidates.BORN, day=day)


def _anniversary(look: CandidateSearch) -> Iterator[Slice]:
    today = day_of(look.now, look.shop.zone)
    oldest = day_of(look.shop.created_at, look.shop.zone).year
    for days in range(rules.ANNIVERSARY_LIVES_DAYS + 1):
        kept = today - days * _DAY
        for year in range(oldest - 1, kept.year):
            for joined in _days_kept_on(kept, year):
                since, until = (day_starts(joined + n * _DAY, look.shop.zone) for n in (0, 1))
                yield look.ask(candidates.JOINED, since=since, until=until)


def _days_kept_on(kept: date, year: int) -> Iterator[date]:
    """Find the days of a year that are kept on this one: the 28th of February may be two of them."""
    for month, day in {(kept.month, kept.day), (2, 29)}:
        if (month, day) == (2, 29) and not isleap(year):
            continue
        if Birthday(month, day).kept_in(kept.year) == kept:
            yield date(year, month, day)


def _win_back(look: CandidateSearch) -> Iterator[Slice]:
    if isinstance(look.rule, FixedSilence):
        # Beyond the ladder's end they are left alone, also where it never began.
        ladder = (len(rules.LADDER) + 1) * rules.WIN_BACK_STEP_DAYS
        least, longest = look.rule.days, look.rule.days + ladder
    else:
        least, longest = min(SOONEST_DAYS, *look.rule.newcomer_days), LATEST_DAYS
    rests = day_of(look.now, look.shop.zone) - (rules.WIN_BACK_STEP_DAYS - 1) * _DAY
    yield look.ago(
        candidates.SILENT,
        longest=longest,
        least=least,
        rests_since=day_starts(rests, look.shop.zone),
        top=_top(look.campaign),
    )


def _top(campaign: Campaign) -> str:
    """Return the last step of the ladder that this campaign has something for."""
    climbed = takewhile(lambda step: step not in OFFERS or campaign.gift(step), rules.LADDER)
    return list(climbed)[-1]


_KINDS: Mapping[MessageKind, Callable[[CandidateSearch], Iterator[Slice]]] = {
    MessageKind.WELCOME: _welcome,
    MessageKind.GOAL: _goal,
    MessageKind.ALMOST_THERE: _almost_there,
    MessageKind.VOUCHER_WAITING: _voucher_waiting,
    MessageKind.VOUCHER_EXPIRING: _voucher_expiring,
    MessageKind.BALANCE_EXPIRING: _balance_expiring,
    MessageKind.BIRTHDAY: _birthday,
    MessageKind.ANNIVERSARY: _anniversary,
    MessageKind.WIN_BACK: _win_back,
}
