"""What the demo's café did in its past beside serving: its messages every third week, and what its owner told and set herself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

from actions.campaigns import departures, dispatch, find_due
from actions.campaigns.kinds.win_back import WIN_BACK
from actions.delivery import outbox
from actions.shop.targets import set_target
from actions.shop.till_totals import tell_total
from loyalty.actor import ActingPerson
from loyalty.dates import day_of, day_starts, months_later
from loyalty.records import Shop
from loyalty.shop.money import Period
from loyalty.shop.targets import WantedTarget
from storage.engine.statements import Tx
from storage.shop import money
from storage.shop.money import Place

_EVERY = timedelta(weeks=3)  # a round for each day would take ten seconds
_AT = time(11)  # past everybody's quiet hours
_MOST = 1_000  # messages in one go: more than there are
_SHARES = {1: 31, 2: 29, 13: 22}  # per cent of all sales that members spent, so many months ago
_ROUND_MINOR = 1_000
_SET_AGO, _DUE_AFTER = timedelta(weeks=3), timedelta(weeks=10)


@dataclass(frozen=True, slots=True)
class CafePost:
    """The café's messages, each of which arrived at the moment at which it was due."""

    shop: Shop
    channel: str
    account: str

    def moments(self, since: datetime, until: datetime) -> Iterator[datetime]:
        """Name those at which it wrote."""
        day = day_of(since, self.shop.zone) + _EVERY
        while (at := datetime.combine(day, _AT, self.shop.zone)) < until:
            yield at.astimezone(since.tzinfo)
            day += _EVERY

    def write(self, tx: Tx, *, now: datetime) -> set[str]:
        """Send what is due, as the campaigns' rules say; return who was missed, by name."""
        find_due.find_due(tx, self.shop.id, now=now)
        while dispatch.dispatch(tx, now=now, most=_MOST):
            pass
        missed = {one.person for one in departures.going(tx, now=now) if one.kind == WIN_BACK}
        for message in outbox.claim(tx, self.channel, self.account, most=_MOST, now=now):
            outbox.sent(tx, message, f"past-{message.id}", now=now)
        return missed


def tell_totals(tx: Tx, owner: ActingPerson, shop: Shop, *, now: datetime) -> None:
    """Let the owner say what the till took in whole months, members and others."""
    this = day_of(now, shop.zone).replace(day=1)
    for ago, percent in _SHARES.items():
        month = months_later(this, -ago)
        whole = Period(day_starts(month, shop.zone), day_starts(months_later(month, 1), shop.zone))
        spent = money.takings(tx, Place(shop.id), whole).spent_minor
        total = ceil(spent * 100 / percent / _ROUND_MINOR) * _ROUND_MINOR
        tell_total(tx, owner, shop.id, month, total, now=now)


def aim(tx: Tx, owner: ActingPerson, shop: Shop, *, now: datetime) -> None:
    """Let the owner mean, some weeks ago, to see as many visits again as came in as long a time before."""
    then = now - _SET_AGO
    before = money.takings(tx, Place(shop.id), Period(then - _DUE_AFTER, then)).visits
    wanted = WantedTarget("visits", ceil(before / 10) * 10, day_of(then + _DUE_AFTER, shop.zone))
    set_target(tx, owner, shop.id, wanted, now=then)
