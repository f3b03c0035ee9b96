"""What a rehearsal says: how much each campaign sent, gave and kept back, and how much one customer heard."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from actions.campaigns.kinds import BY_KIND, kind_named
from actions.rehearsal.recorded_past import Customer
from actions.rehearsal.results import Ending, RewardTally, outcome
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.dates import day_starts
from scheduler.rehearsal.rehearse import Span
from scheduler.rehearsal.stage import Stage

_WINDOW = timedelta(days=30)
_WENT = "sent"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A message that would have gone, with the gift that it would have brought; or a gift that nobody was told of."""

    at: datetime
    sent: bool
    customer: Customer
    kind: str
    step: str
    reward: str | None
    cost_minor: int | None
    booked: int | None


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """What one campaign did; `waiting` was put off beyond the last day, `not_sent` says why how often."""

    kind: str
    messages: int
    people: int
    gifts: RewardTally
    held_out: int
    waiting: int
    not_sent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MessagesEach:
    """How many messages one customer got: all of them counted, those who got none too."""

    median: float
    nine_of_ten: int
    most: int
    most_offers_in_30_days: int  # reminders and offers, which the dose limits


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """A rehearsal's facts; money is in minor units."""

    customers: int
    booked: int
    refused: Mapping[str, int]
    campaigns: tuple[CampaignFacts, ...]
    heard: MessagesEach
    earned: RewardTally
    taken: RewardTally
    on_top: Mapping[str, int]  # what parts gave beside what visits earn
    lines: tuple[ReportLine, ...]


def report(stage: Stage, span: Span) -> RehearsalReport:
    """Read from a stage what a rehearsal came to."""
    since = day_starts(span.first, stage.shop.zone)
    came_to = outcome(stage.tx, stage.shop.id, since=since)
    by_kind: dict[str, list[Ending]] = defaultdict(list)
    for ending in came_to.endings:
        by_kind[ending.kind].append(ending)
    return RehearsalReport(
        customers=len(stage.people),
        booked=stage.booked,
        refused=dict(stage.refused.most_common()),
        campaigns=tuple(_campaign(kind, by_kind[kind]) for kind in BY_KIND if kind in by_kind),
        heard=_heard(came_to.endings, len(stage.people)),
        earned=came_to.earned,
        taken=came_to.taken,
        on_top=came_to.on_top,
        lines=tuple(sorted(_lines(stage, came_to.endings), key=lambda line: line.at)),
    )


def _campaign(kind: str, endings: Sequence[Ending]) -> CampaignFacts:
    went = [one for one in endings if one.state == _WENT]
    states = Counter(one.state for one in endings)
    return CampaignFacts(
        kind=str(kind),
        messages=len(went),
        people=len({one.account_id for one in went}),
        gifts=_gifts(endings),
        held_out=states["held_out"],
        waiting=states["due"] + states["queued"],
        not_sent=dict(Counter(one.why or "" for one in endings if one.state == "dropped").most_common()),
    )


def _gifts(endings: Iterable[Ending]) -> RewardTally:
    gifts = [one for one in endings if one.reward is not None or one.booked]
    return RewardTally(
        len(gifts),
        sum(one.cost_minor or 0 for one in gifts),
        sum(one.cost_minor is None or one.booked is not None for one in gifts),
    )


def _heard(endings: Iterable[Ending], customers: int) -> MessagesEach:
    at: dict[int, list[datetime]] = defaultdict(list)
    rationed: dict[int, list[datetime]] = defaultdict(list)
    for one in endings:
        if one.state == _WENT and one.at:
            at[one.account_id].append(one.at)
            if kind_named(one.kind).policy.purpose is not Purpose.SERVICE:
                rationed[one.account_id].append(one.at)
    counts = sorted([0] * (customers - len(at)) + [len(each) for each in at.values()])
    return MessagesEach(
        median=median(counts) if counts else 0,
        nine_of_ten=counts[ceil(len(counts) * 0.9) - 1] if counts else 0,
        most=max(counts, default=0),
        most_offers_in_30_days=max(map(_most_in_a_window, rationed.values()), default=0),
    )


def _most_in_a_window(moments: Sequence[datetime]) -> int:
    return max(bisect_left(moments, first + _WINDOW) - place for place, first in enumerate(moments))


def _lines(stage: Stage, endings: Iterable[Ending]) -> Iterable[ReportLine]:
    for one in endings:
        sent = one.state == _WENT
        at = one.at if sent else one.given_at
        if at:
            who = stage.holders[one.account_id]
            yield ReportLine(at, sent, who, one.kind, one.step, one.reward, one.cost_minor, one.booked)
