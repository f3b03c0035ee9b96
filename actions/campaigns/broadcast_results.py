"""What became of a broadcast, for the owner who ordered it: told when it has settled, and a week later once more."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from actions.access import NotAllowed, may
from actions.cards.card_state import LATER, tell
from loyalty.actor import Actor
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import broadcast_results, broadcasts
from storage.campaigns.broadcast_results import Lot
from storage.campaigns.broadcasts import Broadcast
from storage.engine.statements import Tx
from storage.shop import shops, staff

COUNTS_FOR = timedelta(days=7)  # who comes later came for something else
_LIVES = timedelta(days=3)
_NEWEST = 5
_KNOWN_FOR = timedelta(days=730)  # what became of older ones may be forgotten by now: storage/retention.py
_Reason = TypeVar("_Reason", bound=str)

WhyNotHeard = Literal["consent", "dose", "unreachable", "gone", "failed", "left_out"]
# Why a message was dropped, as an owner would say it; whatever else a platform says is a failure.
_HELD: Mapping[str, WhyNotHeard] = {
    "consent": "consent",
    "unwanted": "consent",
    "stale": "dose",
    "cap": "dose",
    "outranked": "dose",
    "unreachable": "unreachable",
    "gone": "gone",
    "erased": "gone",
}


@dataclass(frozen=True, slots=True)
class BroadcastResult:
    """How a broadcast fared so far; `delivered` and `read` are None where no platform reports them."""

    broadcast: Broadcast
    shop: Shop
    sent: int
    delivered: int | None
    read: int | None
    unsure: int  # of those sent: they left, and may not have arrived
    waiting: Mapping[str, int]  # by what holds them back
    held: Mapping[WhyNotHeard, int]
    came: int
    over: bool  # nobody who comes from now on counts


def result_of(tx: Tx, actor: Actor, broadcast_id: int, *, now: datetime) -> BroadcastResult | NotAllowed:
    """Say what became of a broadcast, to an owner of its shop."""
    found = broadcasts.by_id(tx, broadcast_id)
    if found is None or may(tx, actor, found.shop_id, Role.OWNER) is None:
        return NotAllowed()
    lots = broadcast_results.lots(tx, found)
    sent = [lot for lot in lots if lot.state == "sent"]
    reports = any(lot.reached in ("delivered", "read") for lot in sent)
    until = (found.selected_at or now) + COUNTS_FOR
    return BroadcastResult(
        broadcast=found,
        shop=shops.by_id(tx, found.shop_id),
        sent=_sum(sent),
        delivered=_sum(lot for lot in sent if lot.reached in ("delivered", "read")) if reports else None,
        read=_sum(lot for lot in sent if lot.reached == "read") if reports else None,
        unsure=_sum(lot for lot in sent if lot.left == "unknown"),
        waiting=_counted((lot.why or "", lot.count) for lot in lots if lot.state in ("due", "queued")),
        held=_counted((_reason(lot), lot.count) for lot in lots if lot.state in ("dropped", "held_out")),
        came=broadcast_results.came(tx, found, until=until),
        over=now >= until,
    )


def newest(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> list[Broadcast]:
    """Return a shop's newest broadcasts that stand, the newest first, to its owners only."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return []
    return broadcasts.newest(tx, shop_id, since=now - _KNOWN_FOR, most=_NEWEST)


def to_tell(tx: Tx, *, now: datetime) -> list[tuple[int, bool]]:
    """Return the broadcasts of which an owner is to be told, and whether it is of who came."""
    settled = [(this, False) for this in broadcast_results.settled(tx)]
    return settled + [(this, True) for this in broadcast_results.over(tx, before=now - COUNTS_FOR)]


def tell_result(tx: Tx, broadcast_id: int, came: bool, *, now: datetime) -> None:  # noqa: FBT001 - as `to_tell` says it
    """Tell who ordered a broadcast what became of it, or the shop's owners when they are none any more."""
    found = broadcasts.by_id(tx, broadcast_id)
    if found is None:
        return
    note = broadcast_results.came_told if came else broadcast_results.told
    note(tx, broadcast_id, now=now)
    if came and not any(lot.state == "sent" for lot in broadcast_results.lots(tx, found)):
        return
    owners = staff.owners(tx, found.shop_id)
    told = [found.ordered_by] if found.ordered_by in owners else owners
    key = f"{broadcast_id}:{'came' if came else 'settled'}"
    tell(
        tx,
        told,
        "fortune",
        key,
        of_shop=found.shop_id,
        now=now,
        urgency=LATER,
        lives=_LIVES,
        broadcast_id=broadcast_id,
    )


def _reason(lot: Lot) -> WhyNotHeard:
    return "left_out" if lot.state == "held_out" else _HELD.get(lot.why or "", "failed")


def _sum(lots: Iterable[Lot]) -> int:
    return sum(lot.count for lot in lots)


def _counted(pairs: Iterable[tuple[_Reason, int]]) -> Counter[_Reason]:
    counted: Counter[_Reason] = Counter()
    for reason, count in pairs:
        counted[reason] += count
    return counted
