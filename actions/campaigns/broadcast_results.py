"""What became of a broadcast, for the owner who ordered it: told when it has settled, and after four weeks once more."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from actions.access import NotAllowed, may
from actions.campaigns.impact import WINDOW, Evidence, Verdict
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.tell import LATER, tell
from loyalty.actor import Actor
from loyalty.campaigns.experiment_result import from_json, to_json
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import broadcast_results, broadcasts
from storage.campaigns.broadcast_results import Group, Lot
from storage.campaigns.broadcasts import Broadcast
from storage.campaigns.outcomes import Measured
from storage.engine.statements import Tx
from storage.shop import shops, staff

COUNTS_FOR = WINDOW  # who comes later came for something else
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
class Comparison:
    """Who came of those a broadcast was meant for, heard or not, and of those left out of it by lot."""

    meant: Group
    left_out: Group
    verdict: Verdict | None  # None until its four weeks are over


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
    comparison: Comparison | None = None  # None where nobody was left out


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
        comparison=_comparison(tx, found, until=until),
    )


def _comparison(tx: Tx, found: Broadcast, *, until: datetime) -> Comparison | None:
    """Set who came beside those left out: all it was meant for, since who was reached is no matter of chance."""
    if not found.holdout_percent:
        return None
    groups = {one.left_out: one for one in broadcast_results.groups(tx, found, until=until)}
    if True not in groups or False not in groups:
        return None
    verdict = from_json(found.verdict) if found.verdict else None
    return Comparison(groups[False], groups[True], verdict)


def newest(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> list[Broadcast]:
    """Return a shop's newest broadcasts that stand, the newest first, to its owners only."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return []
    return broadcasts.newest(tx, shop_id, since=now - _KNOWN_FOR, most=_NEWEST)


def settled(tx: Tx) -> list[int]:
    """Return the broadcasts of which all was sent, and of which no owner was told."""
    return broadcast_results.settled(tx)


def over(tx: Tx, *, now: datetime) -> list[int]:
    """Return the broadcasts whose four weeks are over, and of which no owner was told who came."""
    return broadcast_results.over(tx, before=now - COUNTS_FOR)


def evidence_of(tx: Tx, broadcast_id: int) -> Evidence | None:
    """Say what a broadcast is judged by; None where it left nobody out."""
    found = broadcasts.by_id(tx, broadcast_id)
    if found is None or not found.holdout_percent:
        return None
    return Evidence(Measured("broadcast", found.shop_id, found.id), BROADCAST)


def tell_settled(tx: Tx, broadcast_id: int, *, now: datetime) -> None:
    """Tell an owner what became of a broadcast."""
    broadcast_results.told(tx, broadcast_id, now=now)
    _tell(tx, broadcast_id, "settled", now=now)


def tell_came(tx: Tx, broadcast_id: int, verdict: Verdict | None, *, now: datetime) -> None:
    """Tell an owner who came, and keep what was found out; where nobody got it there is nothing to tell."""
    broadcast_results.came_told(tx, broadcast_id, verdict=to_json(verdict) if verdict else None, now=now)
    found = broadcasts.by_id(tx, broadcast_id)
    if found and any(lot.state == "sent" for lot in broadcast_results.lots(tx, found)):
        _tell(tx, broadcast_id, "came", now=now)


def _tell(tx: Tx, broadcast_id: int, what: str, *, now: datetime) -> None:
    """Tell who ordered a broadcast, or the shop's owners when they are none any more."""
    found = broadcasts.by_id(tx, broadcast_id)
    if found is None:
        return
    owners = staff.owners(tx, found.shop_id)
    told = [found.ordered_by] if found.ordered_by in owners else owners
    key = f"{broadcast_id}:{what}"
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
