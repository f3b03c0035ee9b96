"""What became of the people a campaign was due for: their visits around that day, and what its gifts cost."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.statements import Statement, Tx
from storage.tables import occurrences, visits, vouchers


@dataclass(frozen=True, slots=True)
class FirstTime:
    """The first time that a campaign was due to a person."""

    person_id: int
    card_id: int
    state: str
    holdout_percent: int
    found_at: datetime


_o = occurrences.c
_firsts = (
    select(func.min(_o.id).label("id"))
    .where(_o.campaign_id == bindparam("campaign_id"))
    .group_by(_o.person_id)
    .order_by(func.min(_o.id))
    .limit(bindparam("most"))
    .subquery()
)
_FIRSTS = Statement(
    select(_o.person_id, _o.card_id, _o.state, _o.holdout_percent, _o.found_at)
    .join_from(_firsts, occurrences, _o.id == _firsts.c.id)
    .order_by(_o.id),
    into=FirstTime,
)
_VISITS = Statement(
    select(visits.c.card_id, visits.c.at)
    .join_from(_firsts, occurrences, _o.id == _firsts.c.id)
    .join(visits, visits.c.card_id == _o.card_id)
    .where(
        visits.c.at >= bindparam("since", type_=visits.c.at.type),
        visits.c.undone_at.is_(None),
    )
)
_SPENT = Statement(
    select(_o.person_id, func.sum(vouchers.c.cost_minor))
    .join_from(occurrences, vouchers, vouchers.c.id == _o.voucher_id)
    .where(
        _o.campaign_id == bindparam("campaign_id"),
        vouchers.c.reward_key == bindparam("gift"),
        vouchers.c.state == "used",
        vouchers.c.cost_minor.is_not(None),
    )
    .group_by(_o.person_id)
)


def first_times(tx: Tx, campaign_id: int, *, most: int) -> list[FirstTime]:
    """Return each person whom a campaign was ever due for, once, in that order; the first `most` of them."""
    return _FIRSTS.all(tx, campaign_id=campaign_id, most=most)


def visits_of(tx: Tx, campaign_id: int, *, most: int, since: datetime) -> list[tuple[int, datetime]]:
    """Return the card and the moment of these people's visits."""
    rows = _VISITS.all(tx, campaign_id=campaign_id, most=most, since=since)
    return [(row[0], row[1]) for row in rows]


def spent_by_person(tx: Tx, campaign_id: int, *, gift: str) -> dict[int, int]:
    """Return what the used vouchers cost that a campaign gave, as far as it was told, by person."""
    return {row[0]: int(row[1]) for row in _SPENT.all(tx, campaign_id=campaign_id, gift=gift)}
