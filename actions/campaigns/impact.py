"""Did it work? What a campaign changed: judged every night, told to the owner, and paused where it is of no use."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from actions.access import NotAllowed, may
from actions.campaigns.arms import end_running
from actions.campaigns.gifts import REWARD_KEY
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import Campaign, campaign_of, campaigns_of
from loyalty.actor import Actor, Clock
from loyalty.campaigns.bets import Observation
from loyalty.campaigns.experiment import HALF
from loyalty.campaigns.experiment_result import (
    WINDOW_DAYS,
    CantTell,
    Interval,
    NoUse,
    Verdict,
    Works,
    from_json,
    judge,
    to_json,
)
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.roles import Role
from storage.campaigns import outcomes
from storage.campaigns import settings as campaign_settings
from storage.campaigns.outcomes import FirstTime, Measured, Stretch
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act

__all__ = [
    "WINDOW",
    "CantTell",
    "Evidence",
    "ImpactPage",
    "Interval",
    "NoUse",
    "Observation",
    "Verdict",
    "Works",
    "evidence",
    "judged",
    "keep_verdict",
    "of_campaign",
    "to_be_judged",
    "verdict_of",
]  # fmt: skip

_PAGE = 500  # people whose outcomes are read in one go
WINDOW = timedelta(days=WINDOW_DAYS)
_LOOKS_BACK = timedelta(days=730)  # what was due before may be forgotten by now: storage/retention.py
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is judged: by whom it was due to `since`."""

    measured: Measured
    kind: MessageKind
    since: datetime = _EVER


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """Outcomes of some people in the order they became due; `next` is where those after them begin, or None."""

    outcomes: list[Observation]
    spent_minor: int  # of vouchers that were used
    spent_other_minor: int  # of theirs who got the old variant of an experiment
    booked: Counter[int]  # stamps or points that were put on cards, by programme
    next: int | None


def verdict_of(tx: Tx, actor: Actor, shop_id: int, kind: MessageKind) -> Verdict | NotAllowed:
    """Tell an owner what a campaign changed, as it was judged last night."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    campaign_id = campaign_of(tx, shop_id, kind).id
    said = campaign_settings.by_id(tx, campaign_id).verdict if campaign_id else None
    return from_json(said) if said else CantTell(0, None)


def to_be_judged(tx: Tx, shop_id: int) -> list[Campaign]:
    """Return the campaigns of a shop that run, and from which somebody is left out."""
    return [one for one in campaigns_of(tx, shop_id) if one.id and one.on and one.holdout_percent]


def of_campaign(campaign: Campaign, *, now: datetime) -> Evidence:
    """Say what a campaign is judged by."""
    since = max(campaign.judged_from or _EVER, now - _LOOKS_BACK)
    return Evidence(Measured("campaign", campaign.shop_id, campaign.id), campaign.kind, since)


def evidence(tx: Tx, of: Evidence, *, after: int, now: datetime) -> ImpactPage:
    """Return what became of the next people whose four weeks are over; `after` is 0, then each page's `next`."""
    since = of.since
    firsts = outcomes.first_times(tx, of.measured, after=after, since=since, until=now - WINDOW, most=_PAGE)
    if not firsts:
        return ImpactPage([], 0, 0, Counter(), None)
    among = Stretch(of.measured, after, firsts[-1].id)
    people = {first.person_id for first in firsts}
    spent = outcomes.spent_by_person(tx, among, since=since, gift=REWARD_KEY)
    old = {first.person_id for first in firsts if _without(first, among)}
    return ImpactPage(
        _outcomes(tx, among, firsts),
        sum(minor for person_id, minor in spent.items() if person_id in people - old),
        sum(minor for person_id, minor in spent.items() if person_id in old),
        _booked(tx, among, people, since=since),
        among.last if len(firsts) == _PAGE else None,
    )


def _booked(tx: Tx, among: Stretch, people: Collection[int], *, since: datetime) -> Counter[int]:
    """Sum what a campaign put on these people's cards, by programme."""
    booked: Counter[int] = Counter()
    for person_id, programme_id, amount in outcomes.booked_by_person(tx, among, since=since):
        if person_id in people:
            booked[programme_id] += amount
    return booked


def _outcomes(tx: Tx, among: Stretch, firsts: list[FirstTime]) -> list[Observation]:
    moments = [first.found_at for first in firsts]
    came: dict[int, list[datetime]] = defaultdict(list)
    since, until = min(moments) - WINDOW, max(moments) + WINDOW
    for account_id, at in outcomes.visits_of(tx, among, since=since, until=until):
        came[account_id].append(at)
    return [_outcome(first, came[first.account_id], among) for first in firsts]


def _outcome(first: FirstTime, came: list[datetime], among: Stretch) -> Observation:
    due_at = first.found_at
    return Observation(
        held_out=_without(first, among),
        visits=sum(due_at <= at < due_at + WINDOW for at in came),
        before=sum(due_at - WINDOW <= at < due_at for at in came),
        share=HALF if among.of.whose == "experiment" else first.holdout_percent / 100,
    )


def _without(first: FirstTime, among: Stretch) -> bool:
    """Say whether somebody is one of those that the others are set beside: left out, or given the old variant."""
    return first.arm == "a" if among.of.whose == "experiment" else first.state == "held_out"


def judged(kind: MessageKind, seen: Sequence[Observation], *, spent_minor: int) -> Verdict:
    """Say what a kind of campaign changed, by everybody's outcomes."""
    return judge(seen, most=BY_KIND[kind].most_changed, spent_minor=spent_minor)


def keep_verdict(tx: Tx, campaign: Campaign, verdict: Verdict, *, now: datetime) -> None:
    """Keep what was found out about a campaign, and pause it where that proves it to be of no use."""
    current = campaign_of(tx, campaign.shop_id, campaign.kind)
    if not current.on or current.judged_from != campaign.judged_from:
        return  # its owner switched it while it was judged
    campaign_settings.keep_verdict(tx, campaign.id, to_json(verdict))
    if isinstance(verdict, NoUse) and not BY_KIND[campaign.kind].owed:
        campaign_settings.pause(tx, campaign.id, now=now)
        end_running(tx, campaign, "changed", now=now)
        audit.add(
            tx, Clock(), campaign.shop_id, Act("campaign_paused", subject=f"{campaign.kind}:on"), now=now
        )
