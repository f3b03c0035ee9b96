"""What a customer is worth by phase and quadrant, and what a new one and one who was won back cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.campaigns.gifts import REWARD_KEY
from actions.campaigns.kinds.welcome import WELCOME
from actions.campaigns.kinds.win_back import WIN_BACK
from actions.shop.money import unit_costs
from actions.shop.sums import basis_for
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.delivery.message_costs import SentMessages
from loyalty.people.customer_value import CustomerValue, Newcomers, WonBack, value_of
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.basis import Basis
from loyalty.shop.money import LOST_AFTER, YEAR, HandedOut, Stayed, look_back
from loyalty.shop.sums import Range
from storage.engine.statements import Tx
from storage.shop import customer_value, money, programmes, promise, shops
from storage.shop.customer_value import Within
from storage.shop.money import Place

_SAMPLE = 20_000  # cards: enough for a share to half a hundredth
_AFTER = timedelta(days=28)  # who came so soon after counts as having come by it


@dataclass(frozen=True, slots=True)
class CustomerValues:
    """What customers are worth; nothing of which too little is known. Costs of what was given are None where nobody told any."""

    shop: Shop
    phases: Mapping[Phase, CustomerValue]
    quadrants: Mapping[Quadrant, CustomerValue]
    seen_days: int | None  # over which it is known who stayed; None: too early
    portrayed: bool
    newcomers: Newcomers
    newcomers_cost: Range | None
    won_back: WonBack
    won_back_cost: Range | None
    won_back_sent: tuple[SentMessages, ...]  # where messages have prices
    sampled: int  # one card in so many was looked at


@dataclass(frozen=True, slots=True)
class _Costs:
    basis: Basis | None
    versions: tuple[ProgrammeVersion, ...]
    each: Mapping[int, Range]

    def of(self, *given: Mapping[int, int], gifts: HandedOut) -> Range | None:
        """Say what stamps, points and vouchers cost together; None where it can't be told of some."""
        total = gifts.cost(self.basis)
        for programme, units in (item for one in given for item in one.items()):
            each = self.each.get(programme)
            total = total.plus(each.times(units)) if total and each else None if units else total
        return total


def customer_values(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> CustomerValues | NotAllowed:
    """Reckon for a shop's managers what its customers are worth to it, and what they cost to have."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    every = max(1, promise.counters_of(tx, shop_id) // _SAMPLE)
    back = look_back(now, money.first_visit_at(tx, Place(shop_id)))
    stayed = _stayed(tx, shop, back, every, now=now) if back else {}
    groups = customer_value.groups(tx, shop_id)
    basis, versions = basis_for(tx, shop), tuple(programmes.today(tx, shop_id))
    costs = _Costs(basis, versions, unit_costs(basis, versions, shop.currency))
    year = Within(shop_id, now - YEAR - _AFTER, now - _AFTER, every)
    newcomers = customer_value.newcomers(tx, year)
    return CustomerValues(
        shop=shop,
        phases={
            one: value
            for one in Phase
            if (value := value_of([group for group in groups if group.phase == one], stayed))
        },
        quadrants={
            one: value
            for one in Quadrant
            if (value := value_of([group for group in groups if group.quadrant == one], stayed))
        },
        seen_days=back.days if back else None,
        portrayed=bool(groups),
        newcomers=newcomers,
        newcomers_cost=_cost_of_new(tx, costs, year, newcomers),
        won_back=customer_value.won_back(tx, year, WIN_BACK),
        won_back_cost=costs.of(
            customer_value.units_of(tx, year, WIN_BACK),
            gifts=customer_value.vouchers_of(tx, year, WIN_BACK, gift=REWARD_KEY),
        ),
        won_back_sent=tuple(customer_value.messages_of(tx, year, WIN_BACK)),
        sampled=every,
    )


def _stayed(tx: Tx, shop: Shop, back: timedelta, every: int, *, now: datetime) -> Mapping[Phase, Stayed]:
    then = now - back
    offset = (now.astimezone(shop.zone).utcoffset() or timedelta()) // timedelta(microseconds=1)
    within = Within(shop.id, then - LOST_AFTER, then, every)
    return customer_value.stayed_by_phase(tx, within, offset=offset, days=back.days, now=now)


def _cost_of_new(tx: Tx, costs: _Costs, year: Within, newcomers: Newcomers) -> Range | None:
    """Say what was given to have those who joined: head starts by today's rules, and gifts that came with a first visit."""
    starts = {
        one.programme_id: one.programme.head_start * newcomers.came * year.every for one in costs.versions
    }
    welcomes = customer_value.vouchers_of(tx, year, WELCOME, gift=REWARD_KEY)
    return costs.of(starts, customer_value.with_first_visits(tx, year), gifts=welcomes)
