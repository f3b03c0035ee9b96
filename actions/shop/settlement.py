"""What shops together owe each other: settled by the month, written down, and marked as paid by who was paid."""

from collections import Counter as Sums
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from actions.access import NotAllowed, may
from actions.cards.card_state import LATER, tell
from actions.shop.coalitions import Alone, Together, see_coalition
from loyalty.actor import Actor
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.lots import Lots, Place, by_place, follow
from loyalty.shop.settlement import (
    RewardGiven,
    balances,
    month_of,
    netted,
    read_month,
    shares,
    to_settle,
)
from storage.engine.statements import Tx
from storage.shop import audit, coalitions, debts, shops, staff
from storage.shop.audit import Act
from storage.shop.debts import Debt, UsedReward


@dataclass(frozen=True, slots=True)
class Books:
    """What became of all points of a coalition, by the branch that gave them, and the rewards that were handed out."""

    lots: Lots
    handed_out: tuple[tuple[datetime, RewardGiven], ...]
    spent: Sums[Place]
    held: Sums[Place]  # paid for rewards that wait
    expired: Sums[Place]  # on cards, and with rewards that nobody used


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
class PaidBefore:
    """A debt is paid once."""

    owing: Owing


@dataclass(frozen=True, slots=True)
class NotTheCreditor:
    """Only the shop that gets the money can say that it came."""

    owing: Owing


def books(tx: Tx, coalition_id: int, *, now: datetime) -> Books:
    """Work out from the ledger whose points were given, spent, ran out and are open."""
    lots = follow(debts.lines(tx, coalition_id))
    rewards = debts.rewards(tx, coalition_id)
    spent, held, expired = Sums[Place](), Sums[Place](), Sums[Place](lots.expired)
    for one in rewards:
        paid = by_place(lots.for_voucher.get(one.id, ()))
        if one.state == "used":
            spent += paid
        elif one.state == "available" and (one.expires_at is None or now < one.expires_at):
            held += paid
        else:
            expired += paid
    return Books(lots, tuple(_handed_out(lots, rewards)), spent, held, expired)


def _handed_out(lots: Lots, rewards: list[UsedReward]) -> Iterator[tuple[datetime, RewardGiven]]:
    for one in rewards:
        paid = lots.for_voucher.get(one.id)
        if one.used_at and paid and one.cost_minor:
            yield one.used_at, RewardGiven(one.used_branch_id, one.cost_minor, paid)


def settle_due(tx: Tx, coalition_id: int, *, now: datetime) -> None:
    """Write down who owes whom for each month that is over, and tell the owners; each month once."""
    zone = shops.by_id(tx, coalition_id).zone
    due = to_settle(read_month(coalitions.by_id(tx, coalition_id).settled), zone, now=now)
    if not due:
        return
    found = books(tx, coalition_id, now=now)
    shop_of = _shops_by_place(tx, coalition_id)
    for month in due:
        by_shop = Sums[int]()
        for place, minor in balances(_within(found, *month.within(zone))).items():
            by_shop[shop_of[place]] += minor
        owed = [(one.debtor, one.creditor, one.minor) for one in netted(by_shop)]
        if debts.settle(tx, coalition_id, str(month), owed):
            _tell(tx, coalition_id, str(month), owed, now=now)


def _shops_by_place(tx: Tx, coalition_id: int) -> dict[Place, int]:
    return {one.branch_id: one.partner_id for one, _ in coalitions.partners_of(tx, coalition_id)}


def _within(found: Books, since: datetime, until: datetime) -> list[RewardGiven]:
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
    found, zone = books(tx, seen.shop.id, now=now), seen.shop.zone
    since, until = month_of(day_of(now, zone)).within(zone)
    own = {place for place, shop in _shops_by_place(tx, seen.shop.id).items() if shop == shop_id}
    month = _within(found, since, until)
    here = [one for one in month if one.place in own]
    given = debts.given(tx, seen.shop.id, since=since)
    ledger = Ledger(
        given=sum(points for place, points in given.items() if place in own),
        handed_out_minor=sum(one.worth_minor for one in here),
        owes_minor=sum(
            minor for one in month if one.place not in own for place, minor in _shares(one) if place in own
        ),
        open=sum((found.lots.open + found.held)[place] for place in own),
    )
    return CoalitionBooks(seen, ledger, tuple(owing_in(tx, seen.shop.id)))


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
