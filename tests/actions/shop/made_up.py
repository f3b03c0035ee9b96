"""Made-up shops with a past: honest ones of many kinds, and patterns that are worth a look put into them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from random import Random

from sqlalchemy import select

from actions.shop import checks
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Limits
from loyalty.shop.checks import Check, Finding, Found
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import audit, programmes
from storage.shop.audit import Act
from storage.tables import accounts, counters, staff, visits, vouchers
from tests.actions.places import DAY, Cafe, hire, meet, open_cafe, stamps

NIGHT = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)  # a Tuesday
BEGAN = NIGHT - 90 * DAY
PAST = 84  # days
_unique = count(1)


@dataclass(frozen=True)
class Stamped:
    """A visit: on which card, by which cashier, when."""

    card: int
    by: int
    at: datetime
    amount: int = 1


@dataclass
class Trade:
    """How a shop works: who is there when, and who comes how often."""

    dice: Random
    cashiers: int
    cards: int
    opens: int = 8
    closes: int = 18
    closed_on: int = 6  # a day of the week
    own_cashier: float = 0.0  # how likely a customer goes to the same one, as at a hairdresser's
    favourite: float = 0.2  # how likely a customer waits for whom they like
    rates: list[float] = field(default_factory=list)  # visits a week

    def __post_init__(self) -> None:
        self.rates = [self.dice.choice((0.15, 0.3, 0.5, 1, 1, 2, 4)) for _ in range(self.cards)]
        self.habits = [self.dice.uniform(self.opens, self.closes) for _ in range(self.cards)]
        self.likes = [self.dice.randrange(self.cashiers) for _ in range(self.cards)]
        self.since = [0 if self.dice.random() < 0.6 else self.dice.randrange(PAST) for _ in range(self.cards)]

    def past(self) -> list[Stamped]:
        """Live through the days before the night."""
        return [visit for back in range(PAST, 0, -1) for visit in self._day(back)]

    def _day(self, back: int) -> Iterable[Stamped]:
        day = (NIGHT - back * DAY).replace(hour=0)
        if day.weekday() == self.closed_on:
            return
        at_work = self.at_work(day)
        rush = 3.0 if self.dice.random() < 0.03 else 1.0  # a market day
        for card, rate in enumerate(self.rates):
            if PAST - back >= self.since[card] and self.dice.random() < rush * rate / 6:
                hour = min(max(self.dice.gauss(self.habits[card], 1.2), self.opens), self.closes - 0.05)
                yield Stamped(card, self._served_by(card, at_work), day + timedelta(hours=hour))

    def at_work(self, day: datetime) -> list[int]:
        """Say who works on a day; who has a habit of coming on Mondays meets the same people."""
        shift = [who for who in range(self.cashiers) if (who + day.weekday()) % 3 != 0 or self.cashiers < 3]
        if self.dice.random() < 0.15:  # somebody is ill
            shift = [self.dice.randrange(self.cashiers)]
        return shift or [0]

    def _served_by(self, card: int, at_work: Sequence[int]) -> int:
        if self.dice.random() < max(self.own_cashier, self.favourite) and (
            self.own_cashier or self.likes[card] in at_work
        ):
            return self.likes[card]
        return self.dice.choice(at_work)


def honest(number: int) -> Trade:
    """Return one of a hundred kinds of shops where nobody does anything odd."""
    dice = Random(number)  # noqa: S311 - the same at each run
    opens = dice.choice((6, 7, 8, 9, 11))
    return Trade(
        dice,
        cashiers=dice.choice((1, 1, 2, 2, 3, 4, 6)),
        cards=dice.choice((15, 40, 80, 150)),
        opens=opens,
        closes=opens + dice.choice((6, 9, 12)),
        closed_on=dice.choice((0, 6, 7)),
        own_cashier=dice.choice((0.0, 0.0, 0.0, 0.95)),
        favourite=dice.choice((0.0, 0.2, 0.4)),
    )


@dataclass(frozen=True)
class MadeUp:
    """A shop in a database, its cards and its cashiers."""

    db: Database
    cafe: Cafe
    cards: tuple[int, ...]
    cashiers: tuple[int, ...]

    @property
    def shop_id(self) -> int:
        return self.cafe.shop.id

    async def looked(self) -> dict[Check, Found]:
        """Look through its bookings."""
        return dict(await self.db.read(checks.look, self.shop_id, now=NIGHT))

    async def found(self) -> list[Finding]:
        """Return what was found."""
        return [one for each in (await self.looked()).values() for one in each or ()]


async def made_up(db: Database, trade: Trade, past: Iterable[Stamped], *, most: int = 5) -> MadeUp:
    """Put a shop and its past into a database."""
    return await db.write(_put, db, trade, list(past), most)


def _put(tx: Tx, db: Database, trade: Trade, past: list[Stamped], most: int) -> MadeUp:
    cafe = open_cafe(tx, stamps(10, limits=Limits(max_per_day=most)), now=BEGAN)
    shop_id = cafe.shop.id
    version = programmes.first(tx, shop_id)
    people = [
        hire(tx, shop_id, meet(tx, f"C{who}", now=BEGAN), "cashier", now=BEGAN).member.id
        for who in range(trade.cashiers)
    ]
    first = {visit.card: visit.at for visit in sorted(past, key=lambda visit: visit.at, reverse=True)}
    cards = []
    for card in range(max([*first, trade.cards - 1]) + 1):
        born = first.get(card, NIGHT - DAY) - timedelta(minutes=1) if trade_new(trade, card) else BEGAN
        row = {"shop_id": shop_id, "public_id": next(_unique), "code": f"#{next(_unique)}"}
        row |= {"origin": "printed", "created_at": born}
        cards.append(tx.execute(accounts.insert().values(row).returning(accounts.c.id)).scalar_one())
    row = {"shop_id": shop_id, "programme_id": version.programme_id, "version_id": version.id}
    tx.execute(counters.insert(), [{**row, "account_id": card, "created_at": BEGAN} for card in cards])
    numbered = select(counters.c.account_id, counters.c.id).where(counters.c.shop_id == shop_id)
    of = {row[0]: row[1] for row in tx.execute(numbered)}
    if past:
        tx.execute(visits.insert(), [_visit(shop_id, cards[one.card], of, people, one) for one in past])
    return MadeUp(db, cafe, tuple(cards), tuple(people))


def trade_new(trade: Trade, card: int) -> bool:
    """Say whether a card was made while we looked."""
    return card >= len(trade.since) or trade.since[card] > 0


def _visit(shop_id: int, card: int, of: dict[int, int], people: list[int], one: Stamped) -> dict[str, object]:
    return {
        "account_id": card,
        "counter_id": of[card],
        "shop_id": shop_id,
        "staff_id": people[one.by],
        "key": f"made up {next(_unique)}",
        "at": one.at,
        "amount": one.amount,
    }


def rewarded(tx: Tx, shop: MadeUp, by: int, *, number: int, quick: int) -> None:
    """Let a cashier hand out rewards, some of them minutes after they booked the last stamp themselves."""
    member = shop.cashiers[by]
    lately = visits.select().where(visits.c.staff_id == member, visits.c.at > NIGHT - 25 * DAY)
    rows = list(tx.execute(lately.limit(number)))
    assert len(rows) == number
    for place, row in enumerate(rows):
        later = timedelta(minutes=3) if place < quick else timedelta(days=1)
        tx.execute(
            vouchers.insert().values(
                account_id=row.account_id,
                counter_id=row.counter_id,
                shop_id=row.shop_id,
                visit_id=row.id,
                reward_key="coffee",
                reward="A coffee",
                state="used",
                created_at=row.at,
                used_at=row.at + later,
                used_by=member,
            )
        )


def took_back(tx: Tx, shop: MadeUp, by: int, *, number: int, now: datetime) -> None:
    """Let a cashier take back visits of theirs, with a reason each."""
    who = tx.execute(select(staff.c.person_id).where(staff.c.id == shop.cashiers[by])).scalar_one()
    theirs = select(visits.c.id).where(visits.c.staff_id == shop.cashiers[by], visits.c.at <= now)
    for (visit_id,) in list(tx.execute(theirs.order_by(visits.c.at.desc()).limit(number))):
        done = {"undone_at": now, "undone_by": shop.cashiers[by], "undo_reason": "a slip"}
        tx.execute(visits.update().where(visits.c.id == visit_id).values(done))
        audit.add(tx, ActingPerson(who), shop.shop_id, Act("visit_undone", reason="a slip"), now=now)


def at(back: int, hour: int, minute: int = 0) -> datetime:
    """Name a time so many days before the night; days of the week as in June 2026."""
    return datetime.combine((NIGHT - back * DAY).date(), time(hour, minute), UTC)
