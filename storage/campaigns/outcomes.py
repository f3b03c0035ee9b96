"""What became of the people a campaign was due for: their visits around that day, and what its gifts cost."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select

from storage.engine.statements import Statement, Tx
from storage.tables import by_the_way, counters, entries, occurrences, row_of, visits, vouchers


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
    """Occurrences of a shop's campaign after one id, up to another."""

    shop_id: int
    campaign_id: int
    after: int
    last: int


_o = occurrences.c
_e = occurrences.alias("earlier").c
_SINCE = bindparam("since", type_=_o.found_at.type)
_FIRSTS = Statement(
    select(_o.id, _o.person_id, _o.account_id, _o.state, _o.holdout_percent, _o.found_at)
    .where(
        _o.shop_id == bindparam("shop_id"),
        _o.campaign_id == bindparam("campaign_id"),
        _o.id > bindparam("after"),
        _o.found_at >= _SINCE,
        _o.found_at <= bindparam("until", type_=_o.found_at.type),
        # By the person's index: SQLite would take the shop's for the narrower one.
        ~exists().where(
            by_the_way(_e.shop_id) == _o.shop_id,
            _e.person_id == _o.person_id,
            by_the_way(_e.campaign_id) == _o.campaign_id,
            by_the_way(_e.id) < _o.id,
            _e.found_at >= _SINCE,
        ),
    )
    .order_by(_o.id)
    .limit(bindparam("most")),
    into=FirstTime,
)
_in_stretch = (
    _e.shop_id == bindparam("shop_id"),
    _e.campaign_id == bindparam("campaign_id"),
    _e.id > bindparam("after"),
    _e.id <= bindparam("last"),
)
_VISITS = Statement(
    select(visits.c.account_id, visits.c.at).where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.account_id.in_(select(_e.account_id).where(*_in_stretch)),
        visits.c.at >= bindparam("since", type_=visits.c.at.type),
        visits.c.at < bindparam("until", type_=visits.c.at.type),
        visits.c.undone_at.is_(None),
    )
)
_SPENT = Statement(
    select(_o.person_id, func.sum(vouchers.c.cost_minor))
    .join_from(occurrences, vouchers, row_of(vouchers, _o.voucher_id))
    .where(
        by_the_way(_o.shop_id) == bindparam("shop_id"),
        _o.person_id.in_(select(_e.person_id).where(*_in_stretch)),
        by_the_way(_o.campaign_id) == bindparam("campaign_id"),
        _o.found_at >= _SINCE,
        vouchers.c.reward_key == bindparam("gift"),
        vouchers.c.state == "used",
        vouchers.c.cost_minor.is_not(None),
    )
    .group_by(_o.person_id)
)


_turned = entries.alias("turned").c
_BOOKED = Statement(
    select(_o.person_id, counters.c.programme_id, func.sum(entries.c.amount))
    .join_from(occurrences, entries, row_of(entries, _o.entry_id))
    .join(counters, row_of(counters, entries.c.counter_id))
    .where(
        by_the_way(_o.shop_id) == bindparam("shop_id"),
        _o.person_id.in_(select(_e.person_id).where(*_in_stretch)),
        by_the_way(_o.campaign_id) == bindparam("campaign_id"),
        _o.found_at >= _SINCE,
        ~exists().where(_turned.shop_id == entries.c.shop_id, _turned.reverses_id == entries.c.id),
    )
    .group_by(_o.person_id, counters.c.programme_id)
)


def first_times(
    tx: Tx, shop_id: int, campaign_id: int, *, after: int, since: datetime, until: datetime, most: int
) -> list[FirstTime]:
    """Return the next people whom a campaign was due for, each once, in the order of their first time `since`."""
    asked = {"shop_id": shop_id, "campaign_id": campaign_id, "after": after, "most": most}
    return _FIRSTS.all(tx, since=since, until=until, **asked)


def visits_of(tx: Tx, among: Stretch, *, since: datetime, until: datetime) -> list[tuple[int, datetime]]:
    """Return the card and the moment of these people's visits between two moments."""
    return [(row[0], row[1]) for row in _VISITS.all(tx, since=since, until=until, **asdict(among))]


def spent_by_person(tx: Tx, among: Stretch, *, since: datetime, gift: str) -> dict[int, int]:
    """Return what these people's used vouchers cost that the campaign gave `since`, as far as it was told."""
    return {row[0]: int(row[1]) for row in _SPENT.all(tx, since=since, gift=gift, **asdict(among))}


def booked_by_person(tx: Tx, among: Stretch, *, since: datetime) -> list[tuple[int, int, int]]:
    """Return the person, the programme and how much the campaign put on cards `since`, without what was taken back."""
    return [(row[0], row[1], int(row[2])) for row in _BOOKED.all(tx, since=since, **asdict(among))]
