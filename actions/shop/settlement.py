"""What shops together owe each other: settled by the month, written down, and marked as paid by who was paid."""

from collections import Counter as Sums
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.shop.coalition_books import PointsBooked, booked, open_points
from actions.shop.coalitions import Alone, Together, see_coalition
from actions.tell import LATER, tell
from loyalty.actor import Actor
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.lots import Place
from loyalty.shop.settlement import (
    RewardGiven,
    SettledMonth,
    balances,
    month_of,
    netted,
    read_month,
    shares,
    to_settle,
)
from loyalty.units import Unit
from storage.engine.statements import Tx
from storage.shop import audit, coalition_books, coalitions, debts, programmes, shops, staff
from storage.shop.audit import Act
from storage.shop.coalition_books import LedgerSpan, MonthSums
from storage.shop.debts import Debt


@dataclass(frozen=True, slots=True)
class SettledBooks:
    """A month as it is to be settled: what it closes, what became of points in it, and who owes whom."""

    month: SettledMonth
    span: LedgerSpan
    sums: list[MonthSums]
    owed: list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one shop gave, what was spent with it, and what is open, in a month so far and in all."""

    given: int  # points, this month
    handed_out_minor: int  # at its till, this month
    owes_minor: int  # for what it gave, of what others handed out this month; not netted
    open: int  # points that it gave and that may still be spent


@dataclass(frozen=True, slots=True)
class Owing:
    """A debt with the names of both, and of their coalition."""

    debt: Debt
    debtor: Shop
    creditor: Shop
    coalition: Shop


@dataclass(frozen=True, slots=True)
class CoalitionBooks:
    """What a shop sees of a coalition's money."""

    together: Together
    ledger: Ledger
    owing: tuple[Owing, ...]  # of every settled month, the newest first


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What a shop gave in a coalition that it left, and may still be spent there: it is this shop's to pay."""

    coalition: Shop
    unit: Unit
    points: int


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """A debt is paid once."""

    owing: Owing


@dataclass(frozen=True, slots=True)
class NotTheCreditor:
    """Only the shop that gets the money can say that it came."""

    owing: Owing


def work_out(tx: Tx, coalition_id: int, *, now: datetime) -> list[SettledBooks]:
    """Work out who owes whom for each month that is over and not settled; it only reads, beside the writer."""
    shop = shops.by_id(tx, coalition_id)
    if not shop.is_coalition:
        return []
    shop_of, found = _shops_by_place(tx, coalition_id), list[SettledBooks]()
    for month in to_settle(read_month(coalitions.by_id(tx, coalition_id).settled), shop.zone, now=now):
        since, until = month.within(shop.zone)
        before = found[-1].span if found else None
        span = coalition_books.month_to_close(tx, coalition_id, before, until=until)
        done = booked(tx, coalition_id, span)
        owed = _owed(_within(done, since, until), shop_of)
        found.append(SettledBooks(month, span, done.sums(), owed))
    return found


def _owed(month: list[RewardGiven], shop_of: dict[Place, int]) -> list[tuple[int, int, int]]:
    by_shop = Sums[int]()
    for place, minor in balances(month).items():
        by_shop[shop_of[place]] += minor
    return [(one.debtor, one.creditor, one.minor) for one in netted(by_shop)]


def settle(tx: Tx, coalition_id: int, months: list[SettledBooks], *, now: datetime) -> None:
    """Write down who owes whom as it was worked out, and tell the owners; each month once."""
    for one in months:
        month = str(one.month)
        if debts.settle(tx, coalition_id, month, one.owed):
            coalition_books.close(tx, coalition_id, month, one.span, one.sums)
            _tell(tx, coalition_id, month, one.owed, now=now)


def _shops_by_place(tx: Tx, coalition_id: int) -> dict[Place, int]:
    return {one.branch_id: one.partner_id for one, _ in coalitions.partners_of(tx, coalition_id)}


def _within(found: PointsBooked, since: datetime, until: datetime) -> list[RewardGiven]:
    return [one for at, one in found.handed_out if since <= at < until]


def _tell(tx: Tx, coalition_id: int, month: str, owed: list[tuple[int, int, int]], *, now: datetime) -> None:
    """Tell the owners of every shop that has to pay, or gets something."""
    for shop_id in sorted({shop for debtor, creditor, _ in owed for shop in (debtor, creditor)}):
        key = f"{coalition_id}:{month}:{shop_id}"
        tell(
            tx, staff.owners(tx, shop_id), "settlement", key, of_shop=shop_id, now=now, urgency=LATER,
            coalition_id=coalition_id, shop_id=shop_id, month=month,
        )  # fmt: skip


