"""The weather of redemptions: what a shop's customers will fetch in the coming fortnight, and how such a forecast did before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.access import NotAllowed, may
from actions.shop.sums import basis_for
from loyalty.actor import Actor
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.redemptions import (
    FORTNIGHT,
    MOST_SEEN,
    ComingReward,
    ComingRewards,
    SeenReward,
    as_a_year_ago,
    each,
    in_all,
)
from storage.engine.statements import Tx
from storage.shop import money, redemptions, shops
from storage.shop.money import Place

_A_YEAR = timedelta(weeks=52)  # the same days of the week


@dataclass(frozen=True, slots=True)
class ForecastBefore:
    """What would have been said at a moment of the fortnight that followed, and how many came."""

    at: datetime
    said: ComingRewards
    came: int


@dataclass(frozen=True, slots=True)
class Weather:
    """The coming fortnight of a shop; `in_all` is None while too little is known to say anything."""

    shop: Shop
    last_day: date
    waiting: int
    in_all: ComingRewards | None
    rewards: tuple[ComingReward, ...]
    before: ForecastBefore | None
    year_ago: ForecastBefore | None
    as_then: float | None  # how many, if it goes as it did a year ago


@dataclass(frozen=True, slots=True)
class _Known:
    rewards: list[SeenReward]
    fortnights: int  # since the shop's first visit

    @property
    def said(self) -> ComingRewards | None:
        return in_all(self.rewards, self.fortnights)


def redemption_weather(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Weather | NotAllowed:
    """Tell a shop's managers how many rewards will be asked for in the coming fortnight, and what that costs."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop, first = shops.by_id(tx, shop_id), money.first_visit_at(tx, Place(shop_id))
    known = _known(tx, shop_id, first, now)
    said, year_ago = known.said, _before(tx, shop_id, first, now - _A_YEAR)
    return Weather(
        shop=shop,
        last_day=day_of(now + FORTNIGHT, shop.zone),
        waiting=sum(one.waiting for one in known.rewards),
        in_all=said,
        rewards=tuple(each(known.rewards, known.fortnights, basis_for(tx, shop))),
        before=_before(tx, shop_id, first, now - FORTNIGHT),
        year_ago=year_ago,
        as_then=as_a_year_ago(said, year_ago.said, year_ago.came) if said and year_ago else None,
    )


def _known(tx: Tx, shop_id: int, first: datetime | None, at: datetime) -> _Known:
    fortnights = max(0, (at - first) // FORTNIGHT) if first else 0
    return _Known(redemptions.before(tx, shop_id, at), min(fortnights, MOST_SEEN))


def _before(tx: Tx, shop_id: int, first: datetime | None, at: datetime) -> ForecastBefore | None:
    """Forecast what followed on a moment that is over by what was known then, and say what came."""
    said = _known(tx, shop_id, first, at).said if first and first < at else None
    if said is None:
        return None
    return ForecastBefore(at, said, redemptions.used(tx, shop_id, since=at, until=at + FORTNIGHT))
