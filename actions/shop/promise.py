"""What a shop has promised in euros: what is open, what of it is likely to come, and how such a forecast did before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.shop.money import unit_costs
from actions.shop.sums import basis_for
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.basis import Basis
from loyalty.shop.promise import AHEAD, ForecastRecord, Promised, WasOpen, seen_on_cards, together
from loyalty.shop.sums import NOTHING, Range
from storage.engine.statements import Tx
from storage.shop import programmes, promise, shops
from storage.shop.promise import CounterPast, OpenUnits

_SAMPLE = 4_000  # counters: enough for a share to a hundredth, and read in a fraction of a second


@dataclass(frozen=True, slots=True)
class OnCards:
    """What is on the cards of a programme."""

    version: ProgrammeVersion
    promised: Promised


@dataclass(frozen=True, slots=True)
class Promise:
    """All that is open in a shop; `kept` is None while there is too little past to have forecast anything."""

    shop: Shop
    vouchers: Promised
    cards: tuple[OnCards, ...]
    kept: ForecastRecord | None
    sampled: bool

    @property
    def every(self) -> tuple[Promised, ...]:
        """Return its parts."""
        return (self.vouchers, *(one.promised for one in self.cards))


@dataclass(frozen=True, slots=True)
class _Shop:
    """What a promise is reckoned from."""

    id: int
    basis: Basis | None
    versions: tuple[ProgrammeVersion, ...]
    costs: Mapping[int, Range]
    every: int
    cards: Sequence[CounterPast]

    def held(self, programme_id: int, of: Callable[[CounterPast], tuple[int, int]], at: datetime) -> WasOpen:
        """Learn from the cards of a programme that were there at a moment."""
        there = (one for one in self.cards if one.programme_id == programme_id)
        return seen_on_cards(of(one) for one in there if one.closed_at is None or one.closed_at >= at)

    def cost(self, programme_id: int, units: int) -> Range | None:
        """Say what so many stamps or points cost once they are rewards."""
        each = self.costs.get(programme_id)
        return each.times(units) if each else None


def shop_promise(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Promise | NotAllowed:
    """Reckon for a shop's managers what is open in it, and what a forecast of it was worth before."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop, versions = shops.by_id(tx, shop_id), tuple(programmes.today(tx, shop_id))
    basis, every = basis_for(tx, shop), max(1, -(-promise.counters_of(tx, shop_id) // _SAMPLE))
    then, first = now - AHEAD, now - 2 * AHEAD
    past = promise.past_of_cards(tx, shop_id, every=every, first=first, then=then, until=now)
    about = _Shop(shop_id, basis, versions, unit_costs(basis, versions, shop.currency), every, past)
    return Promise(
        shop,
        _vouchers(tx, about, at=now, learned=then),
        _on_cards(about, promise.units_open(tx, shop_id), then),
        _kept(tx, about, now=now, then=then, first=first),
        every > 1,
    )


def _vouchers(tx: Tx, about: _Shop, *, at: datetime, learned: datetime) -> Promised:
    """Reckon the vouchers that are open at a moment, by those that were at an earlier one."""
    open_now = promise.vouchers_open(tx, about.id, then=at)
    before = promise.vouchers_open(tx, about.id, then=learned)
    used = promise.used_since(tx, about.id, then=learned, until=at)
    seen = WasOpen(before.count, used.count, before.count)
    cards = promise.voucher_holders(tx, about.id, then=at)
    return Promised(open_now.count, cards, open_now.cost(about.basis), seen)


def _on_cards(about: _Shop, open_now: Mapping[int, OpenUnits], then: datetime) -> tuple[OnCards, ...]:
    found = []
    for version in about.versions:
        this = version.programme_id
        now = open_now.get(this, OpenUnits(this, 0, 0))
        seen = about.held(this, lambda one: (one.held_then, one.turned_then), then)
        found.append(OnCards(version, Promised(now.units, now.cards, about.cost(this, now.units), seen)))
    return tuple(found)


def _kept(tx: Tx, about: _Shop, *, now: datetime, then: datetime, first: datetime) -> ForecastRecord | None:
    """Forecast what was open then by what was known then, and say what came; None where nothing had been open before."""
    vouchers = _vouchers(tx, about, at=then, learned=first)
    used = promise.used_since(tx, about.id, then=then, until=now)
    pairs = [(vouchers, used.cost(about.basis))]
    for version in about.versions:
        this = version.programme_id
        learned = about.held(this, lambda one: (one.held_first, one.turned_first), first)
        seen = about.held(this, lambda one: (one.held_then, one.turned_then), then)
        held, turned = seen.open * about.every, seen.came * about.every
        pairs.append((Promised(held, 0, about.cost(this, held), learned), about.cost(this, turned)))
    told = [(one, came) for one, came in pairs if one.seen.open and one.cost and came]
    forecast, came = together(one for one, _ in told), NOTHING
    for _, each in told:
        came = came.plus(each)
    return ForecastRecord(then, forecast, came) if forecast else None
