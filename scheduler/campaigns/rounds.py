"""A round of the campaigns: find what is due in every shop, then settle it by the dose, a little at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from actions.campaigns import broadcast_results, dispatch, find_due
from actions.campaigns.dispatch import PlannedMessage
from actions.campaigns.find_due import LookPlace
from actions.campaigns.kinds import MESSAGE_KINDS
from actions.shop import digest, open_shop
from actions.tx import Tx
from loyalty.campaigns.frequency_cap import MessageKind

_PEOPLE = 20  # settled in one transaction: a till never waits longer than for these


class Storage(Protocol):
    """What a round needs of a database."""

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction."""

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)`, which only reads."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: how much was newly due, and how much was settled or put off."""

    found: int
    settled: int


async def tick(db: Storage, *, now: datetime, afresh: bool = False) -> Round:
    """Do a round; each customer is looked at once a day, or, `afresh`, now whatever was done before."""
    found = 0
    for shop_id in await db.read(open_shop.every_shop_id):
        found += await select_due(db, shop_id, now=now, afresh=afresh)
        await db.write(digest.order_digests, shop_id, now=now)
    settled = 0
    while handled := await db.write(dispatch.dispatch, now=now, most=_PEOPLE):
        settled += handled
    for broadcast_id, came in await db.read(broadcast_results.to_tell, now=now):
        await db.write(broadcast_results.tell_result, broadcast_id, came, now=now)
    return Round(found, settled)


async def select_due(db: Storage, shop_id: int, *, now: datetime, afresh: bool = False) -> int:
    """Write down what is newly due in a shop, and return how much that is."""
    kinds = MESSAGE_KINDS if afresh else await db.read(find_due.unseen, shop_id, now=now)
    return sum([await _look(db, shop_id, kind, now=now, afresh=afresh) for kind in kinds])


async def _look(db: Storage, shop_id: int, kind: MessageKind, *, now: datetime, afresh: bool) -> int:
    found = 0
    place: LookPlace | None = LookPlace()
    while place:
        # Found beside the writer, so that a till waits for the writing of one page only.
        page = await db.read(find_due.look, shop_id, kind, place, now=now, afresh=afresh)
        if page.found or page.next is None:
            found += await db.write(find_due.record, shop_id, kind, page, now=now)
        place = page.next
    return found


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
    for shop_id in open_shop.every_shop_id(tx):
        find_due.find_due(tx, shop_id, now=now)
    while dispatch.dispatch(tx, now=now, most=_PEOPLE):
        pass
    raise _NotKeptError(dispatch.going(tx, now=now))
