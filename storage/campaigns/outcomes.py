"""What became of the people a campaign was due for: their visits around that day, and what its gifts cost."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select

from storage.engine.statements import Statement, Tx
from storage.tables import occurrences, visits, vouchers


@dataclass(frozen=True, slots=True)
class FirstTime:
    """The first time that a campaign was due to a person."""

    id: int
    person_id: int
    account_id: int
    state: str
    holdout_percent: int
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """A campaign's occurrences after one id, up to another."""

    campaign_id: int
    after: int
    last: int


_o = occurrences.c
_e = occurrences.alias("earlier").c
_SINCE = bindparam("since", type_=_o.found_at.type)
_FIRSTS = Statement(
    select(_o.id, _o.person_id, _o.account_id, _o.state, _o.holdout_percent, _o.found_at)
    .where(
        _o.campaign_id == bindparam("campaign_id"),
        _o.id > bindparam("after"),
        _o.found_at >= _SINCE,
        _o.found_at <= bindparam("until", type_=_o.found_at.type),
        # Without the index of campaigns, which SQLite would take for the narrower one.
        ~exists().where(
            _e.person_id == _o.person_id,
            _e.campaign_id + 0 == _o.campaign_id,
            _e.id + 0 < _o.id,
            _e.found_at >= _SINCE,
        ),
    )
    .order_by(_o.id)
    .limit(bindparam("most")),
    into=FirstTime,
)
_in_stretch = (
    _e.campaign_id == bindparam("campaign_id"),
    _e.id > bindparam("after"),
    _e.id <= bindparam("last"),
)
_VISITS = Statement(
    select(visits.c.account_id, visits.c.at).where(
        visits.c.account_id.in_(select(_e.account_id).where(*_in_stretch)),
        visits.c.at >= bindparam("since", type_=visits.c.at.type),
        visits.c.at < bindparam("until", type_=visits.c.at.type),
        visits.c.undone_at.is_(None),
    )
)
_SPENT = Statement(
    select(_o.person_id, func.sum(vouchers.c.cost_minor))
    .join_from(occurrences, vouchers, vouchers.c.id == _o.voucher_id)
    .where(
        _o.person_id.in_(select(_e.person_id).where(*_in_stretch)),
        _o.campaign_id + 0 == bindparam("campaign_id"),
        _o.found_at >= _SINCE,
        vouchers.c.reward_key == bindparam("gift"),
        vouchers.c.state == "used",
        vouchers.c.cost_minor.is_not(None),
    )
    .group_by(_o.person_id)
)


def first_times(
    tx: Tx, campaign_id: int, *, after: int, since: datetime, until: datetime, most: int
) -> list[FirstTime]:
    """Return the next people whom a campaign was due for, each once, in the order of their first time `since`."""
    return _FIRSTS.all(tx, campaign_id=campaign_id, after=after, since=since, until=until, most=most)


def visits_of(tx: Tx, among: Stretch, *, since: datetime, until: datetime) -> list[tuple[int, datetime]]:
    """Return the card and the moment of these people's visits between two moments."""
    rows = _VISITS.all(
        tx, campaign_id=among.campaign_id, after=among.after, last=among.last, since=since, until=until
    )
    return [(row[0], row[1]) for row in rows]


def spent_by_person(tx: Tx, among: Stretch, *, since: datetime, gift: str) -> dict[int, int]:
    """Return what these people's used vouchers cost that the campaign gave `since`, as far as it was told."""
    rows = _SPENT.all(
        tx, campaign_id=among.campaign_id, after=among.after, last=among.last, since=since, gift=gift
    )
    return {row[0]: int(row[1]) for row in rows}