def see_account(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> CoalitionBooks | Alone | NotAllowed:
    """Show an owner what their shop gave and what was spent with it, and who owes whom; of others no more than that."""
    seen = see_coalition(tx, actor, shop_id)
    if not isinstance(seen, Together):
        return seen
    zone = seen.shop.zone
    found = _not_closed(tx, seen.shop.id, now=now)
    since, until = month_of(day_of(now, zone)).within(zone)
    own = _places_of(tx, seen.shop.id, shop_id)
    month = _within(found, since, until)
    here = [one for one in month if one.place in own]
    given = debts.given(tx, seen.shop.id, since=since)
    ledger = Ledger(
        given=sum(points for place, points in given.items() if place in own),
        handed_out_minor=sum(one.worth_minor for one in here),
        owes_minor=sum(
            minor for one in month if one.place not in own for place, minor in _shares(one) if place in own
        ),
        open=_open(tx, seen.shop.id, found, own),
    )
    return CoalitionBooks(seen, ledger, tuple(owing_in(tx, seen.shop.id)))


def left_open(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> list[LeftOpen] | NotAllowed:
    """List for an owner what of their shop's can still be spent in coalitions that it is not in any more."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    here = coalitions.of_shop(tx, shop_id)
    left = [one for one in coalitions.left_by(tx, shop_id) if here is None or one != here.shop_id]
    every = [_left_open(tx, one, shop_id, now=now) for one in left]
    return [one for one in every if one.points]


def _left_open(tx: Tx, coalition_id: int, shop_id: int, *, now: datetime) -> LeftOpen:
    found, own = _not_closed(tx, coalition_id, now=now), _places_of(tx, coalition_id, shop_id)
    unit = programmes.first(tx, coalition_id).programme.unit
    return LeftOpen(shops.by_id(tx, coalition_id), unit, _open(tx, coalition_id, found, own))


def _not_closed(tx: Tx, coalition_id: int, *, now: datetime) -> PointsBooked:
    until = now + timedelta.resolution
    return booked(tx, coalition_id, coalition_books.not_closed(tx, coalition_id, until=until))


def _places_of(tx: Tx, coalition_id: int, shop_id: int) -> set[Place]:
    return {place for place, shop in _shops_by_place(tx, coalition_id).items() if shop == shop_id}


def _open(tx: Tx, coalition_id: int, found: PointsBooked, own: set[Place]) -> int:
    return sum(points for place, points in open_points(tx, coalition_id, found).items() if place in own)


def _shares(one: RewardGiven) -> Iterable[tuple[Place, int]]:
    return shares(one.worth_minor, one.lots).items()


def owing_in(tx: Tx, coalition_id: int) -> list[Owing]:
    """List who owed whom in a coalition, the newest month first."""
    return [_owing(tx, one) for one in debts.of_coalition(tx, coalition_id)]


def owing_of(tx: Tx, actor: Actor, shop_id: int) -> list[Owing]:
    """List for an owner what their shop owed or had coming, in coalitions that it left too."""
    allowed = may(tx, actor, shop_id, Role.OWNER) is not None
    return [_owing(tx, one) for one in debts.of_partner(tx, shop_id)] if allowed else []


def _owing(tx: Tx, debt: Debt) -> Owing:
    debtor, creditor, together = (
        shops.by_id(tx, one) for one in (debt.debtor_id, debt.creditor_id, debt.shop_id)
    )
    return Owing(debt, debtor, creditor, together)


def mark_paid(
    tx: Tx, actor: Actor, debt_id: int, *, now: datetime
) -> Owing | PaidBefore | NotTheCreditor | NotAllowed:
    """Note, for an owner of the shop that got it, that what was owed came; once."""
    debt = debts.by_id(tx, debt_id)
    if debt is None:
        return NotAllowed()
    owing = _owing(tx, debt)
    if may(tx, actor, debt.creditor_id, Role.OWNER) is None:
        owes = may(tx, actor, debt.debtor_id, Role.OWNER)
        return NotTheCreditor(owing) if owes else NotAllowed()
    if not debts.pay(tx, debt, by=actor.person_id, now=now):
        return PaidBefore(owing)
    for shop_id, other in ((debt.creditor_id, owing.debtor), (debt.debtor_id, owing.creditor)):
        act = Act("debt_paid", subject=other.name, old=debt.month, new=str(debt.minor))
        audit.add(tx, actor, shop_id, act, now=now)
    return replace(owing, debt=replace(debt, paid_at=now))
