"""A round of the campaigns: find what is due in the shops that have something, then settle it by the dose, a little at a time.

It costs what is due, not what exists: it asks which shops have something to do, not each shop whether it has. All that it
works through is in rows, what waits longest first: a round that is late, or is not done in its time, is made up for by the
next. What fails in one shop ends there (`troubles.py`).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.campaigns import broadcast_results, departures, dispatch, find_due, newcomers
from actions.campaigns.departures import PlannedMessage
from actions.campaigns.find_due import LookPlace
from actions.campaigns.kinds import MESSAGE_KINDS
from actions.campaigns.newcomers import Newcomer
from actions.cards import run_out
from actions.shop import settlement, shop_rounds
from actions.shop.shop_rounds import DueShop
from actions.tx import Tx
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.records import UnreadableRowError
from scheduler.alone import Failed, alone
from scheduler.campaigns.judging import judged
from scheduler.campaigns.troubles import Troubles
from scheduler.database import Storage

_PEOPLE = 20  # settled in one transaction: a till never waits longer than for these
# So much of its minute a round finds what is due, and so much it takes in all: the rest is the next one's.
_LOOKING = timedelta(seconds=25)
_ENOUGH = timedelta(seconds=50)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: how much was newly due, how much was settled or put off, and how long a shop had waited for it."""

    found: int
    settled: int
    waited: timedelta = timedelta()


def _no_time() -> timedelta:
    return timedelta()


async def tick(
    db: Storage,
    *,
    now: datetime,
    afresh: bool = False,
    troubles: Troubles | None = None,
    spent: Callable[[], timedelta] = _no_time,
) -> Round:
    """Do a round; each customer is looked at once a day, or, `afresh`, now whatever was done before.

    `spent` says how long it has taken: it ends early rather than that the next one is left out.
    """
    walk = _Walk(db, now, troubles or Troubles(), spent)
    await walk.greet()
    await walk.look(afresh=afresh)
    await walk.choose()
    await walk.settle()
    await tell_results(db, now=now)
    return Round(walk.found, walk.settled, walk.waited)


async def tell_results(db: Storage, *, now: datetime) -> None:
    """Tell owners what became of their broadcasts: when all is sent, and who came when four weeks are over."""
    for broadcast_id in await db.read(broadcast_results.settled):
        await db.write(broadcast_results.tell_settled, broadcast_id, now=now)
    for broadcast_id in await db.read(broadcast_results.over, now=now):
        evidence = await db.read(broadcast_results.evidence_of, broadcast_id)
        verdict = await judged(db, evidence, now=now) if evidence else None
        await db.write(broadcast_results.tell_came, broadcast_id, verdict, now=now)


async def select_due(db: Storage, shop_id: int, *, now: datetime, afresh: bool = False) -> int:
    """Write down what is newly due in a shop, and return how much that is."""
    kinds = MESSAGE_KINDS if afresh else await db.read(find_due.unseen, shop_id, now=now)
    return sum([await _look(db, shop_id, kind, now=now, afresh=afresh) for kind in kinds])


async def _look(db: Storage, shop_id: int, kind: MessageKind, *, now: datetime, afresh: bool = False) -> int:
    found = 0
    place: LookPlace | None = LookPlace()
    while place:
        # Found beside the writer, so that a till waits for the writing of one page only.
        page = await db.read(find_due.look, shop_id, kind, place, now=now, afresh=afresh)
        if page.found or page.next is None:
            found += await db.write(find_due.record, shop_id, kind, page, now=now)
        place = page.next
    return found


