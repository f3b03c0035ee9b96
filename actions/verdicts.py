"""Did it work? What a campaign changed, for the owner of the shop."""

from collections import defaultdict
from datetime import datetime, timedelta

from actions.campaigns import campaign_of
from actions.gifts import REWARD_KEY
from actions.staff import NotAllowed, may
from loyalty.contact import Kind
from loyalty.staff import Role
from loyalty.verdict import (
    MOST_VISITS,
    WINDOW_DAYS,
    CantTell,
    Interval,
    NoUse,
    Outcome,
    Verdict,
    Works,
    judge,
)
from storage import outcomes
from storage.outcomes import FirstTime
from storage.statements import Tx

__all__ = ["CantTell", "Interval", "NoUse", "Verdict", "Works", "verdict_of"]

# The first ones, for good: which are counted must not hang on what they did. More would make a till wait.
MOST_PEOPLE = 3_000
_WINDOW = timedelta(days=WINDOW_DAYS)


def verdict_of(tx: Tx, person_id: int, shop_id: int, kind: Kind, *, now: datetime) -> Verdict | NotAllowed:
    """Tell an owner what a campaign changed, by the people whose four weeks are over."""
    if may(tx, person_id, shop_id, Role.OWNER) is None:
        return NotAllowed()
    campaign_id = campaign_of(tx, shop_id, kind).id
    firsts = outcomes.first_times(tx, campaign_id, most=MOST_PEOPLE)
    over = [first for first in firsts if first.found_at + _WINDOW <= now]
    spent = outcomes.spent_by_person(tx, campaign_id, gift=REWARD_KEY)
    return judge(
        _outcomes(tx, campaign_id, over),
        most=1 if kind is Kind.WIN_BACK else MOST_VISITS,  # they came back or they did not
        spent_minor=sum(spent.get(first.person_id, 0) for first in over),
    )


def _outcomes(tx: Tx, campaign_id: int, over: list[FirstTime]) -> list[Outcome]:
    if not over:
        return []
    since = min(first.found_at for first in over) - _WINDOW
    came: dict[int, list[datetime]] = defaultdict(list)
    for card_id, at in outcomes.visits_of(tx, campaign_id, most=MOST_PEOPLE, since=since):
        came[card_id].append(at)
    return [_outcome(first, came[first.card_id]) for first in over]


def _outcome(first: FirstTime, came: list[datetime]) -> Outcome:
    due_at = first.found_at
    return Outcome(
        held_out=first.state == "held_out",
        visits=sum(due_at <= at < due_at + _WINDOW for at in came),
        before=sum(due_at - _WINDOW <= at < due_at for at in came),
        share=first.holdout_percent / 100,
    )
