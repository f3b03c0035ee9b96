"""Café Luna with its people: Ana has a card, Eva stands at the till, Cleo owns the place."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from actions.cards.card_state import CardState, load
from actions.cards.join import Joined, join_shop
from actions.people.identify import Caller, recognise
from actions.shop.invitations import Hired, accept_invite, invite
from actions.shop.open_shop import NewShop, Opened, open_shop
from actions.till.add_to_visit import add_stamp
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, Refused, ScanOutcome
from actions.till.undo_visit import NotUndone, Undone, undo_visit
from loyalty.actor import ActingPerson, Operator
from loyalty.cards.programme import Programme, Reward
from loyalty.cards.visits import Claim, Refusal
from loyalty.records import Shop
from storage.cards import accounts, ledger
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import programmes
from storage.tables import outbox
from tests.programmes import points_card, stamp_card

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MIDNIGHT = NOW + timedelta(hours=13)  # with which the day of NOW is over at Café Luna
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CAKE = Reward("cake", "A slice of cake", 200)
_numbers = count(1)
_OUTBOX = Statement(select(outbox.c.kind, outbox.c.data, outbox.c.address_id).order_by(outbox.c.id))


def stamps(size: int = 3, *, milestone: int | None = None, **rules: object) -> Programme:
    """Make a stamp card of `size` places."""
    places = ((milestone, "cookie"),) if milestone else ()
    rewards = tuple(Reward(key, f"A {key}", at) for at, key in (*places, (size, "coffee")))
    return stamp_card(rewards, **rules)  # type: ignore[arg-type]


def points(**rules: object) -> Programme:
    """Make a programme of one point a euro, with a coffee for 50 and a cake for 200."""
    return points_card((Reward("coffee", "A free coffee", 50), CAKE), **rules)  # type: ignore[arg-type]


def meet(tx: Tx, name: str, *, now: datetime = NOW) -> int:
    """Let somebody new write to us, and return their id."""
    visitor = recognise(
        tx, Caller("telegram", "luna_bot", f"{name}-{next(_numbers)}", name=name, language="en"), now=now
    )
    return visitor.person.id


def hire(tx: Tx, shop_id: int, person_id: int, role: str, *, now: datetime = NOW) -> Hired:
    """Let somebody accept an invitation to work in a shop."""
    outcome = accept_invite(
        tx, ActingPerson(person_id), invite(tx, Operator(), shop_id, role, now=now), now=now
    )
    assert isinstance(outcome, Hired)
    return outcome


def join(tx: Tx, shop: Shop, person_id: int, *, now: datetime = NOW) -> int:
    """Let somebody follow the poster's link, and return the id of their card."""
    outcome = join_shop(tx, person_id, shop.code, now=now)
    assert isinstance(outcome, Joined)
    return outcome.state.account.id


def change_only(tx: Tx, shop_id: int, programme: Programme, *, now: datetime) -> None:
    """Change the rules of a shop's first programme."""
    first = programmes.first(tx, shop_id).programme_id
    programmes.change(tx, shop_id, first, programme, by=None, now=now)


@dataclass(frozen=True, slots=True)
class Cafe:
    """A shop, its people, and Ana's card."""

    shop: Shop
    ana: int
    eva: int
    cleo: int
    card_id: int


def open_cafe(tx: Tx, programme: Programme, *, name: str = "Café Luna", now: datetime = NOW) -> Cafe:
    """Open a shop, hire Eva and Cleo, and give Ana a card."""
    opened = open_shop(tx, Operator(), NewShop(name, programme), now=now)
    assert isinstance(opened, Opened)
    ana, eva, cleo = (meet(tx, person, now=now) for person in ("Ana", "Eva", "Cleo"))
    hire(tx, opened.shop.id, eva, "cashier", now=now)
    assert isinstance(accept_invite(tx, ActingPerson(cleo), opened.owner_token, now=now), Hired)
    return Cafe(opened.shop, ana, eva, cleo, join(tx, opened.shop, ana, now=now))


def standing(tx: Tx, card_id: int, *, now: datetime) -> CardState:
    """Read how a card stands; its balance is what the ledger says, or the test ends here."""
    state = load(tx, accounts.locked(tx, card_id), now=now)
    assert state.counter.balance == ledger.balance(tx, state.counter) >= 0
    return state


@dataclass(frozen=True)
class Luna:
    """Café Luna on a database, spoken to in the words of the till."""

    db: Database
    cafe: Cafe
    keys: "count[int]" = field(default_factory=count)

    async def scan(
        self,
        now: datetime = NOW,
        *,
        card: int | None = None,
        by: int | None = None,
        key: str | None = None,
        shown_at: datetime | None = None,
        spent: int | None = None,
        again: int | None = None,
    ) -> ScanOutcome:
        """Let Eva scan Ana's card, or somebody somebody else's."""
        claim = Claim(spent_minor=spent, shown_at=shown_at, again=again)
        scan = Scan(ActingPerson(by or self.cafe.eva), card or self.cafe.card_id, claim)
        return await self.db.write(scan_card, scan, key=key or f"update:{next(self.keys)}", now=now)

    async def booked(self, now: datetime = NOW, **how: int | datetime | str | None) -> Booked:
        """Scan, and take it for granted that the visit counts."""
        outcome = await self.scan(now, **how)  # type: ignore[arg-type]
        assert isinstance(outcome, Booked), outcome
        return outcome

    async def refused(self, now: datetime = NOW, **how: int | datetime | str | None) -> Refusal:
        """Scan, and return the rule that says no."""
        outcome = await self.scan(now, **how)  # type: ignore[arg-type]
        assert isinstance(outcome, Refused), outcome
        return outcome.why

    async def more(self, visit_id: int, seen: int, now: datetime = NOW) -> ScanOutcome:
        """Tap +1."""
        return await self.db.write(add_stamp, ActingPerson(self.cafe.eva), visit_id, seen, now=now)

    async def undo(
        self, visit_id: int, now: datetime = NOW, *, by: int | None = None, reason: str | None = None
    ) -> Undone | NotUndone:
        """Tap Undo."""
        outcome = await self.db.write(
            undo_visit, ActingPerson(by or self.cafe.eva), visit_id, reason=reason, now=now
        )
        assert isinstance(outcome, Undone | NotUndone)
        return outcome

    async def fill(self, visits: int, now: datetime = NOW) -> Booked:
        """Stamp Ana's card an hour apart, the last time at `now`."""
        for hours in range(visits - 1, 0, -1):
            await self.booked(now - hours * HOUR)
        return await self.booked(now)

    async def stands(self, now: datetime = NOW, *, card: int | None = None) -> CardState:
        """Read how Ana's card stands."""
        return await self.db.write(standing, card or self.cafe.card_id, now=now)

    async def change(self, programme: Programme, now: datetime = NOW) -> None:
        """Change the shop's rules."""
        await self.db.write(change_only, self.cafe.shop.id, programme, now=now)

    async def told(self, kind: str) -> list[dict[str, int]]:
        """List the data of what waits in the outbox, of one kind."""
        return await self.db.write(waiting, kind)


def waiting(tx: Tx, kind: str) -> list[dict[str, int]]:
    """Read the outbox."""
    rows = _OUTBOX.all(tx)
    return [json.loads(data) | {"address_id": address} for this, data, address in rows if this == kind]


async def open_luna(db: Database, programme: Programme) -> Luna:
    """Open Café Luna on a database."""
    return Luna(db, await db.write(open_cafe, programme))