@dataclass(slots=True)
class _Walk:
    """A round under way."""

    db: Storage
    now: datetime
    troubles: Troubles
    spent: Callable[[], timedelta]
    found: int = 0
    settled: int = 0
    waited: timedelta = field(default_factory=timedelta)

    async def greet(self) -> None:
        """Look at who came for the first time, and settle that at once: they are not to wait behind a broadcast."""
        resting = self.troubles.resting(now=self.now)
        for one in await self.db.read(newcomers.waiting, now=self.now):
            if one.shop_id not in resting:
                await self._part(one.shop_id, "welcome", self._greet(one))

    async def _greet(self, one: Newcomer) -> None:
        person_id, found = await self.db.write(newcomers.greet, one, now=self.now)
        self.found += found
        if found:
            await self._settle_person(person_id)

    async def look(self, *, afresh: bool) -> None:
        """Look through the shops whose time has come, who waits longest first."""
        resting = self.troubles.resting(now=self.now)
        due = await self.db.read(shop_rounds.every if afresh else shop_rounds.due, now=self.now)
        for shop in due:
            if shop.id in resting and not afresh:
                continue
            if self.spent() >= _LOOKING:
                return
            self.waited = max(self.waited, shop.waited)
            await self._shop(shop, afresh=afresh)

    async def _shop(self, shop: DueShop, *, afresh: bool) -> None:
        well = all(
            [
                await self._part(shop.id, "campaigns", self._select(shop.id, afresh=afresh)),
                await self._part(shop.id, "balances", self._run_out(shop.id)),
                await self._part(shop.id, "settlement", self._settle(shop.id)),
            ]
        )
        told = await self._part(
            shop.id, "digest", self.db.write(shop_rounds.finish, shop, well, now=self.now)
        )
        if well and told:
            self.troubles.over(shop.id)

    async def _select(self, shop_id: int, *, afresh: bool) -> None:
        self.found += await select_due(self.db, shop_id, now=self.now, afresh=afresh)

    async def _run_out(self, shop_id: int) -> None:
        emptied = 1
        while emptied:
            found = await self.db.read(run_out.over, shop_id, now=self.now)
            emptied = await self.db.write(run_out.write_down, shop_id, found, now=self.now) if found else 0

    async def _settle(self, shop_id: int) -> None:
        months = await self.db.read(settlement.work_out, shop_id, now=self.now)
        if months:
            await self.db.write(settlement.settle, shop_id, months, now=self.now)

    async def choose(self) -> None:
        """Choose whom the messages go to that were ordered and may start, a shop's oldest first."""
        resting = self.troubles.resting(now=self.now)
        for shop_id, kind in await self.db.read(find_due.ordered, now=self.now):
            if shop_id not in resting and self.spent() < _LOOKING:
                await self._part(shop_id, kind, self._choose(shop_id, kind))

    async def _choose(self, shop_id: int, kind: MessageKind) -> None:
        self.found += await _look(self.db, shop_id, kind, now=self.now)

    async def settle(self) -> None:
        """Settle all that is due, who waits longest first, at least for some people."""
        while people := await self.db.read(dispatch.waiting, now=self.now, most=_PEOPLE):
            done = await alone(self.db.write(dispatch.dispatch, now=self.now, most=_PEOPLE))
            if isinstance(done, Failed):  # one of them is to blame; the others are settled one by one
                for person_id in people:
                    await self._settle_person(person_id)
            else:
                self.settled += done
            if self.spent() >= _ENOUGH:
                return

    async def _settle_person(self, person_id: int) -> None:
        """Settle what is due to a person; what a shop's trouble is in the way of rests with that shop."""
        while True:
            done = await alone(self.db.write(dispatch.dispatch_to, person_id, now=self.now))
            if not isinstance(done, Failed):
                self.settled += done
                return
            error = done.error
            shop_id = error.shop_id if isinstance(error, UnreadableRowError) else None
            rest = self.troubles.note(shop_id, "a message", error, now=self.now)
            if not await self.db.write(
                dispatch.rest, person_id, shop_id, until=self.now + rest, now=self.now
            ):
                return

    async def _part(self, shop_id: int, name: str, work: Awaitable[object]) -> bool:
        """Do a shop's part of the round; False when it failed, which no other shop's does for that."""
        done = await alone(work)
        if isinstance(done, Failed):
            self.troubles.note(shop_id, name, done.error, now=self.now)
            return False
        return True


class _NotKeptError(Exception):
    """Carries out what a round would send, and undoes the round."""

    def __init__(self, going: list[PlannedMessage]) -> None:
        super().__init__("a round that is not kept")
        self.going = going


async def rehearse(db: Storage, *, now: datetime) -> list[PlannedMessage]:
    """Say what a round would send at `now`; nothing is kept."""
    try:
        await db.write(_round_and_back, now=now)
    except _NotKeptError as error:
        return error.going
    raise AssertionError("a rehearsal never ends by itself")


def _round_and_back(tx: Tx, *, now: datetime) -> None:
    for shop in shop_rounds.every(tx, now=now):
        find_due.find_due(tx, shop.id, now=now)
    while dispatch.dispatch(tx, now=now, most=_PEOPLE):
        pass
    raise _NotKeptError(departures.going(tx, now=now))
