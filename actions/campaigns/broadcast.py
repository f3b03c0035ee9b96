"""An owner's own message to some customers: seen before it goes, called off in time, never beside the dose."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import allowances
from actions.access import NotAllowed, may
from actions.allowances import TooOften
from actions.campaigns import segments
from actions.campaigns.briefings import brief, call_off
from actions.campaigns.kinds.broadcast import BROADCAST
from loyalty.actor import ActingPerson, Actor
from loyalty.allowances import BROADCASTS
from loyalty.campaigns.held_out import MOST_HELD_OUT, usual_share
from loyalty.campaigns.wording import BadWording, check_wording
from loyalty.roles import Role
from storage.campaigns import broadcasts
from storage.campaigns.broadcasts import Broadcast, NewBroadcast
from storage.campaigns.segment import PageMark
from storage.engine.statements import Tx
from storage.people import persons
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = [
    "Broadcast",
    "BroadcastPreview",
    "TooLate",
    "UnknownFilter",
    "cancel_broadcast",
    "order_broadcast",
    "pending",
    "preview",
]

DELAY = timedelta(minutes=10)  # in which it can be called off
_SAMPLE = 5


@dataclass(frozen=True, slots=True)
class BroadcastPreview:
    """How many agreed to offers and pass the filter, and some of their names; not all hear it, by the dose."""

    count: int
    sample: tuple[str, ...]
    on_channel: int = 0  # of them, those who can be reached on the channel that was asked about

    @property
    def usual_holdout_percent(self) -> int:
        """Return how many of a hundred are left out where its owner chose nothing."""
        return round(100 * usual_share(self.count))

    def left_out(self, percent: int) -> int:
        """Return about how many hear nothing of it."""
        return max(1, round(self.count * percent / 100))


@dataclass(frozen=True, slots=True)
class UnknownFilter:
    """There is no such filter in this shop."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """The broadcast has begun, or was called off before."""


def preview(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    to: str,
    *,
    channel: str = "",
    now: datetime,
) -> BroadcastPreview | NotAllowed | UnknownFilter:
    """Say who would hear of it, and how many of them perhaps on a channel."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    if not segments.known(tx, shop_id, to):
        return UnknownFilter()
    slices = segments.slices(tx, shops.by_id(tx, shop_id), to, now=now)
    names: list[str] = []
    for one in slices:
        found = one.page(tx, PageMark(), most=_SAMPLE - len(names)) if len(names) < _SAMPLE else []
        names += [persons.by_id(tx, each.account.person_id or 0).name for each in found]
    on_channel = sum(one.count_on(tx, channel) for one in slices) if channel else 0
    return BroadcastPreview(sum(one.count(tx) for one in slices), tuple(names), on_channel)


def order_broadcast(
    tx: Tx,
    actor: ActingPerson,
    shop_id: int,
    to: str,
    text: str,
    *,
    holdout_percent: int = 0,
    now: datetime,
) -> Broadcast | TooOften | NotAllowed | UnknownFilter | BadWording:
    """Order a message; it starts after ten minutes, and leaves so many of a hundred out."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    if not segments.known(tx, shop_id, to):
        return UnknownFilter()
    wrong = check_wording(BROADCAST, text)
    if wrong:
        return wrong
    often = allowances.take(tx, BROADCASTS, shop_id, now=now)
    if often:
        return often
    percent = min(max(holdout_percent, 0), round(100 * MOST_HELD_OUT))
    new = NewBroadcast(shop_id, actor.person_id, to, text, percent, starts_at=now + DELAY)
    this = broadcasts.order(tx, new, now=now)
    audit.add(tx, actor, shop_id, Act("broadcast_ordered", subject=to, new=text), now=now)
    brief(tx, shop_id, "broadcast", this, by=actor.person_id, now=now)
    return _found(tx, this)


def pending(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> list[Broadcast]:
    """Return what a shop ordered and nobody was chosen for yet, to its owners only."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return []
    return broadcasts.started(tx, shop_id, now=now + DELAY)


def cancel_broadcast(
    tx: Tx, actor: Actor, broadcast_id: int, *, now: datetime
) -> Broadcast | NotAllowed | TooLate:
    """Call a message off before anybody was chosen for it."""
    ordered = broadcasts.by_id(tx, broadcast_id)
    if ordered is None or may(tx, actor, ordered.shop_id, Role.OWNER) is None:
        return NotAllowed()
    if not broadcasts.cancel(tx, broadcast_id, now=now):
        return TooLate()
    audit.add(tx, actor, ordered.shop_id, Act("broadcast_cancelled", subject=ordered.audience), now=now)
    call_off(tx, ordered, by=actor.person_id, now=now)
    return _found(tx, broadcast_id)


def _found(tx: Tx, broadcast_id: int) -> Broadcast:
    ordered = broadcasts.by_id(tx, broadcast_id)
    if ordered is None:
        raise LookupError(f"broadcast {broadcast_id}")
    return ordered
