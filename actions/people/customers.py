"""Who a shop's customers are, for its owners and managers: counted as of last night, listed, and one by one.

A list of customers is not for leafing through: each that is shown, and each customer, is written into the audit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.cards.card_state import CardState, load_every
from actions.people.likes import Tastes, tastes_of
from actions.people.suspects import suspects_of
from actions.people.ways import customers_in, ways_of_shop
from actions.shop.lazily_loyal import count_lazily_loyal
from loyalty.actor import Actor
from loyalty.cards.ways import Ways, bar_of
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.dates import day_of, day_starts
from loyalty.people.alerts import LazilyLoyal
from loyalty.people.portrait import Lines, Portrait
from loyalty.people.reward_money import RewardMoney
from loyalty.people.shop_days import day_number
from loyalty.people.suspects import Suspects
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import consents
from storage.cards import accounts, referrals, visit_patterns
from storage.engine.statements import Tx
from storage.people import customer_facts, portraits
from storage.people.customer_facts import Attribute
from storage.people.portraits import Census, CountedMoves, CustomerName
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = ["Census", "CountedMoves", "CustomerName"]

PAGE = 8
TOP, SLIPPING = "top", "slipping"
_MOST_SKIPPED = 10_000
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CustomerOverview:
    """A shop's customers as the last night saw them; `night` is None before the first one."""

    shop: Shop
    night: tuple[datetime, Lines] | None
    census: Census
    moves: tuple[CountedMoves, ...]  # of this month
    slipping: int
    ways: tuple[Ways, ...]  # how far begun cards are from their next reward, by programme
    suspects: Suspects | None = None  # None where no page of a link was opened
    lazily_loyal: LazilyLoyal | None = None  # None where too few of the loyal answered


@dataclass(frozen=True, slots=True)
class CustomerList:
    """Some customers of one phase or quadrant, at the top, or slipping; `more` is where the next of them begin."""

    shop: Shop
    key: str
    customers: tuple[CustomerName, ...]
    more: int | None


@dataclass(frozen=True, slots=True)
class CustomerGone:
    """The card is another one's since, or its holder was forgotten."""

    shop_id: int


@dataclass(frozen=True, slots=True)
class CustomerSeen:
    """A customer: their card, what its visits say, and what they agreed to; no portrait before the next night."""

    states: tuple[CardState, ...]
    portrait: Portrait | None
    first_at: datetime | None
    overdue: bool
    friends: int
    answers: dict[str, bool]  # by purpose, of what they were asked
    tastes: Tastes | None = None  # where the shop sells by name
    attributes: tuple[Attribute, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)  # what is noted of them, by what it is


def see_customers(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> CustomerOverview | NotAllowed:
    """Show how many customers of which kind a shop has."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    today = day_of(now, shop.zone)
    month = day_starts(today.replace(day=1), shop.zone)
    return CustomerOverview(
        shop,
        portraits.last_night(tx, shop_id),
        portraits.census(tx, shop_id),
        tuple(portraits.moves_since(tx, shop_id, month)),
        portraits.count_slipping(tx, shop_id, today=day_number(today)),
        ways_of_shop(tx, shop_id, now=now),
        suspects_of(tx, shop, now=now),
        count_lazily_loyal(tx, shop_id, now=now),
    )


def see_reward_money(
    tx: Tx, actor: Actor, shop_id: int, *, now: datetime
) -> tuple[Shop, RewardMoney | None] | NotAllowed:
    """Show where a shop's reward money goes; None where it can't be told who leaves much."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop, night = shops.by_id(tx, shop_id), portraits.last_night(tx, shop_id)
    if night is None or night[1].margin_minor is None:
        return shop, None
    money = portraits.census(tx, shop_id).money
    return shop, RewardMoney(money, *portraits.butterflies(tx, shop_id, now - _A_YEAR))


def list_customers(
    tx: Tx, actor: Actor, shop_id: int, key: str, *, skipped: int = 0, now: datetime
) -> CustomerList | NotAllowed:
    """List some of those whom a count of `see_customers` is about; whoever shows them calls `note_listed` first."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    skipped = min(skipped, _MOST_SKIPPED)
    found = _found(tx, shop, key, skipped=skipped, now=now)
    more = skipped + PAGE if len(found) > PAGE else None
    return CustomerList(shop, key, tuple(found[:PAGE]), more)


def _found(tx: Tx, shop: Shop, key: str, *, skipped: int, now: datetime) -> list[CustomerName]:
    """Return one more than a page of those whom a key means, where there are so many."""
    bar = bar_of(key)
    if bar:
        return customers_in(tx, shop.id, bar, most=PAGE + 1, skipped=skipped, now=now)
    if key == TOP:
        return _at_top(tx, shop, skipped=skipped)
    by, this = _asked(shop, key, now=now)
    return portraits.listed(tx, shop.id, by, this, most=PAGE + 1, skipped=skipped)


def _at_top(tx: Tx, shop: Shop, *, skipped: int) -> list[CustomerName]:
    """Return as many as the night counted at the top, though others brought just as much as the last of them."""
    night = portraits.last_night(tx, shop.id)
    if night is None or night[1].top_from_minor is None:
        return []
    left = max(night[1].top - skipped, 0)
    least = night[1].top_from_minor
    return portraits.listed(tx, shop.id, TOP, least, most=min(left, PAGE + 1), skipped=skipped)


def _asked(shop: Shop, key: str, *, now: datetime) -> tuple[str, int | str]:
    """Name the list that a key means, and by what it is asked for."""
    if key in list(Phase):
        return "phase", key
    if key in list(Quadrant):
        return "quadrant", key
    return SLIPPING, day_number(day_of(now, shop.zone))


def note_listed(tx: Tx, actor: Actor, listed: CustomerList, *, now: datetime) -> CustomerList | NotAllowed:
    """Write into the audit that somebody has a list before them."""
    if may(tx, actor, listed.shop.id, Role.MANAGER) is None:
        return NotAllowed()
    act = Act("customers_listed", subject=listed.key, new=str(len(listed.customers)))
    audit.add(tx, actor, listed.shop.id, act, now=now)
    return listed


def see_customer(
    tx: Tx, actor: Actor, account_id: int, *, now: datetime
) -> CustomerSeen | CustomerGone | NotAllowed:
    """Show one customer, and write into the audit that somebody looked."""
    account = accounts.by_id(tx, account_id)
    if may(tx, actor, account.shop_id, Role.MANAGER) is None:
        return NotAllowed()
    if account.closed_at or account.person_id is None:
        return CustomerGone(account.shop_id)
    audit.add(tx, actor, account.shop_id, Act("customer_seen", subject=account.code), now=now)
    portrait, night = portraits.of_account(tx, account), portraits.last_night(tx, account.shop_id)
    states = load_every(tx, account, now=now)
    today = day_number(day_of(now, states[0].shop.zone))
    came_since = night and account.last_visit_at and account.last_visit_at > night[0]
    return CustomerSeen(
        states,
        portrait,
        visit_patterns.first_visit_at(tx, account),
        overdue=bool(portrait and portrait.overdue(today) and not came_since),
        friends=referrals.of_inviter(tx, account).came,
        answers={
            purpose: bool(one.given) for purpose, one in consents.answers(tx, account.person_id).items()
        },
        tastes=tastes_of(tx, account, states[0].shop, now=now),
        attributes=tuple(customer_facts.attributes_of(tx, account.shop_id)),
        facts=customer_facts.of_account(tx, account),
    )
